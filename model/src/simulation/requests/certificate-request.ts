import type { Json } from '../../canonical/canonical-json.js';
import { decisionOn } from '../../certificate/items.js';
import { referenceText } from '../../certificate/reference.js';
import type { DrivenLedger } from '../driven-ledger.js';
import type { SimulatedParcel } from '../ledger.js';
import { particularsAsked } from '../paper/asked.js';
import type { CertificateAct, Command } from '../paper/command.js';
import { written } from '../paper/days.js';
import type { Paper } from '../paper/paper.js';
import { commitment, decisionOf, parcel, UNKNOWN_PARCEL } from '../scene.js';
import type { Asked } from './asked-act.js';
import { balanceAfter, balanceNow } from './balance-parcels.js';
import { replacementOf } from './making-request.js';
import type { Tracked } from './tracked.js';

type Contents = { readonly [member: string]: Json };

/** The decisions on record, as a draw brings them. */
const decisionsAsked = (
  ledger: DrivenLedger,
  { reference, reception }: Tracked,
  readers: readonly string[],
): SimulatedParcel[] =>
  (reception?.decisions ?? []).map(({ parcel: name }) => ({
    box: `decision ${referenceText(reference)}`,
    readers,
    contents: ledger.contents(name) ?? null,
  }));

/** An act on the axes of a certificate. */
export function certificateRequest(
  ledger: DrivenLedger,
  paper: Paper,
  one: Tracked,
  command: Command & { readonly act: CertificateAct },
): Asked {
  const { act, item, slot } = command;
  const { reference, certificate, reception } = one;
  const said = particularsAsked(paper, paper.certificates.get(slot), command);
  const readers = [reference.member, ...(reception === undefined ? [] : [one.importing])];
  const on = (op: string, args: Asked['args'] = {}, kind?: string, contents?: Contents): Asked => ({
    op,
    args: { reference, ...args },
    ...(kind === undefined ? {} : { parcels: [parcel(kind, reference, readers, contents)] }),
  });
  const see = (name: string): Asked => ({
    op: 'parcel.receive/1',
    args: { parcel: name },
    ...(name === UNKNOWN_PARCEL ? {} : { delivered: name }),
  });
  const decision = decisionOn(reception, item)?.parcel ?? UNKNOWN_PARCEL;
  const clarification =
    certificate?.clarifications?.filter(({ answers }) => answers === decision).at(-1)?.parcel ??
    UNKNOWN_PARCEL;
  const presentedOn = written(said.presented);
  const decide = (op: string, given: boolean, more: Asked['args'] = {}): Asked =>
    on(op, { items: [item], ...more }, 'decision', decisionOf(reference, [item], given, presentedOn));
  const refused = paper.certificates.get(slot)?.decisions.get(item)?.given === false;
  const cases = reception?.cases ?? [];
  const latest = (kind: 'check' | 'visit') => cases.filter((each) => each.kind === kind).at(-1);
  const [check, visit] = [latest('check'), latest('visit')];
  const onCheck = { case: check?.number ?? 1 };
  const onVisit = { case: visit?.number ?? 1 };
  const request = check?.opened.parcel ?? UNKNOWN_PARCEL;
  const notice = visit?.opened.parcel ?? UNKNOWN_PARCEL;
  const verdict = visit?.determined?.parcel ?? UNKNOWN_PARCEL;
  const opened = { case: cases.length + 1, items: [item] };
  const answer = (consent: boolean): Asked =>
    on('case.answer-visit/1', { ...onVisit, consent, answers: notice }, 'answer');
  const ask = (suspend: boolean): Asked =>
    on('case.request-check/1', { ...opened, suspend }, 'request', { random: true, reasons: [] });
  const made: Readonly<Record<CertificateAct, () => Asked>> = {
    send: () => ({ ...on('certificate.send/1', { importing: one.importing }), parcels: [one.document] }),
    receive: () => on('certificate.receive/1', { commitment: commitment(one.document) }),
    'not-received': () => on('certificate.not-received/1'),
    resend: () => on('certificate.resend/1'),
    cancel: () => on('certificate.cancel/1', {}, 'reason'),
    revoke: () => on('certificate.revoke/1', {}, 'reason'),
    replace: () => replacementOf(paper, one, readers),
    reissue: () => on('certificate.reissue/1'),
    'true-copy': () => on('certificate.true-copy/1', {}, 'cause', { cause: 'LOSS' }),
    classify: () => on('certificate.open-classification/1', { items: [item] }, 'classification'),
    'accept-late': () => {
      const imported = said.imported === undefined ? {} : { imported: written(said.imported) };
      const late = { presentedOn, ground: said.ground, cause: 'a storm', ...imported };
      return on('certificate.accept-late/1', {}, 'cause', late);
    },
    give: () => decide('certificate.decide/1', true),
    refuse: () => decide('certificate.decide/1', false),
    'see-decision': () => see(decision),
    // What was given has no grounds to clarify: it is taken note of.
    clarify: () =>
      on('certificate.clarify/1', { answers: decision }, 'clarification', {
        items: refused ? [{ number: item, clarification: 'as measured' }] : [],
      }),
    'see-clarification': () => see(clarification),
    reassess: () => decide('certificate.reassess/1', true, { answers: clarification }),
    use: () => {
      const before = said.stale ? one.document : balanceNow(paper, one, 'import');
      const after = balanceAfter(paper, one, 'import', { before, item, declaration: 'IM-1' });
      const parcels = [before, after.parcel, ...decisionsAsked(ledger, one, readers)];
      return { ...on('certificate.utilise/1'), parcels, done: after.done };
    },
    check: () => ask(false),
    'check-and-suspend': () => ask(true),
    'see-request': () => see(request),
    reply: () => on('case.reply-check/1', { ...onCheck, answers: request }, 'reply'),
    determine: () => on('case.determine-check/1', onCheck, 'determination'),
    notify: () =>
      on('case.notify-visit/1', { ...opened, check: onCheck.case, suspend: true, awaits: request }, 'notice'),
    'see-notice': () => see(notice),
    consent: () => answer(true),
    'no-consent': () => answer(false),
    postpone: () => on('case.postpone-visit/1', { ...onVisit, extraDays: 5 }, 'postponement'),
    hold: () => on('case.hold-visit/1', { ...onVisit, on: written(said.heldOn) }),
    'determine-visit': () => on('case.determine-visit/1', { ...onVisit, awaits: notice }, 'determination'),
    'see-determination': () => see(verdict),
    comment: () => on('case.comment-visit/1', { ...onVisit, answers: verdict }, 'comments'),
    final: () => on('case.final-visit/1', { ...onVisit, awaits: verdict }, 'determination'),
  };
  return made[act]();
}
