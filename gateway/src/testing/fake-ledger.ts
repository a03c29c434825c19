import { randomBytes } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';
import {
  certificateKey,
  collectionOf,
  commitmentIn,
  commitmentOf,
  deliveryTransactions,
  memberCodeOf,
  operationOf,
  OriginError,
  parcelKey,
  parseReference,
  parseRequest,
  performAct,
  privateNameOf,
  privateWrite,
  resultOf,
  stateText,
  type CertificateRecord,
  type PrivateWrite,
  type StateKey,
} from '@origin-ledger/model';
import type { BlockStream, EndorseCall, Endorsed, LedgerPort, Verdict } from '../ledger/ledger-port.js';
import { creatorOf } from '../read-model/creator.js';
import type { TestIdentity } from './identities.js';
import { blockOf, envelopeOf, type SyntheticTransaction } from './synthetic-block.js';

/** How a sending goes wrong. */
export type SubmitFault =
  /** Never arrives. */
  | 'lost'
  /** Refused as unavailable, and ordered all the same. */
  | 'refused-but-ordered';

const BAD_PROPOSAL_TXID = 8;
const DUPLICATE_TXID = 9;

interface Simulated extends SyntheticTransaction {
  readonly reads: ReadonlyMap<StateKey, number>;
}

/** One key's value and the block that wrote it. */
interface Version {
  readonly text: string;
  readonly block: number;
}

const memberOf = ({ mspId }: TestIdentity): string => memberCodeOf(mspId) ?? '';

/** What the contracts and the ledger do together, in memory: real acts, conflicts, blocks and faults. */
export class FakeLedger {
  readonly blocks: common.Block[] = [];
  readonly #state = new Map<StateKey, Version>();
  /** Private values by collection and name. */
  readonly #private = new Map<string, Uint8Array>();
  readonly #simulated = new Map<
    string,
    Simulated & { readonly transient: Readonly<Record<string, Uint8Array>> }
  >();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #listeners = new Set<() => void>();
  readonly #streams = new Set<() => void>();
  /** Thrown by the next endorsements, one each. */
  readonly endorseFaults: OriginError[] = [];
  readonly submitFaults: SubmitFault[] = [];
  /** So many transactions find that another was quicker. */
  conflicts = 0;
  /** So many transactions find that somebody had rubbish ordered under their id first. */
  takenIds = 0;
  /** Sendings of this transaction never arrive. */
  losing: string | undefined;
  /** Blocks wait until released, so that a test can act in between. */
  held = false;
  down = false;
  /** Milliseconds by which the clocks of those who propose are ahead. */
  ahead = 0;
  contractDown = false;
  /** The gateway's clock is off by more than peers bear. */
  outsideWindow = false;
  readonly calls: EndorseCall[] = [];
  /** Sendings as they arrived, by transaction id. */
  readonly submitted: string[] = [];
  #waiting: string[] = [];

  constructor() {
    this.blocks.push(blockOf(0, [], []));
  }

