import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { credentials } from '@grpc/grpc-js';
import { hash, signers } from '@hyperledger/fabric-gateway';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { ConnectionProfile } from '@origin-ledger/network';
import { randomBytes } from 'node:crypto';

interface SnapshotCall {
  readonly profileFile: string;
  /** Code of the member whose peer is asked. */
  readonly at: string;
  readonly as: 'gateway' | 'admin';
}

/**
 * Has a peer write a snapshot of its ledger, after the last block.
 * @returns `done`, or what the peer says
 */
export async function generateSnapshot({ profileFile, at, as }: SnapshotCall): Promise<string> {
  const profile = JSON.parse(readFileSync(profileFile, 'utf8')) as ConnectionProfile;
  const file = (path: string): Buffer => readFileSync(resolve(dirname(profileFile), path));
  const asked = profile.peers.find(({ code }) => code === at);
  if (asked === undefined) throw new RangeError(`no peer of ${at}`);
  const identity = as === 'admin' ? profile.adminIdentity : profile.gatewayIdentity;
  const creator = new msp.SerializedIdentity();
  creator.setMspid(profile.member.mspId);
  creator.setIdBytes(file(identity.certificate));
  const header = new common.SignatureHeader();
  header.setCreator(creator.serializeBinary());
  header.setNonce(randomBytes(24));
  const request = new peer.SnapshotRequest();
  request.setSignatureHeader(header);
  request.setChannelId(profile.channel);
  const bytes = request.serializeBinary();
  const signed = new peer.SignedSnapshotRequest();
  signed.setRequest(bytes);
  const sign = signers.newPrivateKeySigner(createPrivateKey(file(identity.privateKey)));
  signed.setSignature(await sign(hash.sha256(bytes)));
  const client = new peer.SnapshotClient(
    asked.endpoint,
    credentials.createSsl(file(asked.tlsRootCertificate)),
    { 'grpc.ssl_target_name_override': asked.hostAlias },
  );
  try {
    await promisify(client.generate.bind(client) as (argument: unknown, done: () => void) => void)(signed);
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    client.close();
  }
}
