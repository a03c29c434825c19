import { expect } from 'chai';
import { itemState } from '../certificate/items.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  codeOf,
  confirmed,
  decideItems,
  received,
  START,
  step,
  type Issued,
  UNKNOWN_PARCEL,
  nameOf,
} from '../simulation/scene.js';
import {
  nextCheckState,
  nextVisitState,
  visitStateOf,
  type CheckEvent,
  type CheckState,
  type VisitEvent,
  type VisitState,
} from './case-state.js';

const checkTable: readonly (readonly [CheckState, CheckEvent, CheckState | undefined])[] = [
  ['REQUESTED', 'reply', 'REPLIED'],
  ['REQUESTED', 'determine', 'DETERMINED'],
  ['REPLIED', 'reply', undefined],
  ['REPLIED', 'determine', 'DETERMINED'],
  ['DETERMINED', 'reply', undefined],
  ['DETERMINED', 'determine', undefined],
];

const visitTable: Readonly<Record<VisitState, Partial<Record<VisitEvent, VisitState>>>> = {
  NOTIFIED: { consent: 'CONSENTED', refuse: 'NO_CONSENT' },
  CONSENTED: { postpone: 'POSTPONED', hold: 'HELD' },
  NO_CONSENT: { determine: 'DETERMINED' },
  POSTPONED: { hold: 'HELD' },
  HELD: { determine: 'DETERMINED' },
  DETERMINED: { comment: 'COMMENTED', final: 'FINAL' },
  COMMENTED: { final: 'FINAL' },
  FINAL: {},
};
const visitEvents: readonly VisitEvent[] = [
  'consent',
  'refuse',
  'postpone',
  'hold',
  'determine',
  'comment',
  'final',
];

describe('steps of a check [axis check] [OCP 18] [OCP 18(d)]', () => {
  for (const [state, event, next] of checkTable) {
    it(`${event} when ${state}: ${next ?? 'refused'}`, () => {
      expect(nextCheckState(state, event)).to.equal(next);
    });
  }
});

describe('steps of a visit [axis visit] [OCP 19.4] [OCP 19.6] [OCP 19.7] [OCP 19.9]', () => {
  for (const [state, steps] of Object.entries(visitTable)) {
    for (const event of visitEvents) {
      it(`${event} when ${state}: ${steps[event] ?? 'refused'}`, () => {
        expect(nextVisitState(state as VisitState, event)).to.equal(steps[event]);
      });
    }
  }
});

const requested = (ledger: SimulatedLedger, one: Issued, extra: Readonly<Record<string, unknown>> = {}) =>
  step(
    ledger,
    one,
    'case.request-check/1',
    'SG:customs',
    { case: 1, items: [1], suspend: false, ...extra },
    'request',
  );
const replied = (ledger: SimulatedLedger, one: Issued, answers: string) =>
  step(ledger, one, 'case.reply-check/1', 'VN:signatory', { case: 1, answers }, 'reply');
const determined = (ledger: SimulatedLedger, one: Issued) =>
  step(ledger, one, 'case.determine-check/1', 'SG:customs', { case: 1 }, 'determination');
const stateOf = (ledger: SimulatedLedger, one: Issued, item: number): string =>
  itemState(ledger.certificate(one.reference), ledger.reception(one.reference), item);

