import { X509Certificate } from 'node:crypto';
import { memberCodeOf, OriginError, type Creator, type PublicJwk } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

const MAX_CACHED = 1000;
const cached = new Map<string, Creator>();

/**
 * The Fabric identity that created the transaction. The peer has verified its certificate; here it is only read,
 * once for each certificate.
 * @throws OriginError INTERNAL when the bytes are no certificate
 */
export function creatorOf(stub: LedgerStub): Creator {
  const { mspid, idBytes } = stub.getCreator();
  const name = `${mspid}\n${Buffer.from(idBytes).toString('latin1')}`;
  let creator = cached.get(name);
  if (creator === undefined) {
    if (cached.size >= MAX_CACHED) cached.clear();
    creator = readCreator(mspid, idBytes);
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

function readCreator(mspId: string, idBytes: Uint8Array): Creator {
  const certificate = new X509Certificate(idBytes);
  return { mspId, administrator: hasAdminUnit(certificate.subject), jwk: jwkOf(certificate) };
}

/**
 * The NodeOU role of the subject. Node prints one relative name a line and escapes control characters and plus
 * signs inside values, so a value cannot pass for a line of its own.
 */
const hasAdminUnit = (subject: string): boolean => subject.split(/\n| \+ /).includes('OU=admin');

/** The public key, where it is of a kind that can sign requests. */
function jwkOf(certificate: X509Certificate): PublicJwk | undefined {
  const { kty, crv, x, y } = certificate.publicKey.export({ format: 'jwk' });
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) return { crv, kty, x, y };
  if (kty === 'OKP' && crv === 'Ed25519' && x !== undefined) return { crv, kty, x };
  return undefined;
}
