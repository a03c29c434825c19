import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers, type Contract } from '@hyperledger/fabric-gateway';
import type { ConnectionProfile } from '../../connection/connection-profile.js';

/** A member's gateway identity at its own peer, by the stock client. */
export interface MemberClient {
  readonly contract: Contract;
  close(): void;
}

/** Connects by nothing but a connection profile: to the member's own peer, or to that of another member. */
export async function memberClient(connections: string, code: string, peerOf = code): Promise<MemberClient> {
  const profile = JSON.parse(await readFile(join(connections, `${code}.json`), 'utf8')) as ConnectionProfile;
  const file = (path: string): Promise<Buffer> => readFile(join(connections, path));
  const peer = profile.peers.find((each) => each.code === peerOf);
  if (peer === undefined) throw new Error(`no peer of ${peerOf} in the profile`);
  const client = new Client(peer.endpoint, credentials.createSsl(await file(peer.tlsRootCertificate)), {
    'grpc.ssl_target_name_override': peer.hostAlias,
  });
  const gateway = connect({
    client,
    identity: {
      mspId: profile.member.mspId,
      credentials: await file(profile.gatewayIdentity.certificate),
    },
    signer: signers.newPrivateKeySigner(createPrivateKey(await file(profile.gatewayIdentity.privateKey))),
    hash: hash.sha256,
  });
  return {
    contract: gateway.getNetwork(profile.channel).getContract(profile.chaincode),
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

/** The text of an error and of what peers added to it. */
export function wholeMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details: unknown = Reflect.get(error, 'details');
  const list: readonly unknown[] = Array.isArray(details) ? details : [];
  return [error.message, ...list.map((each) => JSON.stringify(each))].join(' ');
}
