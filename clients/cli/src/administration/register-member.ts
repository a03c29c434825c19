import { registerMember as definition, type Charter } from '@origin-ledger/model';
import type { Administrator } from './administrator.js';
import type { Recorded } from './submit-act.js';

export interface MemberEntry {
  /** Default: the name in the connection profile. */
  readonly name?: string;
  /** Minutes east of UTC: calendar dates of its acts are counted there. */
  readonly utcOffsetMinutes: number;
  /** MSP ids of which one endorses with the member what it owns. Default: every other member. */
  readonly coEndorsers?: readonly string[];
  /** Whether it issues and receives certificates. Default: yes. */
  readonly exchanges?: boolean;
  /** As agreed with the other members, for the first entry: who keeps the register, and who has a voice in it. */
  readonly charter?: Charter;
}

/**
 * Enters the administrator's own member in the register, or changes its entry.
 * @throws OriginApiError
 * @example
 * const charter = { keeper: 'ASEAN', members: ['ASEAN', 'SG', 'TH', 'VN'] };
 * await registerMember(administrator, { utcOffsetMinutes: 420, charter });
 */
export async function registerMember(administrator: Administrator, entry: MemberEntry): Promise<Recorded> {
  const { member, members } = administrator.profile;
  const others = members.map(({ mspId }) => mspId).filter((mspId) => mspId !== member.mspId);
  return administrator.perform({
    op: definition.op,
    transaction: 'registerMember',
    args: {
      code: member.code,
      name: entry.name ?? member.name,
      utcOffsetMinutes: entry.utcOffsetMinutes,
      coEndorsers: entry.coEndorsers ?? others,
      exchanges: entry.exchanges ?? true,
      ...(entry.charter === undefined ? {} : { charter: entry.charter }),
    },
  });
}
