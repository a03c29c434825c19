import {
  canonicalText,
  certificateKey,
  collectionOf,
  OriginError,
  referenceText,
} from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { putContents, type ExpectedValue } from '../pipeline/put-contents.js';
import { readList } from '../pipeline/read-list.js';
import { newState } from '../pipeline/state.js';
import { findCertificate, referenceOf } from './find-certificate.js';

/**
 * Puts contents into the issuing member's own collection, each under its certificate's entry. Only private writes: its own
 * peer alone endorses them, so a third member sees nothing. May be repeated.
 * @param references JSON array of reference texts, at most 500
 * @throws OriginError REQUEST_CLAIMS, OTHER_MEMBER, CERTIFICATE_UNKNOWN, PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function deposit(stub: LedgerStub, references: string): Promise<string> {
  const member = creatorMember(stub);
  const wanted = readList(references, 'references').map((text, index) =>
    referenceOf(text, `references[${index}]`),
  );
  wanted.forEach((reference, index) => {
    if (reference.member !== member)
      throw new OriginError('OTHER_MEMBER', { boxes: [`references[${index}]`], stage: 'authorise' });
  });
  const state = newState(stub);
  await state.read(wanted.map(certificateKey));
  const expected: ExpectedValue[] = [];
  for (const [index, reference] of wanted.entries()) {
    const box = `references[${index}]`;
    const { commitment } = await findCertificate(state, reference, box);
    expected.push({ entry: certificateKey(reference), commitment, box });
  }
  await putContents(stub, collectionOf(member), expected);
  return canonicalText({ deposited: wanted.map(referenceText) });
}
