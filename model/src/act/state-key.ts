/** Keys of the channel state: composite keys exactly as the Fabric shim makes them. */

const SEPARATOR = '\u0000';

export type StateKey = string;

const composite = (type: string, ...attributes: readonly string[]): StateKey =>
  SEPARATOR + [type, ...attributes].map((part) => part + SEPARATOR).join('');

export const memberKey = (member: string): StateKey => composite('member', member);
/** The network's charter: who keeps the register, and who has a voice in it. */
export const charterKey = (): StateKey => composite('charter');
/** What a member consents to. */
export const voiceKey = (member: string): StateKey => composite('voice', member);
/** That a member has left; written by the keeper of the register. */
export const departureKey = (member: string): StateKey => composite('departure', member);
export const keyKey = (kid: string): StateKey => composite('key', kid);
/** The entry of the key that signed an act. */
export const signerKey = (actId: string): StateKey => keyKey(actId.split('.')[0] ?? '');
/** The act record: a request acts once. It is never deleted. */
export const actKey = (actId: string): StateKey => composite('act', ...actId.split('.'));
/** The issuing member's axes of a certificate. */
export const certificateKey = (reference: {
  readonly member: string;
  readonly office: string;
  readonly number: string;
}): StateKey => composite('certificate', reference.member, reference.office, reference.number);
/** The importing member's axes of a certificate: a key of its own, so that each key has one owner. */
export const receptionKey = (reference: {
  readonly member: string;
  readonly office: string;
  readonly number: string;
}): StateKey => composite('reception', reference.member, reference.office, reference.number);

/**
 * What is owed to the readers of a parcel; owned by its author. Its act is part of the parcel's name, so nobody takes
 * the entry beforehand.
 */
export const parcelKey = (parcel: string): StateKey => composite('parcel', ...parcel.split('.'));
/** That a reader holds a parcel; owned by the reader. */
export const receiptKey = (parcel: string, reader: string): StateKey =>
  composite('receipt', ...parcel.split('.'), reader);
/** A form of certificate, as the register says. */
export const formKey = (code: string): StateKey => composite('form', code);
/** What a member's national law sets. */
export const settingsKey = (member: string): StateKey => composite('settings', member);
/** An issuing or competent authority, or an agency, of a member. */
export const authorityKey = (member: string, code: string): StateKey => composite('authority', member, code);
/** The entry of a certified exporter. */
export const exporterKey = (member: string, code: string): StateKey => composite('exporter', member, code);

/** Type and attributes of one of our keys. */
export function parseStateKey(key: StateKey): readonly string[] | undefined {
  return key.startsWith(SEPARATOR) && key.endsWith(SEPARATOR) ? key.slice(1, -1).split(SEPARATOR) : undefined;
}
