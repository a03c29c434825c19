import type { ManagedProcess } from '@origin-ledger/network/process';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { OriginApiError, type OriginClient, type PreparedRequest } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { setTimeout as pause } from 'node:timers/promises';
import { commitmentOf } from '@origin-ledger/model';
import { expect } from 'chai';
import { actsOnLedger } from '../support/acts-on-ledger.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { codeOf, type Scene } from './scene.js';

const AT_ONCE = 200;
/** Of 36,000 kg: two parts fit, and a rest that nobody can use. */
const PART = '16000';
const COVERED = 36000;
const FIT = 2;
const UNIT = 'KGM';
const FURTHER_GATEWAYS = 2;
/** Until the last of them has its turn. */
const PATIENCE_SECONDS = 600;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** What says that somebody else was quicker: the draw was not made, and may be made on what is left. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'AFTER_MISMATCH',
  'BALANCE_MISMATCH',
  'TIMESTAMP_BEFORE_LAST_ACT',
  'TRANSACTION_INVALIDATED',
  'PARCEL_NOT_HELD',
]);

/** What two hundred at once on a slow machine do to one another: nothing is decided by it. */
const PASSING: ReadonlySet<string> = new Set([
  'OUTCOME_UNKNOWN',
  'OVERLOADED',
  'LEDGER_UNAVAILABLE',
  'CONTRACT_UNAVAILABLE',
  'GATEWAY_UNREACHABLE',
]);

/** Quantities and requests: whatever comes at once, each counts once. */
export function countedOnce(scene: () => Scene): void {
  it(`property: nothing is counted twice: of ${AT_ONCE} draws and re-exports at once through several gateways exactly those that fit are acknowledged, each once`, async function () {
    this.timeout((PATIENCE_SECONDS + 60) * 1000);
    const { world, singapore, vietnam, keys } = scene();
    await joinBalances(scene());
    const reference = await decidedCertificate(scene());
    const further: ManagedProcess[] = [];
    try {
      for (let index = 0; index < FURTHER_GATEWAYS; index++)
        further.push(await world.startFurtherGateway('SG'));
      const urls = [
        world.gatewayUrl('SG'),
        ...further.map(({ readyLine }) => readyLine.replace('listening ', '')),
      ];
      const clients = urls.map((gateway) => ({
        customs: world.client(keys.customs, { gateway, timeoutSeconds: 120 }),
        signatory: world.client(keys.reexporter, { gateway, timeoutSeconds: 120 }),
      }));
      const tasks = Array.from({ length: AT_ONCE }, (_, index) => {
        const client = clients[index % clients.length];
        if (client === undefined) throw new Error('no client');
        return index % 4 === 3
          ? reexport(client.signatory, reference, index)
          : draw(client.customs, reference, index);
      });
      const acknowledged = (await Promise.all(tasks.map(untilDecided))).filter((each) => each !== undefined);
      expect(acknowledged.length).to.equal(FIT);

      await scene().agreed(reference);
      const parts = acknowledged.flatMap(({ parcels }) => partsOf(parcels));
      expect(parts.length).to.equal(FIT);
      const { text } = await vietnam.balance(reference, 'joined');
      const [left] = (JSON.parse(text) as { left: { value: string }[] }).left;
      expect([...parts, left?.value].map(Number).reduce((sum, part) => sum + part, 0)).to.equal(COVERED);

      using peer = new ForeignPeer({ profileFile: world.profileFile('TH'), at: 'TH' });
      const written = actsOnLedger(await peer.blocks((await peer.height()) - 1n));
      for (const { id } of acknowledged) expect(written.get(id), id).to.equal(1);
      const drawn: string[] = [];
      for await (const { id, op } of singapore.history(reference))
        if (/utilise|back-to-back/u.test(op)) drawn.push(id);
      expect(drawn.sort()).to.deep.equal(acknowledged.map(({ id }) => id).sort());
    } finally {
      for (const gateway of further) await gateway.stop();
    }
  });

  it('property: nothing is counted twice: the endorsed twin of a draw, held back, commits no second time', async () => {
    const { vietnam, singapore, world } = scene();
    await joinBalances(scene());
    const reference = await decidedCertificate(scene());
    const prepared = await singapore.prepareUtilise(reference, [{ declaration: 'SG-IM-TWIN', items }]);
    const client = await scene().client('SG');
    const transient = Object.fromEntries(prepared.parcels.map((text) => [commitmentOf(text), text]));
    const twin = () =>
      client
        .proposal([], {
          arguments: ['certificate:utilise', prepared.request],
          endorsers: ['VN', 'SG'],
          transient,
        })
        .endorse();
    const [first, second] = [await twin(), await twin()];
    expect(first.getTransactionId()).not.to.equal(second.getTransactionId());
    expect(await client.order(first)).to.include({ stage: 'committed', code: 'VALID' });
    expect(await client.order(second)).to.include({ stage: 'committed', code: 'MVCC_READ_CONFLICT' });
    // The gateway that is asked for the same once more answers what was done.
    expect(await codeOf(singapore.perform(prepared))).to.equal('done');
    await scene().agreed(reference);
    const { text } = await vietnam.balance(reference, 'joined');
    expect(JSON.parse(text)).to.have.nested.property('left[0].value', String(COVERED - Number(PART)));
    using peer = new ForeignPeer({ profileFile: world.profileFile('TH'), at: 'TH' });
    expect(actsOnLedger(await peer.blocks((await peer.height()) - 1n)).get(prepared.id)).to.equal(1);
  });

  it('property: nothing is counted twice: an endorsed draw that was withdrawn fails by its act record alone, whenever it is ordered', async () => {
    const { vietnam, singapore } = scene();
    await joinBalances(scene());
    const reference = await decidedCertificate(scene());
    const prepare = () => singapore.prepareUtilise(reference, [{ declaration: 'SG-IM-BACK', items }]);
    const prepared = await prepare();
    const client = await scene().client('SG');
    const endorsed = await client
      .proposal([], {
        arguments: ['certificate:utilise', prepared.request],
        endorsers: ['VN', 'SG'],
        transient: Object.fromEntries(prepared.parcels.map((text) => [commitmentOf(text), text])),
      })
      .endorse();
    // Withdrawing writes the act record and nothing else: all other keys stand as the draw has read them.
    const withdrawn = client.proposal([], {
      arguments: ['request:withdraw', prepared.request],
      endorsers: ['VN', 'SG'],
    });
    expect(await client.finish(withdrawn)).to.include({ stage: 'committed', code: 'VALID' });
    expect(await client.order(endorsed)).to.include({ stage: 'committed', code: 'MVCC_READ_CONFLICT' });
    await scene().agreed(reference);
    // Nothing was drawn: another request draws on the very same balance.
    const again = await prepare();
    expect(again.parcels[0]).to.equal(prepared.parcels[0]);
    await singapore.perform(again);
    await scene().agreed(reference);
    const { text } = await vietnam.balance(reference, 'joined');
    expect(JSON.parse(text)).to.have.nested.property('left[0].value', String(COVERED - Number(PART)));
  });
}

