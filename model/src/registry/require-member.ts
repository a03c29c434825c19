import type { Signer } from '../act/act-definition.js';
import { OriginError } from '../errors/origin-error.js';
import type { MemberRecord } from './records.js';

/** @throws OriginError MEMBER_NOT_REGISTERED while the signer's member has not entered itself */
export function requireMember(signer: Signer): MemberRecord {
  if (signer.member === undefined) throw new OriginError('MEMBER_NOT_REGISTERED', { stage: 'contract' });
  return signer.member;
}
