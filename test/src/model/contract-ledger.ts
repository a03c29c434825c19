import { join } from 'node:path';
import { EndorseError, GatewayError, type Proposal } from '@hyperledger/fabric-gateway';
import {
  commitmentOf,
  OriginError,
  operations,
  parcelKey,
  parseRequest,
  requestIdFrom,
  signRequest,
  transactionOf,
  type CertificateReference,
  type Json,
  type ParcelRecord,
  type Role,
  type SigningKey,
  type StateKey,
} from '@origin-ledger/model';
import {
  GatewayRules,
  parcelText,
  people,
  type DrivenLedger,
  type ProvenKey,
  type SimulatedAct,
} from '@origin-ledger/model/testing';
import { newSigningKey, registrationOf, type HolderKey } from '@origin-ledger/sdk';
import { MemberClient } from '../conformance/member-client.js';
import { changedProposal } from '../conformance/tampering.js';
import { administratorKey } from '../support/administrator-key.js';
import type { World } from '../support/world.js';
import { StateFollower } from './state-follower.js';

const MEMBERS = ['VN', 'SG', 'TH', 'ASEAN'] as const;
/** Acts on what all members share: once the keeper has changed, more than half of them endorse. */
const SHARED: ReadonlySet<string> = new Set([
  'registry.charter/1',
  'registry.form/1',
  'registry.departure/1',
]);

interface Connections {
  readonly audience: string;
  /** By member; as its administrator by `VN:administrator`. */
  readonly clients: ReadonlyMap<string, MemberClient>;
  readonly keys: Map<string, SigningKey>;
  readonly state: StateFollower;
}

/** The contracts behind a ledger, called by the stock Fabric client at times of the caller's own choice. */
export class ContractLedger implements DrivenLedger, Disposable {
  now = new Date().toISOString();
  readonly #audience: string;
  readonly #clients: Connections['clients'];
  readonly #keys: Map<string, SigningKey>;
  readonly #state: StateFollower;
  readonly #proven = new Map<string, HolderKey>();
  /** Contents by commitment: what the gateways of the two states would hold. */
  readonly #texts = new Map<string, string>();
  readonly #gateway = new GatewayRules();

  private constructor({ audience, clients, keys, state }: Connections) {
    this.#audience = audience;
    this.#clients = clients;
    this.#keys = keys;
    this.#state = state;
  }

  /** Has the officers of the members registered, and connects to their peers. */
  static async open(world: World): Promise<ContractLedger> {
    const clients = new Map<string, MemberClient>();
    const keys = new Map<string, SigningKey>();
    const connections = join(world.data, 'connections');
    await Promise.all(
      MEMBERS.map(async (code) => {
        clients.set(code, await MemberClient.open(connections, { code }));
        clients.set(`${code}:administrator`, await MemberClient.open(connections, { code, as: 'admin' }));
        keys.set(`${code}:administrator`, administratorKey(world.profileFile(code)));
        for (const [person, roles] of Object.entries<readonly Role[]>(people))
          keys.set(`${code}:${person}`, await world.enrol(`${code}:${person}`, roles));
      }),
    );
    const { audience } = await world.administrator('VN');
    const state = await StateFollower.open(found(clients.get('VN'), 'VN').network);
    return new ContractLedger({ audience, clients, keys, state });
  }

  async act({ by, key = by, op, args, parcels = [] }: SimulatedAct): Promise<void> {
    const asked = { by, key, op, args, parcels };
    await this.#gateway.judge(asked, this.now, (one) => this.read(one));
    this.#gateway.remember(asked);
    const texts = parcels.map(parcelText);
    for (const text of texts) this.#texts.set(commitmentOf(text), text);
    const request = await signRequest(found(this.#keys.get(key), key), {
      iss: by,
      aud: this.#audience,
      iat: Math.floor(Date.parse(this.now) / 1000),
      jti: requestIdFrom(crypto.getRandomValues(new Uint8Array(16))),
      op,
      args,
      parcels: parcels.map(({ box, readers }, index) => ({
        box,
        readers: [...readers],
        commitment: commitmentOf(texts[index] ?? ''),
      })),
    });
    const { claims } = parseRequest(request);
    const definition = operations.get(op);
    const carried =
      definition?.kind === 'joint'
        ? (definition.carries?.(args, claims) ?? claims.parcels.map(({ commitment }) => commitment))
        : [];
    const [member = '', person] = by.split(':');
    const creator = person === 'administrator' ? by : member;
    const other = definition?.kind === 'joint' ? otherState(args) : undefined;
    const any = member === 'VN' ? 'SG' : 'VN';
    // Whoever has no peer here endorses nothing: the contract says so.
    const another = MEMBERS.find((code) => code === other && code !== member) ?? any;
    const two = [member, another];
    const endorsers = SHARED.has(op) ? MEMBERS : two;
    await this.#submit(creator, transactionOf(op), [request], carried, endorsers);
  }