/** Import and re-export take from one balance, as a member may settle it. */
async function joinBalances({ world }: Scene): Promise<void> {
  const settings = { recordYears: 5, joinedBalances: true, exporterSignatories: 10, capabilities: [] };
  const administrator = await world.administrator('SG');
  await administrator.perform({ op: 'registry.settings/1', transaction: 'settings', args: { settings } });
}

/** A certificate over 36,000 kg whose first item may be drawn on. */
async function decidedCertificate(scene: Scene): Promise<string> {
  const { vietnam, singapore, filled } = scene;
  const { prepared } = await vietnam.issue([sampleDocument('vn-sg-coffee')], filled);
  const [reference = ''] = prepared.references;
  await vietnam.send(reference);
  await eventually(() => singapore.receive(reference), 60);
  await scene.agreed(reference);
  const presented = (await singapore.certificate(reference)).record.issued;
  await singapore.decide(reference, { presented, items: [{ number: 1, outcome: 'GIVEN' }] });
  await scene.agreed(reference);
  return reference;
}

const items = [{ number: 1, value: PART, unit: UNIT }];

/** What is exported again: the part that is drawn, and no more. */
const coffee = sampleDocument('vn-sg-coffee');
const partly = {
  ...coffee,
  items: coffee.items.slice(0, 1).map((item) => ({ ...item, quantity: { value: PART, unit: UNIT } })),
};

/** A draw that is prepared on what is left, and tried until it is made or refused. */
interface Attempt {
  readonly client: OriginClient;
  readonly prepare: () => Promise<PreparedRequest>;
}

const draw = (client: OriginClient, reference: string, index: number): Attempt => ({
  client,
  prepare: () => client.prepareUtilise(reference, [{ declaration: `SG-IM-${index}`, items }]),
});

const reexport = (client: OriginClient, reference: string, index: number): Attempt => ({
  client,
  prepare: () => {
    const options = { office: 'SIN', number: `REX-${index}`, departure: inDays(3), importing: 'TH' };
    return client.prepareBackToBack(partly, [{ reference, items }], options);
  },
});

/** Tries until the draw is made, or nothing is left for it. */
async function untilDecided({ client, prepare }: Attempt): Promise<PreparedRequest | undefined> {
  for (;;) {
    try {
      const prepared = await whilePassing(prepare);
      // The very same request until its outcome is known: it acts once.
      await whilePassing(() => client.perform(prepared, { timeoutSeconds: PATIENCE_SECONDS }));
      return prepared;
    } catch (error) {
      if (!(error instanceof OriginApiError)) throw error;
      if (error.code === 'QUANTITY_EXCEEDED') return undefined;
      if (!OVERTAKEN.has(error.code)) throw error;
      // Not all two hundred at the same moment again, before their gateways have seen who was quicker.
      await pause(Math.random() * LONGEST_PAUSE_MILLISECONDS);
    }
  }
}

async function whilePassing<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof OriginApiError) || !PASSING.has(error.code)) throw error;
    }
  }
}

interface Drawn {
  readonly draws?: readonly { readonly items: readonly { readonly value: string }[] }[];
}

/** The quantities that the new balance of an act says were drawn: the last of its parcels that is one. */
const partsOf = (parcels: readonly string[]): string[] =>
  (
    parcels.map((text) => (JSON.parse(text) as Drawn).draws).findLast((draws) => draws !== undefined) ?? []
  ).flatMap(({ items }) => items.map(({ value }) => value));