  /** The ledger as a member's gateway reaches it. */
  portFor(creator: TestIdentity): LedgerPort {
    return {
      endorse: (call) => this.endorse(call, creator),
      submit: async (envelope) => {
        await Promise.resolve();
        this.#submit(Buffer.from(envelope).toString('utf8'));
      },
      verdict: (transactionId) => Promise.resolve(this.#up(this.#verdicts.get(transactionId))),
      evaluate: async (transaction, [name = '']) => {
        await Promise.resolve();
        this.#contractUp();
        return this.#bytes(memberOf(creator), ...this.#entryOf(transaction === 'parcel:read', name));
      },
      height: () => Promise.resolve(this.#up(this.blocks.length)),
      blocks: (from) => Promise.resolve(this.#stream(this.#up(from))),
      close: () => undefined,
    };
  }

  /** Endorses and commits at once: how tests fill the ledger. */
  async act(transaction: string, jws: string, creator: TestIdentity, transient = {}): Promise<void> {
    const { envelope } = await this.endorse({ transaction, args: [jws], transient }, creator);
    this.#submit(Buffer.from(envelope).toString('utf8'));
  }

  async endorse(call: EndorseCall, creator: TestIdentity): Promise<Endorsed> {
    this.calls.push(call);
    this.#contractUp();
    const fault = this.endorseFaults.shift();
    if (fault !== undefined) throw fault;
    const transactionId = randomBytes(32).toString('hex');
    const simulated = await this.#simulate(call, creator, transactionId);
    this.#simulated.set(transactionId, { ...simulated, transient: call.transient ?? {} });
    // The envelope is opaque to the gateway: its id is enough here.
    return { transactionId, envelope: Buffer.from(transactionId, 'utf8') };
  }

  /** The genuine envelope of an endorsed transaction, unsigned. */
  envelope(transactionId: string): Uint8Array {
    const simulated = this.#simulated.get(transactionId);
    if (simulated === undefined) throw new Error('never endorsed');
    return envelopeOf(simulated);
  }

  /** Has a member's peer hold the bytes of a parcel that it had lost. */
  restore(member: string, parcel: string, text: string): void {
    const { collection, name } = privateWrite(collectionOf(member), parcelKey(parcel), commitmentOf(text));
    this.#private.set(`${collection} ${name}`, Buffer.from(text, 'utf8'));
  }

  /** Lets held transactions into a block. */
  release(): void {
    this.held = false;
    this.#order();
  }

  /** Writes what no act explains, as members who collude could. */
  tamper(writes: ReadonlyMap<string, string>, args: readonly string[], creator: TestIdentity): void {
    const transactionId = randomBytes(32).toString('hex');
    const timestamp = Date.now();
    this.append([{ transactionId, timestamp, creator, args, writes }]);
  }

  /** Ends every stream of blocks. */
  interrupt(): void {
    for (const end of [...this.#streams]) end();
  }

  /** Puts the ledger back to its first blocks, as an old copy would; keys written before and after are lost whole. */
  putBack(height: number): void {
    this.blocks.length = height;
    for (const [key, { block }] of this.#state) if (block >= height) this.#state.delete(key);
  }

  /** Orders a block of ready transactions, valid unless stated otherwise. */
  append(transactions: readonly SyntheticTransaction[], codes = transactions.map(() => 0)): void {
    this.appendEnvelopes(transactions.map(envelopeOf), codes);
  }

  /** Orders a block of whatever bytes. */
  appendEnvelopes(envelopes: readonly Uint8Array[], codes = envelopes.map(() => 0)): void {
    this.blocks.push(blockOf(this.blocks.length, envelopes, codes));
    for (const wake of this.#listeners) wake();
  }

  #up<T>(value: T): T {
    if (this.down) throw new OriginError('LEDGER_UNAVAILABLE', { stage: 'endorse' });
    if (this.outsideWindow) throw new OriginError('TIMESTAMP_OUTSIDE_WINDOW', { stage: 'endorse' });
    return value;
  }

  #contractUp(): void {
    this.#up(undefined);
    if (this.contractDown) throw new OriginError('CONTRACT_UNAVAILABLE', { stage: 'endorse' });
  }

  async #simulate(call: EndorseCall, creator: TestIdentity, transactionId: string): Promise<Simulated> {
    const [jws = ''] = call.args;
    const timestamp = Date.now() + this.ahead;
    const base = { transactionId, timestamp, creator, args: [call.transaction, ...call.args] };
    if (deliveryTransactions.has(call.transaction)) {
      const [member, privateWrites] = this.#put(call, creator);
      const endorsers = [`${member}MSP`];
      return { ...base, reads: new Map(), writes: new Map(), privateWrites, endorsers };
    }
    const reads = new Map<StateKey, number>();
    const request = parseRequest(jws);
    const known = creatorOf(creator);
    if (known === undefined) throw new Error('no certificate');
    const performance = await performAct({
      request,
      definition: operationOf(request.claims.op),
      creator: known,
      timestamp: base.timestamp,
      withdraw: call.transaction === 'request:withdraw',
      parcels: 'elsewhere',
      read: (keys) =>
        Promise.resolve(
          new Map(
            keys.map((key) => {
              const version = this.#state.get(key);
              reads.set(key, version?.block ?? -1);
              return [key, version === undefined ? undefined : (JSON.parse(version.text) as unknown)];
            }),
          ),
        ),
    });
    if (performance.status === 'replayed') resultOf(performance.act);
    const writes = new Map(performance.writes.map(({ key, value }) => [key, stateText(value)]));
    return { ...base, reads, writes, policies: [...writes.keys()], privateWrites: performance.privateWrites };
  }

  #submit(transactionId: string): void {
    this.submitted.push(transactionId);
    this.#up(undefined);
    const lost = this.losing !== undefined && this.#simulated.get(transactionId)?.args[0] === this.losing;
    const fault = lost ? 'lost' : this.submitFaults.shift();
    if (fault !== 'lost' && !this.#waiting.includes(transactionId) && !this.#verdicts.has(transactionId)) {
      this.#waiting.push(transactionId);
      if (!this.held) this.#order();
    }
    if (fault !== undefined) throw new OriginError('LEDGER_UNAVAILABLE', { stage: 'submit', transactionId });
  }

  #order(): void {
    const waiting = this.#waiting.flatMap((id) => this.#simulated.get(id) ?? []);
    this.#waiting = [];
    if (waiting.length === 0) return;
    for (const transaction of waiting.slice(0, this.takenIds)) {
      this.takenIds -= 1;
      this.#verdicts.set(transaction.transactionId, { code: BAD_PROPOSAL_TXID, block: this.blocks.length });
      this.append([transaction], [BAD_PROPOSAL_TXID]);
    }
    const block = this.blocks.length;
    const codes = waiting.map((transaction) => {
      if (this.#verdicts.has(transaction.transactionId)) return DUPLICATE_TXID;
      const beaten = this.conflicts > 0;
      if (beaten) this.conflicts -= 1;
      const current =
        !beaten &&
        [...transaction.reads].every(([key, version]) => (this.#state.get(key)?.block ?? -1) === version);
      if (current) {
        for (const [key, text] of transaction.writes) this.#state.set(key, { text, block });
        for (const { collection, name, commitment } of transaction.privateWrites ?? []) {
          const bytes = transaction.transient[commitment];
          if (bytes !== undefined) this.#private.set(`${collection} ${name}`, bytes);
        }
      }
      const code = current ? 0 : 11;
      this.#verdicts.set(transaction.transactionId, { code, block });
      return code;
    });
    this.append(waiting, codes);
  }

  /** Whose collection a transaction that only writes private values fills, and with what: as the contracts do. */
  #put({ transaction, args }: EndorseCall, creator: TestIdentity): [member: string, writes: PrivateWrite[]] {
    const [first = ''] = args;
    const names = first.startsWith('[') ? (JSON.parse(first) as string[]) : [first];
    const member = transaction === 'certificate:deposit' ? memberOf(creator) : (args.at(-1) ?? '');
    const writes = names.map((name) =>
      privateWrite(collectionOf(member), ...this.#entryOf(transaction === 'parcel:deliver', name)),
    );
    return [member, writes];
  }

  /** The entry that contents belong to, and their commitment. */
  #entryOf(parcel: boolean, name: string): [entry: StateKey, commitment: string] {
    if (parcel) return [parcelKey(name), commitmentIn(name)];
    const reference = parseReference(name);
    const key = reference === undefined ? '' : certificateKey(reference);
    const record = this.#state.get(key);
    return [key, record === undefined ? '' : (JSON.parse(record.text) as CertificateRecord).commitment];
  }

  #bytes(member: string, entry: StateKey, commitment: string): Uint8Array {
    const bytes = this.#private.get(`${collectionOf(member)} ${privateNameOf(entry, commitment)}`);
    if (bytes === undefined) throw new OriginError('PARCEL_NOT_HELD', { stage: 'contract' });
    return bytes;
  }

  #stream(from: number): BlockStream {
    let next = from;
    let open = true;
    let wake: () => void = () => undefined;
    const listener = (): void => {
      wake();
    };
    this.#listeners.add(listener);
    const { blocks } = this;
    const isOpen = (): boolean => open && !this.down;
    const close = (): void => {
      open = false;
      this.#listeners.delete(listener);
      this.#streams.delete(close);
      wake();
    };
    this.#streams.add(close);
    return {
      close,
      async *[Symbol.asyncIterator]() {
        while (isOpen()) {
          const block = blocks[next];
          if (block === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else {
            next += 1;
            yield block;
          }
        }
      },
    };
  }
}
