import type { ActState, Signer } from '../act/act-definition.js';
import { authorityKey, type StateKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { holds } from '../rule/rule.js';
import type { AuthorityRecord } from './authority.js';
import type { KeyRecord } from './records.js';

/** What must be read to know for which authorities a key's holder signs. */
export const authorityKeys = (memberCode: string, key: KeyRecord | undefined): StateKey[] =>
  (key?.authorities ?? []).map((code) => authorityKey(memberCode, code));

/** The part of an entry that says what its officials may sign. */
export type AuthorityStanding = Pick<AuthorityRecord, 'kind' | 'active' | 'offices'>;

/**
 * Why an official may not sign for any authority of his, if he may not: one of them stands on the register at that
 * time, in function, of the kind asked for, and numbers for the office. An authority that lists no offices numbers for
 * any of its member's.
 */
export const signatoryProblem = holds(
  ['OCP 2.1', 'OCP 2.2', 'reading listed'],
  (
    authorities: readonly (AuthorityStanding | undefined)[],
    kind: 'issuing' | 'competent',
    office: string | undefined,
  ): 'AUTHORITY_UNKNOWN' | 'AUTHORITY_NOT_ENTITLED' | undefined => {
    const listed = authorities.filter((one) => one !== undefined);
    if (listed.length === 0) return 'AUTHORITY_UNKNOWN';
    const entitled = listed.some(
      (one) =>
        one.active &&
        one.kind === kind &&
        (office === undefined || one.offices.length === 0 || one.offices.includes(office)),
    );
    return entitled ? undefined : 'AUTHORITY_NOT_ENTITLED';
  },
);

/**
 * OCP 2.2: what an official signs who is not on the list of an authority at that time is not honoured.
 * @throws OriginError AUTHORITY_UNKNOWN, AUTHORITY_NOT_ENTITLED
 */
export function requireListed(
  { state, signer }: { readonly state: ActState; readonly signer: Signer },
  kind: 'issuing' | 'competent',
  office: string | undefined,
  box: string,
): void {
  const authorities = authorityKeys(signer.memberCode, signer.key).map((key) =>
    state.get<AuthorityRecord>(key),
  );
  const problem = signatoryProblem(authorities, kind, office);
  if (problem !== undefined) throw new OriginError(problem, { boxes: [box], stage: 'contract' });
}
