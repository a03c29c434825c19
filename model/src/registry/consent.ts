import { Type, type Static } from 'typebox';
import type { ActState } from '../act/act-definition.js';
import { charterKey, departureKey, formKey, voiceKey, type StateKey } from '../act/state-key.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import { OriginError } from '../errors/origin-error.js';
import { Form } from '../form/form-definition.js';
import { ActIdText, closed, Instant, MemberCode, Sha256Text } from '../validation/vocabulary.js';
import { Charter, inOrder, type CharterRecord } from './charter.js';
import { departureKeys, departureOf, type DepartureRecord } from './departure.js';
import type { FormRecord } from './form-record.js';

/** What a member consents to: exactly this charter, this member's leaving, this text of a form. */
export const ConsentSubject = Type.Union([
  Type.Object({ charter: Charter }, closed),
  Type.Object({ departure: MemberCode }, closed),
  Type.Object({ form: Form.properties.code, digest: Sha256Text }, closed),
]);
export type ConsentSubject = Static<typeof ConsentSubject>;

/** Consents of which a member keeps record: the oldest gives way. */
export const MOST_CONSENTS = 20;

export const Consent = Type.Object(
  {
    to: ConsentSubject,
    /** The charter's last act, and the last one on what it is about, as they stood: it counts until the next. */
    after: Type.Array(ActIdText, { minItems: 1, maxItems: 2 }),
    act: ActIdText,
    at: Instant,
  },
  closed,
);
export type Consent = Static<typeof Consent>;

/**
 * A member's voice: what its administrator consents to. The entry is made with the member's own, so that it has a
 * policy of its own before anybody consents: two others cannot write a consent that was never given.
 */
export const VoiceRecord = Type.Object(
  {
    member: MemberCode,
    consents: Type.Array(Consent, { maxItems: MOST_CONSENTS }),
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type VoiceRecord = Static<typeof VoiceRecord>;

/** A subject as it is compared. */
export const subjectText = (to: ConsentSubject): string =>
  canonicalText('charter' in to ? { charter: inOrder(to.charter) } : to);

/** What names a form's text, to its last character. */
export const formSubject = (form: Form): ConsentSubject => ({
  form: form.code,
  digest: commitmentOf(canonicalText(form)),
});

/** What must be read to know on which acts a consent to this rests. */
export const subjectKeys = (to: ConsentSubject): StateKey[] => [
  charterKey(),
  ...('departure' in to ? [departureKey(to.departure)] : 'form' in to ? [formKey(to.form)] : []),
];

/** The last acts on the charter and on the subject: once either has moved on, a consent is spent. */
export function headsOfSubject(state: ActState, charter: CharterRecord, to: ConsentSubject): string[] {
  const entry =
    'departure' in to
      ? state.get<DepartureRecord>(departureKey(to.departure))
      : 'form' in to
        ? state.get<FormRecord>(formKey(to.form))
        : undefined;
  return [charter.lastAct, ...(entry === undefined ? [] : [entry.lastAct])];
}

/** What must be read to know whether a member consents to something. */
export const consentKeys = (member: string): StateKey[] => [voiceKey(member), ...departureKeys(member)];

/** Whether a member has a voice: the charter names it, and it has not left. */
export const hasVoice = (state: ActState, { members }: Charter, member: string): boolean =>
  members.includes(member) && departureOf(state, member) === undefined;

/** Whether a consent still counts: nothing has happened to its subject since. */
export const isPending = (state: ActState, charter: CharterRecord, { to, after }: Consent): boolean =>
  after.join() === headsOfSubject(state, charter, to).join();

/**
 * A member with a voice has consented to exactly this, and nothing has happened to it since.
 * @throws OriginError CONSENT_MISSING
 */
export function requireConsent(
  state: ActState,
  charter: CharterRecord,
  member: string,
  to: ConsentSubject,
  box: string,
): void {
  const given = state
    .get<VoiceRecord>(voiceKey(member))
    ?.consents.find((one) => subjectText(one.to) === subjectText(to));
  if (!hasVoice(state, charter, member) || given === undefined || !isPending(state, charter, given))
    throw new OriginError('CONSENT_MISSING', { boxes: [box], stage: 'contract' });
}

/**
 * What takes the keeper and one other: the other is another, and has consented.
 * @throws OriginError CONSENT_MISSING
 */
export function requireOther(
  state: ActState,
  charter: CharterRecord,
  other: string,
  to: ConsentSubject,
): void {
  if (other === charter.keeper)
    throw new OriginError('CONSENT_MISSING', { boxes: ['args.with'], stage: 'contract' });
  requireConsent(state, charter, other, to, 'args.with');
}
