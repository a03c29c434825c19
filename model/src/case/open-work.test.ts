import { expect } from 'chai';
import { receiptKey } from '../act/state-key.js';
import type { ReceiptRecord } from '../parcel/records.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import { confirmed, decideItems, received, START, step, type Issued, nameOf } from '../simulation/scene.js';
import { openWork, type OpenWork } from './open-work.js';

const workOn = (ledger: SimulatedLedger, one: Issued): OpenWork[] =>
  openWork({
    certificate: ledger.certificate(one.reference),
    reception: ledger.reception(one.reference),
    receivedAt: (commitment, member) =>
      (ledger.state.get(receiptKey(commitment, member)) as ReceiptRecord | undefined)?.receivedAt,
    zones: { importing: 480, exporting: 420 },
    now: ledger.now,
  });
const listed = (ledger: SimulatedLedger, one: Issued): string[] =>
  workOn(ledger, one).map(
    ({ clock, by, due, overdue }) => `${clock} ${by} ${due}${overdue ? ' overdue' : ''}`,
  );

describe('open work [clock start] [clock 180] [reading overdue] [OCP 18(b)] [OCP 18(d)] [OCP 19.6] [OCP 19.9] [OCP 19.10]', () => {
  it('lists the decision from receipt, overdue after sixty days, until the last item is decided', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    expect(listed(ledger, one)).to.deep.equal(['refusal importing 2026-05-02']);
    ledger.now = '2026-05-02T16:00:00.000Z';
    expect(listed(ledger, one)).to.deep.equal(['refusal importing 2026-05-02 overdue']);
    await decideItems(ledger, one, [2], false);
    expect(listed(ledger, one)).to.deep.equal([]);
  });
  it('lists a reply only once its request was received, and nothing once a visit settled the check', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1, 2], true);
    const ask = { case: 1, items: [1], suspend: false };
    const request = await step(ledger, one, 'case.request-check/1', 'SG:customs', ask, 'request');
    expect(listed(ledger, one)).to.deep.equal(['check importing 2026-08-30']);
    ledger.now = '2026-03-10T05:00:00.000Z';
    const answers = await confirmed(ledger, request, 'VN');
    expect(listed(ledger, one)).to.deep.equal([
      'checkReply exporting 2026-06-08',
      'check importing 2026-08-30',
    ]);
    await step(ledger, one, 'case.reply-check/1', 'VN:signatory', { case: 1, answers }, 'reply');
    expect(listed(ledger, one)).to.deep.equal(['check importing 2026-08-30']);
    const visit = { case: 2, items: [1], suspend: false, check: 1 };
    const notice = await step(ledger, one, 'case.notify-visit/1', 'SG:customs', visit, 'notice');
    const seen = await confirmed(ledger, notice, 'VN');
    expect(listed(ledger, one)).to.include.members([
      'consent exporting 2026-04-09',
      'wholeVisit importing 2026-09-06',
    ]);
    await step(
      ledger,
      one,
      'case.answer-visit/1',
      'VN:signatory',
      { case: 2, consent: true, answers: seen },
      'answer',
    );
    await step(
      ledger,
      one,
      'case.postpone-visit/1',
      'VN:signatory',
      { case: 2, extraDays: 10 },
      'postponement',
    );
    expect(listed(ledger, one)).to.include('visit importing 2026-05-19');
    await step(ledger, one, 'case.hold-visit/1', 'SG:customs', { case: 2, on: '2026-03-10' });
    const said = await step(
      ledger,
      one,
      'case.determine-visit/1',
      'SG:customs',
      { case: 2 },
      'determination',
    );
    expect(listed(ledger, one)).to.deep.equal([]);
    const determination = await confirmed(ledger, said, 'VN');
    const comments = await step(
      ledger,
      one,
      'case.comment-visit/1',
      'VN:signatory',
      { case: 2, answers: determination },
      'comments',
    );
    expect(listed(ledger, one)).to.deep.equal([]);
    await confirmed(ledger, comments, 'SG');
    expect(listed(ledger, one)).to.deep.equal(['finalDetermination importing 2026-04-09']);
  });
  it('lists nothing to decide on a certificate that has ended, and no case by another number', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const ask = { case: 1, items: [1], suspend: false };
    await step(ledger, one, 'case.request-check/1', 'SG:customs', ask, 'request');
    await step(ledger, one, 'certificate.revoke/1', 'VN:signatory', {}, 'reason');
    expect(workOn(ledger, one).map(({ clock, case: number }) => [clock, number])).to.deep.equal([
      ['check', 1],
    ]);
  });
  it('is overdue after its last day, in the zone of who must act', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    ledger.now = '2026-05-02T15:59:59.999Z';
    expect(workOn(ledger, one)[0]?.overdue).to.equal(false);
    ledger.now = '2026-05-02T16:00:00.000Z';
    expect(workOn(ledger, one)[0]?.overdue).to.equal(true);
  });
  it('of a visit ends with its consent, its day, and the time for comments', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1, 2], true);
    const act = (name: string, by: string, args: Readonly<Record<string, unknown>>, kind?: string) =>
      step(ledger, one, `case.${name}/1`, by, args, kind);
    const ask = { case: 1, items: [1], suspend: false };
    await act('request-check', 'SG:customs', ask, 'request');
    await act('determine-check', 'SG:customs', { case: 1 }, 'determination');
    const visit = { case: 2, items: [1], suspend: false, check: 1 };
    const notice = await act('notify-visit', 'SG:customs', visit, 'notice');
    expect(listed(ledger, one)).to.deep.equal(['wholeVisit importing 2026-08-30']);
    const answers = await confirmed(ledger, notice, 'VN');
    await act('answer-visit', 'VN:signatory', { case: 2, consent: true, answers }, 'answer');
    const open = ['visit importing 2026-05-02', 'wholeVisit importing 2026-08-30'];
    expect(listed(ledger, one)).to.deep.equal(open);
    await act('hold-visit', 'SG:customs', { case: 2, on: '2026-03-03' });
    expect(listed(ledger, one)).to.deep.equal(open.slice(1));
    const said = await act('determine-visit', 'SG:customs', { case: 2 }, 'determination');
    await confirmed(ledger, said, 'VN');
    expect(listed(ledger, one)).to.deep.equal(['comments exporting 2026-04-02']);
    ledger.now = '2026-04-02T16:59:59.999Z';
    expect(listed(ledger, one)).to.deep.equal(['comments exporting 2026-04-02']);
    ledger.now = '2026-04-02T17:00:00.000Z';
    expect(listed(ledger, one)).to.deep.equal([]);
    await act(
      'final-visit',
      'SG:customs',
      { case: 2, awaits: nameOf(ledger, said ?? notice) },
      'determination',
    );
    ledger.now = '2026-03-10T05:00:00.000Z';
    expect(listed(ledger, one)).to.deep.equal([]);
  });
  it('of a visit that was refused is its determination alone; made final after comments, nothing', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1, 2], true);
    const act = (name: string, by: string, args: Readonly<Record<string, unknown>>, kind?: string) =>
      step(ledger, one, `case.${name}/1`, by, args, kind);
    const ask = { case: 1, items: [1], suspend: false };
    await act('request-check', 'SG:customs', ask, 'request');
    await act('determine-check', 'SG:customs', { case: 1 }, 'determination');
    const visit = { case: 2, items: [1], suspend: false, check: 1 };
    const answers = await confirmed(ledger, await act('notify-visit', 'SG:customs', visit, 'notice'), 'VN');
    await act('answer-visit', 'VN:signatory', { case: 2, consent: false, answers }, 'answer');
    expect(listed(ledger, one)).to.deep.equal(['wholeVisit importing 2026-08-30']);
    const said = await confirmed(
      ledger,
      await act('determine-visit', 'SG:customs', { case: 2 }, 'determination'),
      'VN',
    );
    const comments = await act('comment-visit', 'VN:signatory', { case: 2, answers: said }, 'comments');
    await confirmed(ledger, comments, 'SG');
    expect(listed(ledger, one)).to.deep.equal(['finalDetermination importing 2026-04-02']);
    await act('final-visit', 'SG:customs', { case: 2 }, 'determination');
    expect(listed(ledger, one)).to.deep.equal([]);
  });
});
