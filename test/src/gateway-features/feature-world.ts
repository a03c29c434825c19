import {
  checkpointers,
  type BlockEventsOptions,
  type Checkpointer,
  type CloseableAsyncIterable,
  type Contract,
  type Gateway,
  type Network,
  type ProposalOptions,
  type Signer,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { connect, hash, StatusCode } from '@hyperledger/fabric-gateway';
import { connectStockClient, type StockClient } from '@origin-ledger/network/testing';
import type { FeatureNetwork } from './feature-network.js';

/** A stream of events, read one by one. */
export interface Listener {
  next(): Promise<unknown>;
  close(): void;
}

/** One of a scenario's gateways. */
export interface GatewayContext {
  readonly mspId: string;
  readonly signs: boolean;
  client?: StockClient;
  gateway?: Gateway;
  network?: Network;
  contract?: Contract;
  checkpointer: Checkpointer;
  readonly listeners: Map<string, Listener>;
}

interface Invocation {
  readonly kind: 'evaluate' | 'submit';
  readonly name: string;
  readonly options: { -readonly [Key in keyof ProposalOptions]: ProposalOptions[Key] };
  offline?: Signer;
  result?: Uint8Array;
  error?: Error;
}

/** What one scenario has made so far. */
export class FeatureWorld {
  readonly #gateways = new Map<string, GatewayContext>();
  readonly #strangers: StockClient[] = [];
  #current: GatewayContext | undefined;
  #invocation: Invocation | undefined;
  lastBlock = 0n;

  constructor(readonly network: FeatureNetwork) {}

  get current(): GatewayContext {
    return present(this.#current, 'gateway');
  }

  get invocation(): Invocation {
    return present(this.#invocation, 'transaction');
  }

  newGateway(name: string, mspId: string, signs: boolean): void {
    this.#current = { mspId, signs, checkpointer: checkpointers.inMemory(), listeners: new Map() };
    this.#gateways.set(name, this.#current);
  }

  use(name: string): void {
    this.#current = present(this.#gateways.get(name), name);
  }

  async connectTo(peer: string): Promise<void> {
    const { current, network } = this;
    const client = await connectStockClient(network.connections, network.codeOf(current.mspId), {
      at: network.codeOf(peer),
    });
    current.client = client;
    current.gateway = current.signs
      ? client.gateway
      : connect({ client: client.grpc, identity: client.identity, hash: hash.sha256 });
  }

  prepare(kind: Invocation['kind'], name: string): void {
    this.#invocation = { kind, name, options: {} };
  }

  /** Signs what follows as a member's user. */
  async signOffline(mspId: string): Promise<void> {
    const { network, invocation } = this;
    const client = await connectStockClient(network.connections, network.codeOf(mspId));
    this.#strangers.push(client);
    invocation.offline = client.signer;
  }

  /** Carries the prepared transaction as far as it goes. */
  async invoke(): Promise<void> {
    const { invocation } = this;
    try {
      invocation.result = invocation.kind === 'evaluate' ? await this.#evaluate() : await this.#submit();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      invocation.error = error;
    }
  }

  listen(
    name: string,
    events: CloseableAsyncIterable<unknown>,
    seen: (event: unknown) => Promise<void> = () => Promise.resolve(),
  ): void {
    const iterator = events[Symbol.asyncIterator]();
    this.current.listeners.get(name)?.close();
    this.current.listeners.set(name, {
      next: async () => {
        const { value } = (await iterator.next()) as { readonly value: unknown };
        await seen(value);
        return value;
      },
      close: () => {
        events.close();
      },
    });
  }

  listener(name: string): Listener {
    return present(this.current.listeners.get(name), name);
  }

  /** Where a listener begins. */
  from(start: 'next' | 'last' | 'checkpoint'): BlockEventsOptions {
    if (start === 'last') return { startBlock: this.lastBlock };
    return start === 'checkpoint' ? { checkpoint: this.current.checkpointer } : {};
  }

  close(): void {
    for (const { listeners, gateway, client } of this.#gateways.values()) {
      for (const listener of listeners.values()) listener.close();
      gateway?.close();
      client?.close();
    }
    for (const client of this.#strangers) client.close();
  }

  async #evaluate(): Promise<Uint8Array> {
    const { contract, gateway } = this.#connected();
    const proposal = contract.newProposal(this.invocation.name, this.invocation.options);
    return (await this.#signed(proposal, (bytes, by) => gateway.newSignedProposal(bytes, by))).evaluate();
  }

  async #submit(): Promise<Uint8Array> {
    const { contract, gateway } = this.#connected();
    const unsigned = contract.newProposal(this.invocation.name, this.invocation.options);
    const proposal = await this.#signed(unsigned, (bytes, by) => gateway.newSignedProposal(bytes, by));
    const transaction: Transaction = await this.#signed(await proposal.endorse(), (bytes, by) =>
      gateway.newSignedTransaction(bytes, by),
    );
    const submitted = await transaction.submit();
    const commit = await this.#signed(submitted, (bytes, by) => gateway.newSignedCommit(bytes, by));
    const status = await commit.getStatus();
    this.lastBlock = status.blockNumber;
    if (status.code !== StatusCode.VALID) throw new Error(`committed as ${status.code}`);
    return submitted.getResult();
  }

  async #signed<Part extends { getBytes(): Uint8Array; getDigest(): Uint8Array }, Signed>(
    part: Part,
    sign: (bytes: Uint8Array, signature: Uint8Array) => Signed,
  ): Promise<Part | Signed> {
    const { offline } = this.invocation;
    return offline === undefined ? part : sign(part.getBytes(), await offline(part.getDigest()));
  }

  #connected(): { readonly contract: Contract; readonly gateway: Gateway } {
    const { contract, gateway } = this.current;
    return { contract: present(contract, 'contract'), gateway: present(gateway, 'connection') };
  }
}

function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new RangeError(`no ${name} yet`);
  return value;
}
