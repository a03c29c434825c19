import { expect } from 'chai';
import fc from 'fast-check';
import { settingsKey, certificateKey, receptionKey } from '../act/state-key.js';
import { drawn, type Draw, type ItemQuantity } from '../quantity/balance.js';
import { parseDecimal } from '../quantity/decimal.js';
import { defaultSettings } from '../registry/settings.js';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  balanceParcel,
  certificateArgs,
  codeOf,
  commitment,
  decideItems,
  decisionsOn,
  received,
  sent,
  START,
  step,
  type Issued,
} from '../simulation/scene.js';
import { backToBackExpiry, originalProblem } from './originals.js';

const kg = (number: number, value: string): ItemQuantity => ({ number, value, unit: 'KGM' });
const draw = (number: number, value: string, declaration = 'SG-1'): Draw => ({
  declaration,
  items: [kg(number, value)],
});

describe('quantities [OCP 11.1(f)] [OCP 11.1(d)]', () => {
  const left = [kg(1, '10'), { number: 2, value: '5', unit: 'H87' }];
  const rows: readonly (readonly [string, readonly Draw[], string])[] = [
    ['part of an item', [draw(1, '0.000001')], '9.999999'],
    ['a whole item', [draw(1, '10')], '0'],
    ['one millionth too much', [draw(1, '10.000001')], 'QUANTITY_EXCEEDED'],
    ['too much in two draws', [draw(1, '6'), draw(1, '4.1')], 'QUANTITY_EXCEEDED'],
    ['exactly all in two draws', [draw(1, '6'), draw(1, '4')], '0'],
    ['another unit', [draw(2, '1')], 'BALANCE_INVALID'],
    ['an item that is not there', [draw(3, '1')], 'BALANCE_INVALID'],
    ['nothing', [draw(1, '0')], 'BALANCE_INVALID'],
  ];
  for (const [name, draws, outcome] of rows) {
    it(`drawing ${name}: ${outcome}`, () => {
      const result = drawn(left, draws);
      expect('problem' in result ? result.problem : result.left[0]?.value).to.equal(outcome);
    });
  }
  it('what is left and what is drawn are always the whole, and never below zero', () => {
    const amount = fc.integer({ min: 1, max: 40 }).map((tenths) => String(tenths / 10));
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), (amounts) => {
        let rest: readonly ItemQuantity[] = [kg(1, '10')];
        let total = 0n;
        for (const value of amounts) {
          const result = drawn(rest, [draw(1, value)]);
          if ('problem' in result) {
            expect(total + parseDecimal(value) > parseDecimal('10')).to.equal(true);
            continue;
          }
          total += parseDecimal(value);
          rest = result.left;
          expect(parseDecimal(rest[0]?.value ?? '') + total).to.equal(parseDecimal('10'));
        }
      }),
    );
  });
});

const utilised = (ledger: SimulatedLedger, one: Issued, before: SimulatedParcel, after: SimulatedParcel) =>
  ledger.act({
    by: 'SG:customs',
    op: 'certificate.utilise/1',
    args: { reference: one.reference },
    parcels: [before, after, ...decisionsOn(ledger, one)],
  });

