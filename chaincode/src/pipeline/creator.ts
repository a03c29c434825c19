import { createHash, X509Certificate } from 'node:crypto';
import { creatorFrom, memberCodeOf, OriginError, type Creator } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

const MAX_CACHED = 1000;
const cached = new Map<string, Creator>();

/**
 * The Fabric identity that created the transaction. The peer has verified its certificate; here it is only read,
 * once for each certificate.
 * @throws Error when the bytes are no certificate
 */
export function creatorOf(stub: LedgerStub): Creator {
  const { mspid, idBytes } = stub.getCreator();
  const name = `${mspid} ${createHash('sha256').update(idBytes).digest('hex')}`;
  let creator = cached.get(name);
  if (creator === undefined) {
    if (cached.size >= MAX_CACHED) cached.clear();
    creator = creatorFrom(mspid, new X509Certificate(idBytes));
    cached.set(name, creator);
  }
  return creator;
}

/**
 * The member whose Fabric identity created the transaction.
 * @throws OriginError MEMBER_CODE when its MSP is not a member's
 */
export function creatorMember(stub: LedgerStub): string {
  const code = memberCodeOf(stub.getCreator().mspid);
  if (code === undefined) throw new OriginError('MEMBER_CODE', { stage: 'authorise' });
  return code;
}
