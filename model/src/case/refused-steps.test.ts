import { expect } from 'chai';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  confirmed,
  decideItems,
  received,
  refusalOf,
  START,
  step,
  type Issued,
  nameOf,
} from '../simulation/scene.js';

type Args = Readonly<Record<string, unknown>>;
const SG = 'SG:customs';
const VN = 'VN:signatory';

/** The steps of cases on one certificate that Singapore received. */
async function scene() {
  const ledger = new SimulatedLedger(START);
  const one: Issued = await received(ledger);
  const on = (op: string, by: string, args: Args, kind?: string) =>
    step(ledger, one, `case.${op}/1`, by, args, kind);
  return {
    ledger,
    one,
    ask: (args: Args = {}) =>
      on('request-check', SG, { case: 1, items: [1], suspend: false, ...args }, 'request'),
    reply: (answers: string, args: Args = {}) =>
      on('reply-check', VN, { case: 1, answers, ...args }, 'reply'),
    determine: (args: Args = {}) => on('determine-check', SG, { case: 1, ...args }, 'determination'),
    notify: (args: Args = {}) =>
      on('notify-visit', SG, { case: 2, items: [1], suspend: false, check: 1, ...args }, 'notice'),
    answer: (answers: string, args: Args = {}) =>
      on('answer-visit', VN, { case: 2, consent: true, answers, ...args }, 'answer'),
    postpone: () => on('postpone-visit', VN, { case: 2, extraDays: 0 }, 'postponement'),
    hold: (day = '2026-03-03') => on('hold-visit', SG, { case: 2, on: day }),
    determineVisit: (args: Args = {}) => on('determine-visit', SG, { case: 2, ...args }, 'determination'),
    comment: (answers: string) => on('comment-visit', VN, { case: 2, answers }, 'comments'),
    final: (args: Args = {}) => on('final-visit', SG, { case: 2, ...args }, 'determination'),
  };
}

/** A visit is notified, and its notice received, after a check that was determined. */
async function visited() {
  const at = await scene();
  await at.ask();
  await at.determine();
  const notice = await at.notify();
  return { ...at, notice: await confirmed(at.ledger, notice, 'VN') };
}

