import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Client, credentials, status } from '@grpc/grpc-js';
import { connect, GatewayError, hash, signers, type Gateway } from '@hyperledger/fabric-gateway';
import { nativeSigner } from '@origin-ledger/gateway';

interface Profile {
  readonly channel: string;
  readonly member: { readonly mspId: string };
  readonly peer: {
    readonly endpoint: string;
    readonly tlsRootCertificate: string;
    readonly hostAlias: string;
  };
  readonly gatewayIdentity: { readonly certificate: string; readonly privateKey: string };
}

const ATTEMPTS = 5;

/** Which signer the plain Fabric client uses: its own, in JavaScript, or node:crypto. */
export type SignerKind = 'stock' | 'native';

/** The plain Fabric client of the reference contract, at one member's peer. */
export class ReferenceClient implements Disposable {
  readonly #connection: Client;
  readonly #gateways: Readonly<Record<SignerKind, Gateway>>;
  readonly #channel: string;

  constructor(profileFile: string) {
    const profile = JSON.parse(readFileSync(profileFile, 'utf8')) as Profile;
    const read = (path: string): Buffer => readFileSync(resolve(dirname(profileFile), path));
    this.#channel = profile.channel;
    this.#connection = new Client(
      profile.peer.endpoint,
      credentials.createSsl(read(profile.peer.tlsRootCertificate)),
      { 'grpc.ssl_target_name_override': profile.peer.hostAlias },
    );
    const pem = read(profile.gatewayIdentity.privateKey);
    const key = createPrivateKey(pem);
    const identity = { mspId: profile.member.mspId, credentials: read(profile.gatewayIdentity.certificate) };
    const client = this.#connection;
    this.#gateways = {
      stock: connect({ client, identity, signer: signers.newPrivateKeySigner(key), hash: hash.sha256 }),
      native: connect({ client, identity, signer: nativeSigner(pem), hash: hash.none }),
    };
  }

  /**
   * Writes one fresh key through the reference contract and waits for its commit. When Fabric's peer reports that
   * too few orderers took it, it writes another one: under BFT the peer also says so of what the others had ordered
   * before the last ones saw it (`request already processed`), and a plain client cannot tell.
   */
  async put(signer: SignerKind): Promise<void> {
    const contract = this.#gateways[signer].getNetwork(this.#channel).getContract('reference');
    for (let attempt = 1; ; attempt++) {
      try {
        await contract.submitTransaction('put', randomBytes(12).toString('hex'), 'x'.repeat(300));
        return;
      } catch (error) {
        if (
          !(error instanceof GatewayError) ||
          error.code !== (status.UNAVAILABLE as number) ||
          attempt === ATTEMPTS
        )
          throw error;
      }
    }
  }

  [Symbol.dispose](): void {
    this.#gateways.stock.close();
    this.#gateways.native.close();
    this.#connection.close();
  }
}
