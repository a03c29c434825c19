import { expect } from 'chai';
import {
  actTransactions,
  canonicalText,
  commitmentIn,
  commitmentOf,
  memberKey,
  voiceKey,
  operations,
  parseRequest,
  referenceText,
  signRequest,
  transactionOf,
} from '@origin-ledger/model';
import {
  parcelText,
  registerKeyRequest,
  registerMemberRequest,
  revokeKeyRequest,
  Story,
  STORY_PEOPLE,
  TEST_AUDIENCE,
  testKey,
  testRequestId,
  type SimulatedAct,
  type SimulatedParcel,
  type TestKey,
} from '@origin-ledger/model/testing';
import { NOTHING } from '../batch/peer-offer.js';
import { CertificateContract } from '../certificate/certificate-contract.js';
import { ParcelContract } from '../parcel/parcel-contract.js';
import { RegistryContract } from '../registry/registry-contract.js';
import { RequestContract } from '../request/request-contract.js';
import { disturbed } from '../testing/disturbed.js';
import { testIdentity, type TestIdentity } from '../testing/identity.js';
import type { Call, Outcome } from '../testing/memory-ledger.js';
import { AT, newScene, registered, type Scene } from '../testing/scene.js';

/** Every function there is: what the contracts' classes declare, and every act. */
const functions = new Set([
  ...[new RegistryContract(), new CertificateContract(), new ParcelContract(), new RequestContract()].flatMap(
    (contract) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(contract))
        .filter((name) => name !== 'constructor')
        .map((name) => `${contract.getName()}:${name}`),
  ),
  ...actTransactions.keys(),
]);

type Member = keyof Scene['gateways'];

/** A ledger on which every call is made twice, as two peers would: the second one elsewhere, and taking no batches. */
class TwoPeers {
  /** Contents by commitment: what their author's gateway would hold. */
  readonly #texts = new Map<string, string>();
  readonly #seen = new Map<string, number>();
  readonly #people = new Map<string, TestKey>();
  readonly #administrators = new Map<string, TestIdentity>();
  now = AT;

  private constructor(readonly scene: Scene) {}

  static async start(): Promise<TwoPeers> {
    const peers = new TwoPeers(await newScene());
    for (const [holder, role] of STORY_PEOPLE) {
      const key = await testKey('Ed25519');
      peers.#people.set(holder, key);
      registered(peers.scene.ledger, key, holder, [role]);
    }
    for (const member of ['VN', 'SG', 'TH', 'ASEAN'])
      peers.#administrators.set(`${member}:administrator`, await testIdentity(`${member}MSP`, 'admin'));
    return peers;
  }

  /** Functions that were called and did not refuse. */
  get called(): readonly string[] {
    return [...this.#seen.keys()];
  }

  administrator(member: string): TestIdentity {
    const found = this.#administrators.get(`${member}:administrator`);
    if (found === undefined) throw new Error(`${member} has no administrator here`);
    return found;
  }

  /** Makes the call twice, compares all there is to compare, and lets the first one commit. */
  async call(
    name: string,
    parameters: readonly string[],
    by: TestIdentity,
    transient: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    const { ledger } = this.scene;
    const call: Call = { creator: by, at: this.now, transient };
    const backwards = Object.fromEntries(Object.entries(transient).reverse());
    const twin = ledger.reordered();
    const elsewhere = await disturbed(() =>
      twin.call(name, parameters, { ...call, transient: backwards, commit: false, offer: NOTHING }),
    );
    const here = await ledger.call(name, parameters, call);
    expect({ ...elsewhere, roundTrips: 0 }, name).to.deep.equal({ ...here, roundTrips: 0 });
    expect(here.status, `${name}: ${here.text}`).to.equal(200);
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1);
    return here;
  }

  gateway(member: string): TestIdentity {
    return this.scene.gateways[member as Member];
  }

  /** One act of a story, signed by the person it names. */
  async act({ by, op, args, parcels = [] }: SimulatedAct): Promise<string> {
    this.now += 1000;
    const [member = ''] = by.split(':');
    const creator = this.#administrators.get(by) ?? this.gateway(member);
    const key = this.#people.get(by) ?? creator.key;
    const jws = await signRequest(key, {
      iss: by,
      aud: TEST_AUDIENCE,
      iat: Math.floor(this.now / 1000),
      jti: testRequestId(),
      op,
      args,
      parcels: parcels.map((parcel) => ({
        box: parcel.box,
        readers: [...parcel.readers],
        commitment: commitmentOf(parcelText(parcel)),
      })),
    });
    const definition = operations.get(op);
    const { actId, claims } = parseRequest(jws);
    const carried =
      definition?.kind === 'joint'
        ? (definition.carries?.(args, claims) ?? claims.parcels.map(({ commitment }) => commitment))
        : [];
    await this.call(transactionOf(op), [jws], creator, texts(parcels, carried));
    for (const text of parcels.map(parcelText)) this.#texts.set(commitmentOf(text), text);
    return actId;
  }

