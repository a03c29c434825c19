import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { credentials, Client } from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

interface Profile {
  readonly channel: string;
  readonly chaincode: string;
  readonly member: { readonly mspId: string };
  readonly gatewayIdentity: { readonly certificate: string; readonly privateKey: string };
  readonly peers: readonly {
    readonly code: string;
    readonly mspId: string;
    readonly endpoint: string;
    readonly tlsRootCertificate: string;
    readonly hostAlias: string;
  }[];
}

export interface ForeignPeerOptions {
  /** Connection profile of the member that asks. */
  readonly profileFile: string;
  /** Code of the member whose peer is asked. */
  readonly at: string;
}

/**
 * A member's gateway identity, connected to another member's peer with the plain Fabric client: no gateway of
 * ours stands between.
 */
export class ForeignPeer implements Disposable {
  readonly #profile: Profile;
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #mspAsked: string;

  constructor({ profileFile, at }: ForeignPeerOptions) {
    this.#profile = JSON.parse(readFileSync(profileFile, 'utf8')) as Profile;
    const file = (path: string): Buffer => readFileSync(resolve(dirname(profileFile), path));
    const peer = this.#profile.peers.find(({ code }) => code === at);
    if (peer === undefined) throw new RangeError(`no peer of ${at}`);
    const { certificate, privateKey } = this.#profile.gatewayIdentity;
    this.#mspAsked = peer.mspId;
    this.#client = new Client(peer.endpoint, credentials.createSsl(file(peer.tlsRootCertificate)), {
      'grpc.ssl_target_name_override': peer.hostAlias,
    });
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId: this.#profile.member.mspId, credentials: file(certificate) },
      signer: signers.newPrivateKeySigner(createPrivateKey(file(privateKey))),
      hash: hash.sha256,
    });
  }

  /** Has the peer run a query of the contract. */
  async evaluate(contract: string, query: string, ...args: readonly string[]): Promise<Uint8Array> {
    return this.#network
      .getContract(this.#profile.chaincode, contract)
      .evaluate(query, { arguments: [...args], endorsingOrganizations: [this.#mspAsked] });
  }

  /** Every block up to `last`, with all private data the peer gives out, as bytes. */
  async blocksWithPrivateData(last: bigint): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    const blocks = await this.#network.getBlockAndPrivateDataEvents({ startBlock: 0n });
    try {
      for await (const block of blocks) {
        found.push(block.serializeBinary());
        if (BigInt(block.getBlock()?.getHeader()?.getNumber() ?? 0) >= last) break;
      }
    } finally {
      blocks.close();
    }
    return found;
  }

  /** The blocks from `first` to `last`, for which it waits. */
  async blocks(last: bigint, first = 0n): Promise<common.Block[]> {
    const found: common.Block[] = [];
    const blocks = await this.#network.getBlockEvents({ startBlock: first });
    try {
      for await (const block of blocks) {
        found.push(block);
        if (BigInt(block.getHeader()?.getNumber() ?? 0) >= last) break;
      }
    } finally {
      blocks.close();
    }
    return found;
  }

  /** Number of blocks the peer has, as its system contract says. */
  async height(): Promise<bigint> {
    const answer = await this.#network.getContract('qscc').evaluate('GetChainInfo', {
      arguments: [this.#profile.channel],
      endorsingOrganizations: [this.#mspAsked],
    });
    return BigInt(common.BlockchainInfo.deserializeBinary(answer).getHeight());
  }

  /** The first `count` events of the contract, for which it waits: names and payloads. */
  async events(count: number): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    const events = await this.#network.getChaincodeEvents(this.#profile.chaincode, { startBlock: 0n });
    try {
      for await (const { eventName, payload } of events) {
        found.push(Buffer.concat([Buffer.from(`${eventName} `), payload]));
        if (found.length >= count) break;
      }
    } finally {
      events.close();
    }
    return found;
  }

  [Symbol.dispose](): void {
    this.#gateway.close();
    this.#client.close();
  }

  get #network() {
    return this.#gateway.getNetwork(this.#profile.channel);
  }
}
