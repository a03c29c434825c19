/** Keys of the channel state: composite keys exactly as the Fabric shim makes them. */

const SEPARATOR = '\u0000';

export type StateKey = string;

const composite = (type: string, ...attributes: readonly string[]): StateKey =>
  SEPARATOR + [type, ...attributes].map((part) => part + SEPARATOR).join('');

export const memberKey = (member: string): StateKey => composite('member', member);
export const keyKey = (kid: string): StateKey => composite('key', kid);
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

/** Type and attributes of one of our keys. */
export function parseStateKey(key: StateKey): readonly string[] | undefined {
  return key.startsWith(SEPARATOR) && key.endsWith(SEPARATOR) ? key.slice(1, -1).split(SEPARATOR) : undefined;
}