  async deliver(parcel: string, reader: string): Promise<void> {
    const entry = await this.read<ParcelRecord>(parcelKey(parcel));
    if (entry === undefined || ![entry.author, ...entry.readers].includes(reader)) return;
    const list = JSON.stringify([parcel]);
    await this.#submit(entry.author, 'parcel:deliver', [list, reader], [entry.commitment], [reader]);
  }

  contents(commitment: string): Json | undefined {
    return this.#gateway.contents(commitment);
  }

  read<T>(key: StateKey): Promise<T | undefined> {
    return Promise.resolve(this.#state.read<T>(key));
  }

  async provenKey(name: string, holder: string): Promise<ProvenKey> {
    const key = this.#proven.get(name) ?? (await newSigningKey({ holder, alg: 'ES256' }));
    this.#proven.set(name, key);
    this.#keys.set(name, key);
    const { jwk, proof } = await registrationOf({ ...key, holder }, this.#audience);
    return { jwk, proof };
  }

  [Symbol.dispose](): void {
    this.#state[Symbol.dispose]();
    for (const client of this.#clients.values()) client[Symbol.dispose]();
  }

  /** One transaction at {@link now}: endorsed by these members, ordered, and valid. */
  async #submit(
    creator: string,
    name: string,
    parameters: readonly string[],
    carried: readonly string[],
    endorsers: readonly string[],
  ): Promise<void> {
    const client = found(this.#clients.get(creator), creator);
    const proposal = client.proposal([], {
      arguments: [name, ...parameters],
      endorsers,
      transient: Object.fromEntries(carried.map((one) => [one, this.#texts.get(one) ?? ''])),
    });
    const transaction = await (await this.#timed(client, proposal)).endorse().catch((error: unknown) => {
      throw error instanceof EndorseError ? refusalIn(error) : error;
    });
    const { successful, code, blockNumber } = await (await transaction.submit()).getStatus();
    if (!successful) throw new Error(`${name} was ordered and found invalid: ${code}`);
    await this.#state.until(blockNumber);
  }

  #timed(client: MemberClient, proposal: Proposal): Promise<Proposal> {
    const milliseconds = Date.parse(this.now);
    return changedProposal(client, proposal, ({ channelHeader }) => {
      const timestamp = channelHeader.getTimestamp();
      timestamp?.setSeconds(Math.floor(milliseconds / 1000));
      timestamp?.setNanos((milliseconds % 1000) * 1_000_000);
      channelHeader.setTimestamp(timestamp);
    });
  }
}

/** The other state of a joint act, whose peer endorses it too: the first member, the importing or the issuing one. */
function otherState(args: Readonly<Record<string, unknown>>): string | undefined {
  const { first, importing, reference } = args as {
    readonly first?: string;
    readonly importing?: string;
    readonly reference?: CertificateReference;
  };
  return first ?? importing ?? reference?.member;
}

/** The contract's own refusal in an error of the Fabric client. @throws the error itself, when it is none */
function refusalIn(error: unknown): OriginError {
  const texts =
    error instanceof GatewayError ? [...error.details.map(({ message }) => message), error.message] : [];
  const told = texts.map((text) => OriginError.fromText(text)).find((one) => one !== undefined);
  if (told === undefined) throw error;
  return told;
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`${name} is unknown here`);
  return value;
}