describe('retroactive check [OCP 18] [OCP 18(a)] [OCP 18(b)] [OCP 18(c)] [OCP 18(d)] [OCP 20] [reading overdue]', () => {
  it('is requested, received, replied to and determined', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const request = await requested(ledger, one);
    expect(await codeOf(replied(ledger, one, nameOf(ledger, request)))).to.equal('PARCEL_NOT_RECEIVED');
    const answers = await confirmed(ledger, request, 'VN');
    expect(await codeOf(replied(ledger, one, answers))).to.equal('done');
    expect(await codeOf(replied(ledger, one, answers))).to.equal('CASE_STATE');
    expect(await codeOf(determined(ledger, one))).to.equal('done');
    expect(await codeOf(determined(ledger, one))).to.equal('CASE_STATE');
  });
  it('is determined without a reply, too: silence is no verdict and no bar', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await requested(ledger, one);
    expect(await codeOf(determined(ledger, one))).to.equal('done');
  });
  it('is for the importing member alone, and numbered one after the other', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const asks = (by: string, number: number) =>
      step(ledger, one, 'case.request-check/1', by, { case: number, items: [1], suspend: false }, 'request');
    expect(await codeOf(asks('VN:customs', 1))).to.equal('OTHER_MEMBER');
    expect(await codeOf(asks('TH:customs', 1))).to.equal('OTHER_MEMBER');
    expect(await codeOf(asks('SG:customs', 2))).to.equal('CASE_REPEATED');
    expect(await codeOf(asks('SG:customs', 1))).to.equal('done');
    expect(await codeOf(asks('SG:customs', 1))).to.equal('CASE_REPEATED');
    expect(await codeOf(determined(ledger, { ...one, importing: 'SG' }))).to.equal('done');
  });
  it('suspends the items it names, given or pending, until it is determined and they are decided', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    await requested(ledger, one, { items: [1], suspend: true });
    expect([stateOf(ledger, one, 1), stateOf(ledger, one, 2)]).to.deep.equal(['SUSPENDED', 'PENDING']);
    expect(await codeOf(decideItems(ledger, one, [1], false))).to.equal('ITEM_SUSPENDED');
    expect(await codeOf(decideItems(ledger, one, [2], true))).to.equal('done');
    await determined(ledger, one);
    expect(await codeOf(decideItems(ledger, one, [1], true))).to.equal('done');
    expect(stateOf(ledger, one, 1)).to.equal('DECIDED');
  });
  it('names only parcels for the two states', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const request = await requested(ledger, one);
    expect(request?.readers).to.deep.equal(['VN', 'SG']);
    const open = { ...one, importing: 'TH' };
    expect(await codeOf(requested(ledger, open, { case: 2 }))).to.equal('PARCEL_READERS');
  });
});