describe('utilisation [OCP 30.2] [OCP 11.1(f)] [Annex 6(c)]', () => {
  const decided = async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    return { ledger, one };
  };
  it('draws from the document, then from the last balance, and both states hold what is left', async () => {
    const { ledger, one } = await decided();
    const first = balanceParcel(one, one.document, [draw(1, '1000')], [kg(1, '200'), kg(2, '1200')]);
    await utilised(ledger, one, one.document, first);
    const holds = (member: string, balance: SimulatedParcel) =>
      ledger.holds(member, receptionKey(one.reference), commitment(balance));
    expect(ledger.reception(one.reference).balances).to.deep.equal({ import: commitment(first) });
    expect(holds('VN', first) && holds('SG', first)).to.equal(true);
    expect(holds('TH', first)).to.equal(false);
    const second = balanceParcel(one, first, [draw(1, '200')], [kg(1, '0'), kg(2, '1200')]);
    expect(await codeOf(utilised(ledger, one, first, second))).to.equal('done');
    const third = balanceParcel(one, second, [draw(1, '0.1')], [kg(1, '0'), kg(2, '1200')]);
    expect(await codeOf(utilised(ledger, one, second, third))).to.equal('QUANTITY_EXCEEDED');
  });
  const rows: readonly (readonly [string, readonly Draw[], readonly ItemQuantity[], string])[] = [
    ['leaves more than there is', [draw(1, '1000')], [kg(1, '201'), kg(2, '1200')], 'BALANCE_INVALID'],
    ['leaves an item out', [draw(1, '1000')], [kg(1, '200')], 'BALANCE_INVALID'],
    ['exceeds', [draw(1, '1200.5')], [kg(1, '0'), kg(2, '1200')], 'QUANTITY_EXCEEDED'],
    ['names no declaration', [{ items: [kg(1, '1000')] }], [kg(1, '200'), kg(2, '1200')], 'BALANCE_INVALID'],
    ['takes an item nobody decided', [draw(2, '1')], [kg(1, '1200'), kg(2, '1199')], 'ITEM_NOT_DECIDED'],
  ];
  for (const [name, draws, left, code] of rows) {
    it(`a balance that ${name}: ${code}`, async () => {
      const { ledger, one } = await decided();
      expect(
        await codeOf(utilised(ledger, one, one.document, balanceParcel(one, one.document, draws, left))),
      ).to.equal(code);
    });
  }
  it('takes nothing of an item whose decision gave no preference', async () => {
    const { ledger, one } = await decided();
    await decideItems(ledger, one, [2], false);
    const after = balanceParcel(one, one.document, [draw(2, '1')], [kg(1, '1200'), kg(2, '1199')]);
    expect(await codeOf(utilised(ledger, one, one.document, after))).to.equal('ITEM_NOT_GIVEN');
  });
  it('of two draws on the same balance the second is refused', async () => {
    const { ledger, one } = await decided();
    const after = () => balanceParcel(one, one.document, [draw(1, '1000')], [kg(1, '200'), kg(2, '1200')]);
    await utilised(ledger, one, one.document, after());
    expect(await codeOf(utilised(ledger, one, one.document, after()))).to.equal('BALANCE_MISMATCH');
  });
  it('is refused for goods under partial cumulation, and while nothing is decided', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger, { partialCumulation: true });
    await decideItems(ledger, one, [1], false);
    const after = balanceParcel(one, one.document, [draw(1, '1')], [kg(1, '1199'), kg(2, '1200')]);
    expect(await codeOf(utilised(ledger, one, one.document, after))).to.equal('NO_PREFERENCE');
    const other = await received(ledger, { number: '2' });
    const open = balanceParcel(other, other.document, [draw(1, '1')], [kg(1, '1199'), kg(2, '1200')]);
    expect(await codeOf(utilised(ledger, other, other.document, open))).to.equal('ITEM_NOT_DECIDED');
  });
});

