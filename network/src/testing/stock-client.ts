import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import {
  connect,
  hash,
  signers,
  type Gateway,
  type Identity,
  type Signer,
} from '@hyperledger/fabric-gateway';
import type { MspPaths } from '../identity/layout.js';
import type { ConnectionProfile, PeerEndpoint } from '../connection/connection-profile.js';

/** An unmodified Fabric client, connected by nothing but a member's connection profile. */
export interface StockClient {
  readonly gateway: Gateway;
  readonly grpc: Client;
  readonly identity: Identity;
  readonly signer: Signer;
  close(): void;
}

/**
 * @param options `as`: another identity than the gateway's; `at`: the code of the member whose peer is asked; the own one unless given.
 */
export async function connectStockClient(
  connections: string,
  code: string,
  options: Readonly<{ as?: Pick<MspPaths, 'certificate' | 'privateKey'>; at?: string }> = {},
): Promise<StockClient> {
  const profile = JSON.parse(await readFile(join(connections, `${code}.json`), 'utf8')) as ConnectionProfile;
  const endpoint = profile.peers.find((peer) => peer.code === (options.at ?? code));
  if (endpoint === undefined) throw new Error('no such member');
  const { certificate, privateKey } = options.as ?? {
    certificate: join(connections, profile.gatewayIdentity.certificate),
    privateKey: join(connections, profile.gatewayIdentity.privateKey),
  };
  const identity = {
    mspId: profile.member.mspId,
    credentials: await readFile(certificate),
  };
  const key = createPrivateKey(await readFile(privateKey));
  const signer = signers.newPrivateKeySigner(key);
  const grpc = await connectGrpc(connections, endpoint);
  const gateway = connect({ client: grpc, identity, signer, hash: hash.sha256 });
  return {
    gateway,
    grpc,
    identity,
    signer,
    close: () => {
      gateway.close();
      grpc.close();
    },
  };
}

export async function connectGrpc(connections: string, endpoint: PeerEndpoint): Promise<Client> {
  const root = await readFile(join(connections, endpoint.tlsRootCertificate));
  return new Client(endpoint.endpoint, credentials.createSsl(root), {
    'grpc.ssl_target_name_override': endpoint.hostAlias,
  });
}
