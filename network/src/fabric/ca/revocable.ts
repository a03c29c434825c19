import { NetworkError } from '../../network-error.js';
import type { Member, Topology } from '../../topology/topology.js';
import { enrolments, type Enrolment } from './enrolments.js';

/** Whose certificate is revoked. */
export interface RevokeOptions {
  /** As at the CA: `Gateway@vn.origin.example`. */
  readonly identity: string;
  /** Whether it is enrolled again, with a new key, before the old certificate goes. */
  readonly renew: boolean;
}

/**
 * The identity whose certificate is to be revoked; the same on every ledger.
 *
 * @throws NetworkError `USAGE` for an identity that is unknown or that the network cannot do without.
 */
export function revocable(
  topology: Topology,
  organizations: string,
  { identity, renew }: RevokeOptions,
): Readonly<{ member: Member; enrolment: Enrolment }> {
  const all = topology.members.flatMap((member) =>
    enrolments(topology, member, organizations)
      .filter(({ authority }) => authority === 'ca')
      .map((enrolment) => ({ member, enrolment })),
  );
  const found = all.find(({ enrolment }) => enrolment.name === identity);
  if (found === undefined) {
    const known = all.map(({ enrolment }) => enrolment.name).join(', ');
    throw new NetworkError('USAGE', `There is no identity ${identity}; there are ${known}.`);
  }
  const { type } = found.enrolment;
  const { code } = found.member;
  if (type === 'orderer' || type === 'peer') {
    throw new NetworkError(
      'USAGE',
      `${identity} is a ${type}: its certificate is pinned in the channel or answers for endorsements. ` +
        'Renew it first (docs/operators.md, "Certificates"), or remove the member.',
    );
  }
  if (type === 'admin' && !renew) {
    throw new NetworkError(
      'USAGE',
      `${code} has one administrator; without it nobody signs for ${code}. Use --renew.`,
    );
  }
  return found;
}