  deliver(parcel: string, author: string, reader: string): Promise<Outcome> {
    const commitment = commitmentIn(parcel);
    return this.call('parcel:deliver', [JSON.stringify([parcel]), reader], this.gateway(author), {
      [commitment]: this.#texts.get(commitment) ?? '',
    });
  }
}

const texts = (parcels: readonly SimulatedParcel[], wanted: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    parcels
      .map(parcelText)
      .map((text) => [commitmentOf(text), text] as const)
      .filter(([commitment]) => wanted.includes(commitment)),
  );

describe('every function of the contracts', function () {
  this.timeout(120_000);

  it('gives the same answer and read-write set under another clock, zone, locale, random source and key order', async () => {
    const peers = await TwoPeers.start();
    const told: SimulatedParcel[] = [];
    const owed: { readonly name: string; readonly reader: string }[] = [];
    const story = new Story(
      {
        today: (member) =>
          new Date(peers.now + (member === 'SG' ? 8 : 7) * 3_600_000).toISOString().slice(0, 10),
        async perform(act) {
          told.push(...(act.parcels ?? []));
          return peers.act(act);
        },
        async delivered(name, author, reader) {
          await peers.deliver(name, author, reader);
          owed.push({ name, reader });
        },
      },
      'HAN',
    );
    await story.tell();

    const vietnam = peers.gateway('VN');
    const document = told.find(({ box }) => box === 'document VN.HAN.1');
    const [parcel] = owed;
    if (document === undefined || parcel === undefined) throw new Error('the story owes nothing');
    const reference = referenceText({ member: 'VN', office: 'HAN', number: '1' });
    const commitment = commitmentOf(parcelText(document));
    const bytes = { [commitment]: parcelText(document) };
    await peers.call('certificate:deposit', [JSON.stringify([reference])], vietnam, bytes);
    await peers.call('certificate:deliver', [reference, 'SG'], vietnam, bytes);
    await peers.call('certificate:record', [reference], peers.gateway('TH'));
    await peers.call('certificate:read', [reference], vietnam);
    await peers.call('certificate:balance', [reference, 'import'], vietnam);
    const left = told.find(({ box }) => box === `balance ${reference}`);
    const rest = left === undefined ? '' : parcelText(left);
    await peers.call('certificate:deliverBalance', [reference, 'import', 'VN'], peers.gateway('SG'), {
      [commitmentOf(rest)]: rest,
    });
    await peers.call('certificate:history', [reference, '', ''], vietnam);
    await peers.call('certificate:verify', [reference, commitment], vietnam);
    await peers.call('parcel:record', [parcel.name], vietnam);
    await peers.call('parcel:read', [parcel.name], peers.gateway(parcel.reader));

    const administrator = peers.administrator('VN');
    peers.scene.ledger.state.delete(memberKey('VN'));
    peers.scene.ledger.state.delete(voiceKey('VN'));
    const entry = await registerMemberRequest(administrator.key, 'VN');
    await peers.call('registry:registerMember', [entry.jws], administrator);
    const fresh = await testKey();
    const at = { iat: Math.floor(peers.now / 1000) };
    const key = await registerKeyRequest(administrator.key, fresh, 'VN:officer-9', ['signatory'], at);
    await peers.call('registry:registerKey', [key.jws], administrator);
    await peers.call('registry:member', ['VN'], vietnam);
    await peers.call('registry:charter', [], vietnam);
    await peers.call('registry:key', [fresh.kid], vietnam);
    const unsent = await signRequest(fresh, {
      iss: 'VN:officer-9',
      aud: TEST_AUDIENCE,
      ...at,
      jti: testRequestId(),
      op: 'certificate.reissue/1',
      args: { reference: { member: 'VN', office: 'HAN', number: '1' } },
    });
    await peers.call('request:withdraw', [unsent], vietnam);
    const revocation = await revokeKeyRequest(administrator.key, 'VN', fresh.kid, at);
    await peers.call('registry:revokeKey', [revocation.jws], administrator);

    // A function without a case proves nothing about itself.
    expect([...functions].filter((name) => !peers.called.includes(name))).to.deep.equal([]);
  });

  it('is compared by a harness that sees a difference', async () => {
    const differs = async (read: () => unknown): Promise<boolean> => {
      const here = canonicalText(String(read()));
      return here !== (await disturbed(() => Promise.resolve(canonicalText(String(read())))));
    };
    const readings: Readonly<Record<string, () => unknown>> = {
      'Date.now': () => Date.now(),
      'new Date()': () => new Date().getTime(),
      'time zone': () => new Date(0).getTimezoneOffset(),
      toLocaleString: () => new Date(0).toLocaleString(),
      localeCompare: () => 'a'.localeCompare('b'),
      'Math.random': () => Math.random(),
      'crypto.randomUUID': () => crypto.randomUUID(),
      'crypto.getRandomValues': () => crypto.getRandomValues(new Uint8Array(4)).join(),
    };
    for (const [name, read] of Object.entries(readings)) expect(await differs(read), name).to.equal(true);
  });
});
