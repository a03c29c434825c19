import type { Member, Topology } from '@origin-ledger/network';
import type { Credentials, Role, Wanted } from '@origin-ledger/network/testing';
import type { MemberClient, ClientChoice } from './member-client.js';

/** A ledger with the conformance contract at every member, fresh, for one run of all behaviours. */
export interface LedgerUnderTest extends AsyncDisposable {
  readonly kind: 'embedded' | 'fabric';
  /** A client, connected once and kept. */
  client(code: string, choice?: Omit<ClientChoice, 'code'>): Promise<MemberClient>;
  /** Waits until every member's peer has all that any of them has. */
  settled(): Promise<void>;
  /** Starts a member's copy of the contract again, and waits until its peer reaches it. */
  restartContract(code: string): Promise<void>;
  /** Moves every member to another version of the contract's definition. */
  upgrade(version: string): Promise<void>;
  /**
   * A certificate of a member's own authority, for a role or with these organisational units in one relative name, which
   * counts until `ends`; default: for years.
   */
  certify(code: string, role: Role | readonly string[], ends?: Date): Promise<Credentials>;
  /** Comes back when it is later than `time` for the ledger. */
  passed(time: Date): Promise<void>;
  /** Revokes the certificate of a member's gateway on the channel; it has a new one, which `client` uses from then on. */
  revoke(code: string): Promise<void>;
}

/** Codes of the members, in the topology's order. */
export const MEMBERS = ['VN', 'SG', 'TH', 'ASEAN'] as const;
/** The conformance contract once more, beside the network's own: for calls from contract to contract. */
export const OTHER_CONTRACT = { name: 'other', version: 'other-1' } as const;

/** The member with a code. */
export function memberOf({ members }: Topology, code: string): Member {
  const found = members.find((member) => member.code === code);
  if (found === undefined) throw new RangeError(`no member ${code}`);
  return found;
}

/** What a member's authority is asked for; as long as others where no end is named. */
export function wanted(
  code: string,
  role: Role | readonly string[],
  notBefore: Date,
  ends: Date | undefined,
): Wanted {
  return {
    commonName: `${typeof role === 'string' ? role : 'somebody'}-of-${code}`,
    role,
    ...(ends === undefined ? {} : { lifetime: { notBefore, notAfter: ends } }),
  };
}
