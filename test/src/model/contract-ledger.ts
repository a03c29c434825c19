import { join } from 'node:path';
import { EndorseError, GatewayError, type Proposal } from '@hyperledger/fabric-gateway';
import {
  commitmentOf,
  OriginError,
  operations,
  parseRequest,
  referenceText,
  requestIdFrom,
  signRequest,
  transactionOf,
  type CertificateReference,
  type ParcelRecord,
  type Role,
} from '@origin-ledger/model';
import { parcelText, type DrivenLedger, type Records, type SimulatedAct } from '@origin-ledger/model/testing';
import type { HolderKey } from '@origin-ledger/sdk';
import { MemberClient } from '../conformance/member-client.js';
import { changedProposal } from '../conformance/tampering.js';
import type { World } from '../support/world.js';

const MEMBERS = ['VN', 'SG', 'TH'] as const;
const PEOPLE: readonly Role[] = ['signatory', 'customs', 'system'];

/** The contracts behind a ledger, called by the stock Fabric client at times of the caller's own choice. */
export class ContractLedger implements DrivenLedger, Disposable {
  now = new Date().toISOString();
  readonly #audience: string;
  readonly #clients: ReadonlyMap<string, MemberClient>;
  readonly #keys: ReadonlyMap<string, HolderKey>;
  /** Contents by commitment: what the gateways of the two states would hold. */
  readonly #texts = new Map<string, string>();

  private constructor(
    audience: string,
    clients: ReadonlyMap<string, MemberClient>,
    keys: ReadonlyMap<string, HolderKey>,
  ) {
    this.#audience = audience;
    this.#clients = clients;
    this.#keys = keys;
  }

  /** Has the officers of three members registered, and connects to their peers. */
  static async open(world: World): Promise<ContractLedger> {
    const clients = new Map<string, MemberClient>();
    const keys = new Map<string, HolderKey>();
    for (const code of MEMBERS) {
      clients.set(code, await MemberClient.open(join(world.data, 'connections'), { code }));
      for (const person of PEOPLE) {
        const holder = `${code}:${person}`;
        keys.set(holder, await world.enrol(holder, [person]));
      }
    }
    const { audience } = await world.administrator('VN');
    return new ContractLedger(audience, clients, keys);
  }

  async act({ by, op, args, parcels = [] }: SimulatedAct): Promise<void> {
    const texts = parcels.map(parcelText);
    for (const text of texts) this.#texts.set(commitmentOf(text), text);
    const key = found(this.#keys.get(by), by);
    const request = await signRequest(key, {
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
    const [member = ''] = by.split(':');
    // A joint act's peers are those of its two states; of any other one, the owner and one other.
    const other = member === 'VN' ? 'SG' : 'VN';
    await this.#submit(member, transactionOf(op), [request], carried, [member, other]);
  }

  async deliver(commitment: string, reader: string): Promise<void> {
    const entry = await this.parcel(commitment);
    if (entry === undefined || ![entry.author, ...entry.readers].includes(reader)) return;
    const list = JSON.stringify([commitment]);
    await this.#submit(entry.author, 'parcel:deliver', [list, reader], [commitment], [reader]);
  }

  async records(reference: CertificateReference): Promise<Records> {
    return (await this.#evaluate<Records>('certificate:record', [referenceText(reference)])) ?? {};
  }

  parcel(commitment: string): Promise<ParcelRecord | undefined> {
    return this.#evaluate<ParcelRecord>('parcel:record', [commitment]);
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client[Symbol.dispose]();
  }

  async #evaluate<T>(name: string, parameters: readonly string[]): Promise<T | undefined> {
    const { contract } = this.#client('VN');
    try {
      const answer = await contract.evaluate(name, {
        arguments: [...parameters],
        endorsingOrganizations: ['VNMSP'],
      });
      return JSON.parse(Buffer.from(answer).toString()) as T;
    } catch (error) {
      const { code } = refusalIn(error);
      if (code === 'CERTIFICATE_UNKNOWN' || code === 'PARCEL_UNKNOWN') return undefined;
      throw error;
    }
  }

  /** One transaction at {@link now}: endorsed by these members, ordered, and valid. */
  async #submit(
    member: string,
    name: string,
    parameters: readonly string[],
    carried: readonly string[],
    endorsers: readonly string[],
  ): Promise<void> {
    const client = this.#client(member);
    const proposal = client.proposal([], {
      arguments: [name, ...parameters],
      endorsers,
      transient: Object.fromEntries(carried.map((one) => [one, this.#texts.get(one) ?? ''])),
    });
    const transaction = await (await this.#timed(client, proposal)).endorse().catch((error: unknown) => {
      throw error instanceof EndorseError ? refusalIn(error) : error;
    });
    const { successful, code } = await (await transaction.submit()).getStatus();
    if (!successful) throw new Error(`${name} was ordered and found invalid: ${code}`);
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

  #client(member: string): MemberClient {
    return found(this.#clients.get(member), member);
  }
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
