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
}

/** Codes of the members, in the topology's order. */
export const MEMBERS = ['VN', 'SG', 'TH', 'ASEAN'] as const;
