import { canonicalText, collectionOf } from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { putContents } from '../pipeline/put-contents.js';
import { balanceOf } from './read-balance.js';

/**
 * Writes what is left of a certificate into one state's collection again: a peer that lost it can judge no draw. Needs
 * no signature, since the commitment on record decides which bytes they are. May be repeated for ever.
 * @param text reference of the certificate
 * @param name `import`, `reexport` or `joined`
 * @param member the state whose collection is written; its peer endorses
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, NOT_A_READER, PARCEL_UNKNOWN, PARCEL_MISSING,
 *   PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function deliverBalance(
  stub: LedgerStub,
  text: string,
  name: string,
  member: string,
): Promise<string> {
  const balance = await balanceOf(stub, text, name, [creatorMember(stub), member]);
  await putContents(stub, collectionOf(member), [{ ...balance, box: 'parcels[0]' }]);
  return canonicalText({ delivered: `balance ${text}`, member });
}