describe('back-to-back [OCP 11.1(a)] [OCP 1(b)] [OCP 11.1(c)] [OCP 11.1(e)] [OCP 11.1(f)] [reading back-to-back] [reading contents]', () => {
  interface Pair {
    readonly original: Issued;
    readonly before?: SimulatedParcel;
    readonly after: SimulatedParcel;
  }
  const reexported = (ledger: SimulatedLedger, pairs: readonly Pair[], number = '9', first = 'VN') => {
    const next = certificateArgs({ from: 'SG', to: 'TH', number, issued: ledger.now.slice(0, 10) });
    return ledger.act({
      by: 'SG:signatory',
      op: 'certificate.back-to-back/1',
      args: { certificate: next.args, first, originals: pairs.map(({ original }) => original.reference) },
      parcels: [
        next.issued.document,
        ...pairs.flatMap(({ original, before, after }) => [before ?? original.document, after]),
      ],
    });
  };
  const part = (original: Issued): Pair => ({
    original,
    after: balanceParcel(
      original,
      original.document,
      [{ items: [kg(1, '1000')] }],
      [kg(1, '200'), kg(2, '1200')],
    ),
  });
  it('draws on several originals, and expires with the earliest of them', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    ledger.now = '2026-05-03T05:00:00.000Z';
    const two = await received(ledger, { number: '2', issued: '2026-05-03' });
    const { act } = await reexported(ledger, [part(one), part(two)]);
    expect(act.result).to.deep.equal({ reference: 'SG.HAN.9', expires: '2027-03-03' });
    expect(ledger.certificate({ member: 'SG', office: 'HAN', number: '9' })).to.deep.include({
      backToBack: true,
      originals: ['VN.HAN.1', 'VN.HAN.2'],
    });
    expect(ledger.reception(one.reference).utilised).to.equal(true);
  });
  it('the first member holds the draw, never the new document', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const pair = part(one);
    const { privateWrites } = await reexported(ledger, [pair]);
    expect(privateWrites.map((write) => write.commitment)).to.deep.equal([
      commitment(pair.after),
      commitment(pair.after),
    ]);
    expect(ledger.holds('VN', receptionKey(one.reference), commitment(pair.after))).to.equal(true);
    const fresh = ledger.certificate({ member: 'SG', office: 'HAN', number: '9' });
    expect(ledger.holds('VN', certificateKey(fresh.reference), fresh.commitment)).to.equal(false);
  });
  it('counts all earlier draws, and keeps its balance apart from import use', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    const imported = balanceParcel(one, one.document, [draw(1, '1200')], [kg(1, '0'), kg(2, '1200')]);
    await utilised(ledger, one, one.document, imported);
    const pair = part(one);
    await reexported(ledger, [pair]);
    const over = balanceParcel(one, pair.after, [{ items: [kg(1, '201')] }], [kg(1, '0'), kg(2, '1200')]);
    expect(
      await codeOf(reexported(ledger, [{ original: one, before: pair.after, after: over }], '10')),
    ).to.equal('QUANTITY_EXCEEDED');
    expect(await codeOf(reexported(ledger, [part(one)], '10'))).to.equal('BALANCE_MISMATCH');
  });
  it('joins the two balances where the member says so', async () => {
    const ledger = new SimulatedLedger(START);
    await ledger.act({
      by: 'SG:administrator',
      op: 'registry.settings/1',
      args: { settings: { ...defaultSettings, joinedBalances: true } },
    });
    expect(ledger.state.has(settingsKey('SG'))).to.equal(true);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    const imported = balanceParcel(one, one.document, [draw(1, '1200')], [kg(1, '0'), kg(2, '1200')]);
    await utilised(ledger, one, one.document, imported);
    expect(await codeOf(reexported(ledger, [part(one)]))).to.equal('BALANCE_MISMATCH');
    const over = balanceParcel(one, imported, [{ items: [kg(1, '1')] }], [kg(1, '0'), kg(2, '1200')]);
    expect(await codeOf(reexported(ledger, [{ original: one, before: imported, after: over }]))).to.equal(
      'QUANTITY_EXCEEDED',
    );
  });
  it('keeps two balances that were begun before the member joined them', async () => {
    const { balanceFor } = await import('./draw.js');
    const begun = { balances: { import: 'a'.repeat(64) } } as Parameters<typeof balanceFor>[1];
    expect(balanceFor('reexport', begun, { joinedBalances: true })).to.equal('reexport');
    const joined = { balances: { joined: 'a'.repeat(64) } } as Parameters<typeof balanceFor>[1];
    expect(balanceFor('import', joined, { joinedBalances: false })).to.equal('joined');
  });
  it('is refused on an original that ended, never came, is for cumulation, back-to-back, or of another member', async () => {
    const ledger = new SimulatedLedger(START);
    const ended = await received(ledger, { number: '2' });
    await step(ledger, ended, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    expect(await codeOf(reexported(ledger, [part(ended)]))).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const unconfirmed = await sent(ledger, { number: '3' });
    expect(await codeOf(reexported(ledger, [part(unconfirmed)]))).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const partial = await received(ledger, { number: '4', partialCumulation: true });
    expect(await codeOf(reexported(ledger, [part(partial)]))).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const other = await received(ledger, { number: '5', from: 'ID' });
    expect(await codeOf(reexported(ledger, [part(other)]))).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const elsewhere = await received(ledger, { number: '6', to: 'TH' });
    expect(await codeOf(reexported(ledger, [part(elsewhere)]))).to.equal('ORIGINAL_NOT_ELIGIBLE');
  });
  it('is refused on a back-to-back certificate', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await reexported(ledger, [part(one)]);
    const second = { ...one, reference: { member: 'SG', office: 'HAN', number: '9' }, importing: 'TH' };
    const record = ledger.certificate(second.reference);
    expect(record.backToBack).to.equal(true);
    const reception = { ...ledger.reception(one.reference), importing: 'TH' };
    const back = { first: 'SG', intermediate: 'TH', issued: '2026-03-03', agreement: 'ATIGA' };
    expect(originalProblem({ certificate: record, reception }, back, { agreement: 'ATIGA' })).to.equal(
      'ORIGINAL_NOT_ELIGIBLE',
    );
    const first = { certificate: { ...record, backToBack: undefined } as never, reception };
    expect(originalProblem(first, { ...back, agreement: 'ACFTA' }, { agreement: 'ATIGA' })).to.equal(
      'ORIGINAL_NOT_ELIGIBLE',
    );
    expect(
      originalProblem({ certificate: { ...record, backToBack: undefined } as never, reception }, back, {
        agreement: 'ATIGA',
      }),
    ).to.equal(undefined);
  });
  it('is refused after the expiry of an original, and issued on its last day', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    ledger.now = '2027-03-03T05:00:00.000Z';
    const onLastDay = await codeOf(reexported(ledger, [part(one)]));
    ledger.now = '2027-03-04T05:00:00.000Z';
    expect([onLastDay, await codeOf(reexported(ledger, [part(one)], '10'))]).to.deep.equal([
      'done',
      'BALANCE_MISMATCH',
    ]);
    const other = new SimulatedLedger(START);
    const two = await received(other);
    other.now = '2027-03-04T05:00:00.000Z';
    expect(await codeOf(reexported(other, [part(two)]))).to.equal('ORIGINAL_EXPIRED');
  });
  it('the original cannot be cancelled or replaced after a draw', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await reexported(ledger, [part(one)]);
    expect(await codeOf(step(ledger, one, 'certificate.cancel/1', 'VN:signatory', {}, 'reason'))).to.equal(
      'CERTIFICATE_UTILISED',
    );
  });
  it('[OCP 11.1(g)] [OCP 11.1(h)] the final member asks the intermediate one for a check, and for the originals', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const document = certificateArgs({ from: 'SG', to: 'TH', number: '9' });
    const pair = part(one);
    await ledger.act({
      by: 'SG:signatory',
      op: 'certificate.back-to-back/1',
      args: { certificate: document.args, first: 'VN', originals: [one.reference] },
      parcels: [document.issued.document, one.document, pair.after],
    });
    const { reference } = document.issued;
    await ledger.act({
      by: 'SG:system',
      op: 'certificate.send/1',
      args: { reference, importing: 'TH' },
      parcels: [document.issued.document],
    });
    await ledger.act({
      by: 'TH:system',
      op: 'certificate.receive/1',
      args: { reference, commitment: commitment(document.issued.document) },
    });
    const ask = { case: 1, items: [1], suspend: true };
    const asked = step(ledger, document.issued, 'case.request-check/1', 'TH:customs', ask, 'request');
    expect(await codeOf(asked)).to.equal('done');
    expect((await asked)?.readers).to.deep.equal(['SG', 'TH']);
  });
  it('its own expiry is the earliest of all', () => {
    expect(backToBackExpiry('2027-05-01', ['2027-03-03', '2027-04-01'])).to.equal('2027-03-03');
    expect(backToBackExpiry('2027-01-01', ['2027-03-03'])).to.equal('2027-01-01');
  });
});
