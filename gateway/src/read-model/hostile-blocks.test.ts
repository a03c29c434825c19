import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { OriginError, sha256Hex, VerifiedRequests, type HistoryPage } from '@origin-ledger/model';
import type { TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { Database } from '../store/database.js';
import { ENVELOPE_FIELDS } from '../testing/envelope-fields.js';
import { changedAt, rawChanges, type RawChange } from '../testing/raw-message.js';
import { blockOf, envelopeOf } from '../testing/synthetic-block.js';
import { ask, submit, TestNetwork } from '../testing/test-network.js';
import { parseBlock } from './block-parser.js';
import { judge } from './judge.js';

const EDGES = [
  0n,
  1n,
  -1n,
  10n ** 13n,
  -(10n ** 13n),
  4_102_444_800n,
  253_402_300_800n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const TEXTS = [
  '',
  'a'.repeat(70_000),
  '\u0000',
  '{}',
  '[[[[',
  'certificate:issue',
  'request:withdraw',
  'no:such',
  'e30.e30.AA',
];

const change: fc.Arbitrary<RawChange> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map(rawChanges.bytes),
  fc.constantFrom(...TEXTS).map((text) => rawChanges.bytes(Buffer.from(text, 'utf8'))),
  fc.constantFrom(...EDGES).map(rawChanges.number),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(rawChanges.number),
  fc.constantFrom(rawChanges.left(), rawChanges.twice(), rawChanges.followed(), rawChanges.spoilt()),
);
const spoiling = fc.record({
  of: fc.constantFrom('act', 'delivery'),
  changes: fc.array(fc.tuple(fc.constantFrom(...Object.keys(ENVELOPE_FIELDS)), change), {
    minLength: 1,
    maxLength: 2,
  }),
});

const YEAR_2100 = 4_102_444_800n;
const FAR = [10n ** 13n, -(10n ** 13n), -1n, YEAR_2100, 2n ** 63n - 1n];
/** The function stays, the request behind it is another. */
const fiveMebibytes: RawChange = ([name], field) => [
  ...(name === undefined ? [] : [name]),
  { field, wire: 2, contents: Buffer.alloc(5 * 1024 * 1024, 'a') },
];

interface Aside {
  readonly transaction_id: string;
  readonly creator: string;
  readonly reason: string;
}

function rowsIn(network: TestNetwork, code: string, table: string): readonly unknown[] {
  const database = new Database({ file: join(network.folder, code, 'gateway.db') });
  try {
    return database.prepare<unknown>(`SELECT * FROM ${table}`).all();
  } finally {
    database.close();
  }
}

/** What a store has made of the blocks. */
const readModelIn = (network: TestNetwork, code: string): unknown =>
  ['position', 'state', 'acts', 'certificates', 'certificate_acts', 'parcel_copies', 'work', 'set_aside'].map(
    (table) => rowsIn(network, code, table),
  );

describe('a read model and blocks of valid transactions that hold anything', () => {
  let network: TestNetwork;
  let officer: TestKey;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
  });
  after(() => network.close());

  /** An envelope as genuine as can be: of an act, or of a delivery that one member alone endorses. */
  async function genuine(of: string): Promise<Uint8Array> {
    const { jws, parcels } = await network.issue(officer, [network.document()]);
    const call =
      of === 'act'
        ? { transaction: 'certificate:issue', args: [jws] }
        : {
            transaction: 'certificate:deposit',
            args: ['["VN.HAN.1"]'],
            transient: { ['ab'.repeat(32)]: Buffer.from(parcels[0] ?? '', 'utf8') },
          };
    const { transactionId } = await network.ledger.endorse(call, network.client('VN'));
    return network.ledger.envelope(transactionId);
  }

  async function goesOn(gateways: readonly RunningGateway[]): Promise<void> {
    const [gateway] = gateways;
    if (gateway === undefined) throw new Error('no gateway');
    const { body } = await submit(gateway, await network.issue(officer, [network.document()]));
    expect(body.state).to.equal('COMMITTED');
    for (const each of gateways) await network.caughtUp(each);
  }

  it('goes on with the next block, whichever field is spoilt, and comes to the same in every store and after a rebuild', async () => {
    const gateways = [await network.start('VN'), await network.start('SG')];
    await fc.assert(
      fc.asyncProperty(fc.array(spoiling, { minLength: 1, maxLength: 5 }), async (spoilt) => {
        const envelopes = spoilt.map(async ({ of, changes }) =>
          changes.reduce(
            (bytes, [field, make]) => {
              try {
                return changedAt(bytes, ENVELOPE_FIELDS[field] ?? [], make);
              } catch {
                // An outer message is spoilt already.
                return bytes;
              }
            },
            await genuine(of),
          ),
        );
        network.ledger.appendEnvelopes(await Promise.all(envelopes));
        await goesOn(gateways);
        expect(readModelIn(network, 'SG')).to.deep.equal(readModelIn(network, 'VN'));
      }),
      { numRuns: 60 },
    );
    const before = readModelIn(network, 'VN');
    await gateways[0]?.close();
    await network.start('VN', { rebuild: true });
    await network.start('TH');
    expect(readModelIn(network, 'VN')).to.deep.equal(before);
    expect(readModelIn(network, 'TH')).to.deep.equal(before);
  }).timeout(120_000);

  describe('of one gateway', () => {
    let gateway: RunningGateway;
    before(async () => {
      gateway = await network.start('VN');
    });
    afterEach(() => {
      network.ledger.ahead = 0;
    });

    const changed = async (of: 'act' | 'delivery', field: string, make: RawChange): Promise<Uint8Array> =>
      changedAt(await genuine(of), ENVELOPE_FIELDS[field] ?? [], make);
    const apply = async (...envelopes: readonly Uint8Array[]): Promise<void> => {
      network.ledger.appendEnvelopes(envelopes);
      await network.caughtUp(gateway);
    };
    const asOf = async (): Promise<number> => {
      const { body } = await ask<{ asOf: { at: string } }>(gateway, network.audience, officer, '/v1/status');
      return Date.parse(body.asOf.at);
    };
    const asides = (): readonly Aside[] => rowsIn(network, 'VN', 'set_aside') as readonly Aside[];
    const lastReason = (): string | undefined => asides().at(-1)?.reason;
    const marksOf = async (number: string): Promise<readonly string[]> => {
      const path = `/v1/certificates/VN.HAN.${number}/history`;
      const { body } = await ask<HistoryPage>(gateway, network.audience, officer, path);
      return body.items.flatMap(({ marks }) => marks);
    };

    for (const seconds of FAR) {
      it(`takes no time from a delivery dated ${seconds} s, and marks no later act`, async () => {
        const before = await asOf();
        await apply(await changed('delivery', 'seconds', rawChanges.number(seconds)));
        expect(await asOf()).to.equal(before);
        const document = network.document();
        await submit(gateway, await network.issue(officer, [document]));
        expect(await marksOf(document.reference.number)).to.deep.equal([]);
        expect(await asOf()).to.be.within(before, Date.now());
      });

      it(`sets aside an act dated ${seconds} s`, async () => {
        await apply(await changed('act', 'seconds', rawChanges.number(seconds)));
        const expected = seconds === YEAR_2100 ? 'REQUEST_EXPIRED' : 'TIMESTAMP_OUTSIDE_WINDOW';
        expect(lastReason()).to.equal(expected);
      });
    }

    const unfit: readonly (readonly [string, 'act' | 'delivery', string, RawChange, string])[] = [
      ['a function that is none', 'delivery', 'args', rawChanges.bytes(Buffer.from('no:such')), 'NO_ACT'],
      ['a request of 5 MiB', 'act', 'args', fiveMebibytes, 'TOO_LARGE'],
      ['two actions', 'act', 'action', rawChanges.twice(), 'UNREADABLE'],
      ['two write sets', 'act', 'namespace', rawChanges.twice(), 'UNREADABLE'],
      ['bytes that are no write set', 'act', 'writeSet', rawChanges.spoilt(), 'UNREADABLE'],
      [
        'a creator that is no certificate',
        'act',
        'certificate',
        rawChanges.bytes(Buffer.from('x')),
        'CREATOR_UNREADABLE',
      ],
    ];
    for (const [what, of, field, make, reason] of unfit) {
      it(`sets aside ${what} as ${reason}`, async () => {
        await apply(await changed(of, field, make));
        expect(lastReason()).to.equal(reason);
      });
    }

    it('takes no private writes over what contracts take, and none that an act does not explain', async () => {
      const commitments = Array.from({ length: 2_001 }, (_, index) => sha256Hex(String(index)));
      const privateWrites = commitments.map((commitment) => ({
        collection: 'documents-VN',
        name: sha256Hex(commitment),
        commitment,
      }));
      const base = { transactionId: 'a'.repeat(64), timestamp: Date.now(), creator: network.client('VN') };
      const synthetic = { ...base, args: ['certificate:deposit'], writes: new Map<string, string>() };
      await apply(envelopeOf({ ...synthetic, privateWrites }));
      expect(lastReason()).to.equal('TOO_LARGE');
      const writes = new Map([['k', '1']]);
      await apply(envelopeOf({ ...synthetic, writes, privateWrites: privateWrites.slice(0, 1) }));
      expect(lastReason()).to.equal('DELIVERY_WROTE');
    });

    it('notes no more of what it sets aside than a line', async () => {
      const long = rawChanges.bytes(Buffer.from('\u0000é'.repeat(50_000)));
      const envelope = changedAt(await changed('act', 'txId', long), ENVELOPE_FIELDS['mspId'] ?? [], long);
      await apply(changedAt(envelope, ENVELOPE_FIELDS['certificate'] ?? [], long));
      const last = asides().at(-1);
      expect([last?.transaction_id, last?.creator]).to.deep.equal(['?'.repeat(64), '?'.repeat(64)]);
    });

    for (const field of ['header', 'endorsed', 'spec', 'chaincodeInput', 'timestamp']) {
      it(`reads an act as the peers read it, where its ${field} is followed by an empty one`, async () => {
        const before = asides().length;
        await apply(await changed('act', field, rawChanges.followed()));
        expect(asides().length).to.equal(before);
        const acts = rowsIn(network, 'VN', 'acts') as readonly { readonly block: number }[];
        expect(acts.map(({ block }) => block)).to.include(network.ledger.blocks.length - 1);
      });
    }

    it('takes the time from an act that two members endorsed, and from none that one did', async () => {
      network.ledger.ahead = 600_000;
      const before = await asOf();
      await apply(await changed('act', 'endorsement', rawChanges.left()));
      expect(await asOf()).to.equal(before);
      await apply(await genuine('act'));
      expect(await asOf()).to.be.within(Date.now() + 590_000, Date.now() + 600_000);
    });
  });

  it('holds a store that fails for no judgement', async () => {
    const block = blockOf(1, [await genuine('act')], [0]);
    const [transaction] = parseBlock(block, 'origin').transactions;
    if (transaction === undefined) throw new Error('no transaction');
    const full = (): Promise<never> => Promise.reject(new OriginError('STORAGE_FULL', { stage: 'store' }));
    const judged = judge(transaction, full, new VerifiedRequests()).catch((error: unknown) => error);
    expect(await judged)
      .to.be.instanceOf(OriginError)
      .with.property('code', 'STORAGE_FULL');
  });

  it('computes the time of a transaction as the contract does, to the last fraction', async () => {
    const seconds = 1_770_000_000;
    const envelope = changedAt(
      await genuine('act'),
      ENVELOPE_FIELDS['seconds'] ?? [],
      rawChanges.number(BigInt(seconds)),
    );
    for (const nanos of [0, 1, 999_999, 1_000_000, 999_999_000, 999_999_900, 999_999_999, -1, -999_999_999]) {
      const dated = changedAt(envelope, ENVELOPE_FIELDS['nanos'] ?? [], rawChanges.number(BigInt(nanos)));
      const [transaction] = parseBlock(blockOf(1, [dated], [0]), 'origin').transactions;
      const shim = new timestamps.Timestamp();
      shim.setSeconds(seconds);
      shim.setNanos(nanos);
      expect(transaction?.timestamp, String(nanos)).to.equal(shim.toDate().getTime());
    }
  });
});
