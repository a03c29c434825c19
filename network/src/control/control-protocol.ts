import type { AddressesByMember } from '../contract/contract-address.js';
import type { ContractTerms, FormerMember } from '../contract/contract-terms.js';
import type { RemoveMemberOptions } from '../contract/leaving-member.js';
import type { RevokeOptions } from '../fabric/ca/revocable.js';
import type { Member } from '../topology/topology.js';

/** What a command asks of a running ledger: one JSON line each way. */
export type ControlRequest =
  | Readonly<{ command: 'status' }>
  | Readonly<{ command: 'stop' }>
  | Readonly<{ command: 'addMember'; member: Member; addresses: AddressesByContract }>
  | Readonly<{ command: 'removeMember' } & RemoveMemberOptions>
  | Readonly<{ command: 'revoke' } & RevokeOptions>
  | Readonly<{
      command: 'deploy';
      name: string;
      addresses: AddressesByMember;
      terms: Partial<ContractTerms>;
    }>;

/** Where a new member's copy of a contract listens, by contract; where nothing is said, as the topology says. */
export type AddressesByContract = Readonly<Record<string, string>>;

/** The state of a running ledger. */
export interface LedgerStatus {
  readonly processId: number;
  readonly channel: string;
  /** Number of blocks. */
  readonly height: number;
  readonly members: readonly Readonly<{ code: string; mspId: string; address: string }>[];
  readonly contracts: readonly ContractStatus[];
}

export interface ContractStatus {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  readonly addresses: AddressesByMember;
  /** Codes of the members at whose address nothing answers. */
  readonly silent: readonly string[];
}

export type ControlResponse =
  | Readonly<{
      ok: true;
      status?: LedgerStatus;
      contract?: ContractStatus;
      /** Who has left. */
      former?: FormerMember;
      /** Serial number of a certificate that was revoked. */
      revoked?: string;
    }>
  | Readonly<{ ok: false; code: string; message: string }>;
