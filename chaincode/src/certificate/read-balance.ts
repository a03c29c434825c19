import {
  collectionOf,
  OriginError,
  privateNameOf,
  receptionKey,
  type ReceptionRecord,
  type StateKey,
} from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import { heldText } from '../pipeline/held-text.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { newState } from '../pipeline/state.js';
import { findCertificate, referenceOf } from './find-certificate.js';
import { requireReader } from './require-reader.js';

/**
 * What is left of a certificate after its last draw, from the collection of the asker's own member: whoever draws
 * next starts from it.
 * @param text reference of the certificate
 * @param name `import`, `reexport` or `joined`
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, NOT_A_READER, PARCEL_UNKNOWN, PARCEL_NOT_HELD
 */
export async function readBalance(stub: LedgerStub, text: string, name: string): Promise<string> {
  const creator = creatorMember(stub);
  const { entry, commitment } = await balanceOf(stub, text, name, [creator]);
  return heldText(stub, collectionOf(creator), privateNameOf(entry, commitment), 'balance');
}

/**
 * The commitment of what is left of a certificate, and the entry it stands in, for those who may read it.
 * @param members who asks, and whose collection is touched: all must be of the two states
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, NOT_A_READER, PARCEL_UNKNOWN
 */
export async function balanceOf(
  stub: LedgerStub,
  text: string,
  name: string,
  members: readonly string[],
): Promise<{ readonly entry: StateKey; readonly commitment: string }> {
  const reference = referenceOf(text, 'reference');
  const state = newState(stub);
  const certificate = await findCertificate(state, reference, 'reference');
  for (const member of members) requireReader(member, certificate);
  if (name !== 'import' && name !== 'reexport' && name !== 'joined')
    throw new OriginError('REQUEST_CLAIMS', { boxes: ['balance'], stage: 'contract' });
  const entry = receptionKey(reference);
  const { balances } = (await state.get<ReceptionRecord>(entry)) ?? {};
  const commitment = balances?.[name];
  if (commitment === undefined)
    throw new OriginError('PARCEL_UNKNOWN', { boxes: ['balance'], stage: 'contract' });
  return { entry, commitment };
}