describe('a check names the box that is wrong [OCP 18] [OCP 18(b)] [OCP 18(c)] [axis check]', () => {
  it('asked for: items unknown, ones released to suspend, and a number out of turn', async () => {
    const { ledger, one, ask } = await scene();
    const released = { items: [2] };
    await step(ledger, one, 'certificate.open-classification/1', SG, released, 'classification');
    expect(await refusalOf(ask({ items: [1, 3] }))).to.equal('ITEM_UNKNOWN args.items');
    expect(await refusalOf(ask({ items: [1, 2], suspend: true }))).to.equal('NOTHING_TO_SUSPEND args.items');
    expect(await refusalOf(ask({ case: 2 }))).to.equal('CASE_REPEATED args.case');
  });
  it('[OCP 17.5] suspends items suspended already, given or refused alike, and keeps the others', async () => {
    const { ledger, one, ask } = await scene();
    await decideItems(ledger, one, [1], true);
    await ask({ items: [2], suspend: true });
    expect(await refusalOf(ask({ case: 2, items: [1, 2], suspend: true }))).to.equal('done');
    expect(ledger.reception(one.reference).suspended).to.deep.equal([1, 2]);
    for (const given of [true, false]) {
      const other = await scene();
      const said = await confirmed(
        other.ledger,
        await decideItems(other.ledger, other.one, [1], given),
        'VN',
      );
      await step(other.ledger, other.one, 'certificate.clarify/1', VN, { answers: said }, 'clarification');
      expect(await refusalOf(other.ask({ suspend: true }))).to.equal('done');
    }
  });
  it('replied to: one that is not there, a visit, another parcel, or one not received', async () => {
    const { ledger, ask, reply } = await scene();
    const request = await ask();
    expect(await refusalOf(reply(nameOf(ledger, request), { case: 2 }))).to.equal('CASE_UNKNOWN args.case');
    expect(await refusalOf(reply(nameOf(ledger, request)))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    const second = await confirmed(ledger, await ask({ case: 2, items: [2] }), 'VN');
    expect(await refusalOf(reply(second))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    const answers = await confirmed(ledger, request, 'VN');
    expect(await refusalOf(reply(answers))).to.equal('done');
    expect(await refusalOf(reply(answers))).to.equal('CASE_STATE args.case');
    expect(await refusalOf(reply(second, { case: 2 }))).to.equal('done');
  });
  it('determined: each by its own number, once, and no visit', async () => {
    const { determine, ask, notify } = await scene();
    await ask();
    expect(await refusalOf(determine({ case: 2 }))).to.equal('CASE_UNKNOWN args.case');
    await determine();
    expect(await refusalOf(determine())).to.equal('CASE_STATE args.case');
    await notify();
    expect(await refusalOf(determine({ case: 2 }))).to.equal('CASE_UNKNOWN args.case');
  });
  it('says of the two which was determined', async () => {
    const { ledger, one, ask, determine } = await scene();
    await ask();
    await ask({ case: 2 });
    await determine({ case: 2 });
    expect(
      ledger
        .reception(one.reference)
        .cases?.map(({ number, determined }) => [number, determined !== undefined]),
    ).to.deep.equal([
      [1, false],
      [2, true],
    ]);
  });
});

describe('a visit names the box that is wrong [OCP 19.1] [OCP 19.4] [OCP 19.5] [OCP 19.9] [axis visit]', () => {
  it('notified: without a check, or before its reply is due', async () => {
    const { ask, notify } = await scene();
    expect(await refusalOf(notify({ case: 1 }))).to.equal('CASE_UNKNOWN args.case');
    await ask();
    expect(await refusalOf(notify())).to.equal('VISIT_WITHOUT_CHECK args.check');
  });
  it('answered: another parcel, one not received, or twice', async () => {
    const { ask, determine, notify, answer, ledger } = await scene();
    const request = await confirmed(ledger, await ask(), 'VN');
    await determine();
    const notice = await notify();
    expect(await refusalOf(answer(nameOf(ledger, notice)))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    expect(await refusalOf(answer(request))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    const seen = await confirmed(ledger, notice, 'VN');
    expect(await refusalOf(answer(seen, { case: 1 }))).to.equal('CASE_UNKNOWN args.case');
    expect(await refusalOf(answer(seen))).to.equal('done');
    expect(await refusalOf(answer(seen))).to.equal('CASE_STATE args.case');
    expect(await refusalOf(answer(seen, { consent: false }))).to.equal('CASE_STATE args.case');
  });
  it('held: without consent, on no day, before the consent or tomorrow', async () => {
    const { hold, answer, notice, ledger } = await visited();
    expect(await refusalOf(hold())).to.equal('CASE_STATE args.case');
    await answer(notice);
    ledger.now = '2026-03-31T05:00:00.000Z';
    for (const day of ['2026-02-30', '2026-03-02', '2026-04-01'])
      expect(await refusalOf(hold(day))).to.equal('VISIT_DATE args.on');
    expect(await refusalOf(hold('2026-03-31'))).to.equal('done');
  });
  it('held, on a day that is in no calendar', async () => {
    const { hold, answer, notice, ledger } = await visited();
    await answer(notice);
    ledger.now = '2026-05-31T05:00:00.000Z';
    expect(await refusalOf(hold('2026-04-31'))).to.equal('VISIT_DATE args.on');
  });
  it('determined: while consent is due, and while it was given and the visit not held', async () => {
    const { determineVisit, answer, postpone, notice } = await visited();
    expect(await refusalOf(determineVisit())).to.equal('CLOCK_RUNNING args.case');
    await answer(notice);
    expect(await refusalOf(determineVisit())).to.equal('CASE_STATE args.case');
    await postpone();
    expect(await refusalOf(determineVisit())).to.equal('CASE_STATE args.case');
  });
  it('[OCP 19.4] without consent it is neither held nor postponed, only determined', async () => {
    const { answer, hold, postpone, determineVisit, notice, ledger, one } = await visited();
    await answer(notice, { consent: false });
    expect(ledger.certificate(one.reference).cases?.at(-1)?.consent?.given).to.equal(false);
    expect(await refusalOf(hold())).to.equal('CASE_STATE args.case');
    expect(await refusalOf(postpone())).to.equal('CASE_STATE args.case');
    expect(await refusalOf(determineVisit())).to.equal('done');
  });
  it('commented on: another parcel, or a determination not received', async () => {
    const { answer, hold, determineVisit, comment, notice, ledger } = await visited();
    await answer(notice);
    await hold();
    const said = await determineVisit();
    expect(await refusalOf(comment(nameOf(ledger, said)))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    expect(await refusalOf(comment(notice))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    expect(await refusalOf(comment(await confirmed(ledger, said, 'VN')))).to.equal('done');
  });
  it('final: before comments or their time; [OCP 19.10] at the latest when the whole visit is over', async () => {
    const { answer, hold, determineVisit, final, notice, ledger } = await visited();
    expect(await refusalOf(final())).to.equal('CASE_STATE args.case');
    await answer(notice);
    await hold();
    await determineVisit();
    ledger.now = '2026-08-30T15:59:59.999Z';
    expect(await refusalOf(final())).to.equal('CLOCK_RUNNING args.case');
    ledger.now = '2026-08-30T16:00:00.000Z';
    expect(await refusalOf(final())).to.equal('done');
    expect(await refusalOf(final())).to.equal('CASE_STATE args.case');
  });
});