describe('verification visit [OCP 19.1] [OCP 19.2] [OCP 19.3] [OCP 19.5] [OCP 19.8] [OCP 19.10]', () => {
  const notify = (ledger: SimulatedLedger, one: Issued, extra: Readonly<Record<string, unknown>> = {}) =>
    step(
      ledger,
      one,
      'case.notify-visit/1',
      'SG:customs',
      { case: 2, items: [1], suspend: true, check: 1, ...extra },
      'notice',
    );
  const checked = async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const request = await requested(ledger, one);
    await replied(ledger, one, await confirmed(ledger, request, 'VN'));
    return { ledger, one };
  };
  const stands = (ledger: SimulatedLedger, one: Issued): VisitState => {
    const importing = ledger.reception(one.reference).cases?.find(({ number }) => number === 2);
    if (importing === undefined) throw new Error('no visit');
    return visitStateOf(
      importing,
      ledger.certificate(one.reference).cases?.find(({ number }) => number === 2),
    );
  };
  it('goes all the way: consent, postponed, held, determined, comments, final', async () => {
    const { ledger, one } = await checked();
    const notice = await notify(ledger, one);
    const way = [stands(ledger, one)];
    const answers = await confirmed(ledger, notice, 'VN');
    await step(
      ledger,
      one,
      'case.answer-visit/1',
      'VN:signatory',
      { case: 2, consent: true, answers },
      'answer',
    );
    way.push(stands(ledger, one));
    await step(
      ledger,
      one,
      'case.postpone-visit/1',
      'VN:signatory',
      { case: 2, extraDays: 30 },
      'postponement',
    );
    way.push(stands(ledger, one));
    await step(ledger, one, 'case.hold-visit/1', 'SG:customs', { case: 2, on: '2026-03-03' });
    way.push(stands(ledger, one));
    const determination = await step(
      ledger,
      one,
      'case.determine-visit/1',
      'SG:customs',
      { case: 2 },
      'determination',
    );
    way.push(stands(ledger, one));
    expect(await codeOf(decideItems(ledger, one, [1], false))).to.equal('done');
    const seen = await confirmed(ledger, determination, 'VN');
    await step(ledger, one, 'case.comment-visit/1', 'VN:signatory', { case: 2, answers: seen }, 'comments');
    way.push(stands(ledger, one));
    await step(ledger, one, 'case.final-visit/1', 'SG:customs', { case: 2 }, 'determination');
    way.push(stands(ledger, one));
    expect(way).to.deep.equal([
      'NOTIFIED',
      'CONSENTED',
      'POSTPONED',
      'HELD',
      'DETERMINED',
      'COMMENTED',
      'FINAL',
    ]);
  });
  it('is not held without consent, nor in the future; without consent preference may be denied', async () => {
    const { ledger, one } = await checked();
    const answers = await confirmed(ledger, await notify(ledger, one), 'VN');
    const hold = (on: string) => step(ledger, one, 'case.hold-visit/1', 'SG:customs', { case: 2, on });
    expect(await codeOf(hold('2026-03-03'))).to.equal('CASE_STATE');
    await step(
      ledger,
      one,
      'case.answer-visit/1',
      'VN:signatory',
      { case: 2, consent: false, answers },
      'answer',
    );
    expect(await codeOf(hold('2026-03-03'))).to.equal('CASE_STATE');
    await step(ledger, one, 'case.determine-visit/1', 'SG:customs', { case: 2 }, 'determination');
    expect(await codeOf(decideItems(ledger, one, [1], false))).to.equal('done');
  });
  it('follows a check that was replied to, determined, or left without a reply in its ninety days', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    expect(
      await codeOf(
        step(
          ledger,
          one,
          'case.notify-visit/1',
          'SG:customs',
          { case: 1, items: [1], suspend: false, check: 1 },
          'notice',
        ),
      ),
    ).to.equal('CASE_UNKNOWN');
    const request = await requested(ledger, one);
    ledger.now = '2026-03-13T05:00:00.000Z';
    const awaits = await confirmed(ledger, request, 'VN');
    // Ninety days from the receipt, in the zone of who had to answer: 23:59 in Ha Noi is 00:59 in Singapore.
    ledger.now = '2026-06-11T16:59:59.999Z';
    expect(await codeOf(notify(ledger, one, { awaits }))).to.equal('VISIT_WITHOUT_CHECK');
    ledger.now = '2026-06-11T17:00:00.000Z';
    expect(await codeOf(notify(ledger, one))).to.equal('VISIT_WITHOUT_CHECK');
    expect(await codeOf(notify(ledger, one, { awaits: UNKNOWN_PARCEL }))).to.equal('VISIT_WITHOUT_CHECK');
    expect(await codeOf(notify(ledger, one, { awaits }))).to.equal('done');
  });
  it('[clock start] a request nobody confirmed to have received starts no clock', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const awaits = nameOf(ledger, await requested(ledger, one));
    ledger.now = '2027-03-03T05:00:00.000Z';
    expect(await codeOf(notify(ledger, one, { awaits }))).to.equal('VISIT_WITHOUT_CHECK');
  });
  const act = (
    ledger: SimulatedLedger,
    one: Issued,
    name: string,
    by: string,
    args: Readonly<Record<string, unknown>>,
    kind?: string,
  ) => step(ledger, one, `case.${name}/1`, by, { case: 2, ...args }, kind);
  const noticed = async () => {
    const { ledger, one } = await checked();
    const notice = await notify(ledger, one);
    return { ledger, one, notice };
  };
  it('[OCP 19.5] without an answer in thirty days from receipt it is determined, not a minute earlier', async () => {
    const { ledger, one, notice } = await noticed();
    const determine = (args: Readonly<Record<string, unknown>> = {}) =>
      codeOf(act(ledger, one, 'determine-visit', 'SG:customs', args, 'determination'));
    ledger.now = '2026-03-10T05:00:00.000Z';
    const awaits = await confirmed(ledger, notice, 'VN');
    ledger.now = '2026-04-09T16:59:59.999Z';
    expect(await determine({ awaits })).to.equal('CLOCK_RUNNING');
    ledger.now = '2026-04-09T17:00:00.000Z';
    expect(await determine()).to.equal('CLOCK_RUNNING');
    expect(await determine({ awaits })).to.equal('done');
    expect(stands(ledger, one)).to.equal('DETERMINED');
  });
  it('[OCP 19.10] who never confirms receipt of the notice keeps it open for 180 days at most', async () => {
    const { ledger, one } = await noticed();
    const determine = () => codeOf(act(ledger, one, 'determine-visit', 'SG:customs', {}, 'determination'));
    ledger.now = '2026-08-30T15:59:59.999Z';
    expect(await determine()).to.equal('CLOCK_RUNNING');
    ledger.now = '2026-08-30T16:00:00.000Z';
    expect(await determine()).to.equal('done');
  });
  it('[OCP 19.4] is held between its consent and today', async () => {
    const { ledger, one, notice } = await noticed();
    const answers = await confirmed(ledger, notice, 'VN');
    ledger.now = '2026-03-20T05:00:00.000Z';
    await act(ledger, one, 'answer-visit', 'VN:signatory', { consent: true, answers }, 'answer');
    ledger.now = '2026-03-25T05:00:00.000Z';
    const hold = (on: string) => codeOf(act(ledger, one, 'hold-visit', 'SG:customs', { on }));
    expect(await hold('2026-03-19')).to.equal('VISIT_DATE');
    expect(await hold('2026-03-26')).to.equal('VISIT_DATE');
    expect(await hold('2026-02-30')).to.equal('VISIT_DATE');
    expect(await hold('2026-03-20')).to.equal('done');
  });
  it('[OCP 19.9] is final after comments, or when thirty days from receipt passed without any', async () => {
    const { ledger, one, notice } = await noticed();
    const answers = await confirmed(ledger, notice, 'VN');
    await act(ledger, one, 'answer-visit', 'VN:signatory', { consent: true, answers }, 'answer');
    await act(ledger, one, 'hold-visit', 'SG:customs', { on: '2026-03-03' });
    const said = await act(ledger, one, 'determine-visit', 'SG:customs', {}, 'determination');
    const final = (args: Readonly<Record<string, unknown>> = {}) =>
      codeOf(act(ledger, one, 'final-visit', 'SG:customs', args, 'determination'));
    expect(await final()).to.equal('CLOCK_RUNNING');
    ledger.now = '2026-03-05T05:00:00.000Z';
    const awaits = await confirmed(ledger, said, 'VN');
    ledger.now = '2026-04-04T16:59:59.999Z';
    expect(await final({ awaits })).to.equal('CLOCK_RUNNING');
    ledger.now = '2026-04-04T17:00:00.000Z';
    expect(await final({ awaits: nameOf(ledger, notice) })).to.equal('CLOCK_RUNNING');
    expect(await final({ awaits })).to.equal('done');
  });
  it('[OCP 18(c)] suspends no preference of goods released with their classification open', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], false);
    await step(
      ledger,
      one,
      'certificate.open-classification/1',
      'SG:customs',
      { items: [2] },
      'classification',
    );
    for (const items of [[2], [1, 2]])
      expect(await codeOf(requested(ledger, one, { items, suspend: true }))).to.equal('NOTHING_TO_SUSPEND');
    expect(await codeOf(requested(ledger, one, { items: [1, 2] }))).to.equal('done');
    expect([stateOf(ledger, one, 1), stateOf(ledger, one, 2)]).to.deep.equal([
      'DECIDED',
      'CLASSIFICATION_OPEN',
    ]);
  });
});
