import { createHash, X509Certificate } from 'node:crypto';
import { creatorFrom, type Creator } from '@origin-ledger/model';

const MAX_KNOWN = 1_000;
const known = new Map<string, Creator | undefined>();

/**
 * The creator of a transaction as every peer sees it, from its certificate; remembered by its hash, since a certificate
 * may be of any length. Undefined where the bytes are none.
 */
export function creatorOf(identity: {
  readonly mspId: string;
  readonly certificate: Uint8Array;
}): Creator | undefined {
  const name = `${identity.mspId} ${createHash('sha256').update(identity.certificate).digest('hex')}`;
  if (known.has(name)) return known.get(name);
  if (known.size >= MAX_KNOWN) known.clear();
  const creator = readCreator(identity.mspId, identity.certificate);
  known.set(name, creator);
  return creator;
}

function readCreator(mspId: string, bytes: Uint8Array): Creator | undefined {
  try {
    return creatorFrom(mspId, new X509Certificate(bytes));
  } catch {
    return undefined;
  }
}
