import { createHash } from 'node:crypto';
import type { ChaincodeStub } from 'fabric-shim';
import { OriginChaincode } from '../service/origin-chaincode.js';
import type { PeerOffer } from '../batch/peer-offer.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { batchesOn } from './batches-on.js';
import type { TestIdentity } from './identity.js';

/** What one transaction read and wrote, in the order in which a peer keeps it: by key. */
export interface ReadWriteSet {
  readonly reads: readonly string[];
  readonly hashedReads: readonly string[];
  readonly privateReads: readonly string[];
  readonly writes: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, string>>;
  readonly privateWrites: Readonly<Record<string, string>>;
  readonly event: { readonly name: string; readonly payload: string } | undefined;
}

export interface Outcome {
  readonly status: number;
  /** The answer, or the error line. */
  readonly text: string;
  readonly rwset: ReadWriteSet;
  /** Messages to the peer: gets and puts of every kind, one by one or in batches. */
  readonly roundTrips: number;
}

export interface Call {
  readonly creator: TestIdentity;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly transient?: Readonly<Record<string, string>>;
  /** Simulate only. */
  readonly commit?: boolean;
  /** What the peer takes in one message: as Fabric 3.1 unless told otherwise. */
  readonly offer?: PeerOffer;
}

/** The state of one peer in memory, as a contract meets it: no read sees the transaction's own writes. */
export class MemoryLedger {
  readonly state = new Map<string, Buffer>();
  readonly policies = new Map<string, Buffer>();
  /** `collection key` → bytes. */
  readonly privateData = new Map<string, Buffer>();
  /** Hashes outlive bytes that a peer lost. */
  readonly privateHashes = new Map<string, Buffer>();
  /** A peer's refusal of private reads, when a test wants one. */
  privateReadError: string | undefined;
  readonly #chaincode = new OriginChaincode();

  put(key: string, value: object): void {
    this.state.set(key, Buffer.from(JSON.stringify(value)));
  }

  json<T>(key: string): T | undefined {
    const bytes = this.state.get(key);
    return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as T);
  }

  /** The same ledger, with the members of every object it stores in the opposite order. */
  reordered(): MemoryLedger {
    const twin = new MemoryLedger();
    for (const [key, bytes] of this.state)
      twin.state.set(key, Buffer.from(JSON.stringify(reversed(JSON.parse(bytes.toString())))));
    for (const name of ['policies', 'privateData', 'privateHashes'] as const)
      for (const [key, bytes] of [...this[name]].reverse()) twin[name].set(key, bytes);
    return twin;
  }

  /** Runs `contract:transaction` through the real router and contracts, and commits what an endorsed one wrote. */
  async call(name: string, parameters: readonly string[], call: Call): Promise<Outcome> {
    const recorded = newRecorder();
    const stub = this.#stub(recorded, name, parameters, call);
    const response = await this.#chaincode.Invoke(stub as unknown as ChaincodeStub);
    const text = response.status === 200 ? Buffer.from(response.payload ?? []).toString() : response.message;
    if (response.status === 200 && call.commit !== false) this.#commit(recorded);
    return {
      status: response.status,
      text: text ?? '',
      rwset: rwsetOf(recorded),
      roundTrips: recorded.trips,
    };
  }

  #stub(recorded: Recorder, name: string, parameters: readonly string[], call: Call): object {
    const trip = <T>(value: T): Promise<T> => {
      recorded.trips += 1;
      return Promise.resolve(value);
    };
    const privateName = (collection: string, key: string): string => `${collection} ${key}`;
    const stub: LedgerStub & { getFunctionAndParameters(): unknown } = {
      getFunctionAndParameters: () => ({ fcn: name, params: [...parameters] }),
      getCreator: () => ({ mspid: call.creator.mspId, idBytes: call.creator.idBytes }),
      getDateTimestamp: () => new Date(call.at),
      getTransient: () =>
        new Map(Object.entries(call.transient ?? {}).map(([key, text]) => [key, Buffer.from(text)])),
      getState: (key) => {
        recorded.reads.push(key);
        return trip(this.state.get(key) ?? Buffer.alloc(0));
      },
      putState: async (key, value) => {
        recorded.writes.set(key, Buffer.from(value));
        await trip(undefined);
      },
      setStateValidationParameter: async (key, policy) => {
        recorded.policies.set(key, Buffer.from(policy));
        await trip(undefined);
      },
      getPrivateData: (collection, key) => {
        recorded.privateReads.push(privateName(collection, key));
        if (this.privateReadError !== undefined) return Promise.reject(new Error(this.privateReadError));
        return trip(this.privateData.get(privateName(collection, key)) ?? Buffer.alloc(0));
      },
      getPrivateDataHash: (collection, key) => {
        recorded.hashedReads.push(privateName(collection, key));
        return trip(this.privateHashes.get(privateName(collection, key)) ?? Buffer.alloc(0));
      },
      putPrivateData: async (collection, key, value) => {
        recorded.privateWrites.set(privateName(collection, key), Buffer.from(value));
        await trip(undefined);
      },
      setEvent: (event, payload) => {
        recorded.event = { name: event, payload: Buffer.from(payload).toString() };
      },
    };
    return { ...stub, ...batchesOn(stub, recorded, call.offer ?? { mostKeys: 1000, mostWrites: 1000 }) };
  }

  #commit({ writes, policies, privateWrites }: Recorder): void {
    for (const [key, value] of writes) this.state.set(key, value);
    for (const [key, policy] of policies) this.policies.set(key, policy);
    for (const [key, value] of privateWrites) {
      this.privateData.set(key, value);
      this.privateHashes.set(key, createHash('sha256').update(value).digest());
    }
  }
}

/** A value with the members of its objects in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

interface Recorder {
  trips: number;
  event: ReadWriteSet['event'];
  readonly reads: string[];
  readonly hashedReads: string[];
  readonly privateReads: string[];
  readonly writes: Map<string, Buffer>;
  readonly policies: Map<string, Buffer>;
  readonly privateWrites: Map<string, Buffer>;
}

const newRecorder = (): Recorder => ({
  trips: 0,
  event: undefined,
  reads: [],
  hashedReads: [],
  privateReads: [],
  writes: new Map(),
  policies: new Map(),
  privateWrites: new Map(),
});

function rwsetOf(recorded: Recorder): ReadWriteSet {
  const byKey = (values: ReadonlyMap<string, Buffer>, encoding: BufferEncoding): Record<string, string> =>
    Object.fromEntries(
      [...values]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, value]) => [key, value.toString(encoding)]),
    );
  return {
    reads: [...recorded.reads].sort(),
    hashedReads: [...recorded.hashedReads].sort(),
    privateReads: [...recorded.privateReads].sort(),
    writes: byKey(recorded.writes, 'utf8'),
    policies: byKey(recorded.policies, 'hex'),
    privateWrites: byKey(recorded.privateWrites, 'utf8'),
    event: recorded.event,
  };
}
