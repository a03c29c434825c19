import {
  calendarDateAt,
  canonicalText,
  certificateKey,
  issue,
  memberKey,
  OriginError,
  signerKey,
  verifyCertificate,
  type CertificateRecord,
  type KeyRecord,
  type MemberRecord,
} from '@origin-ledger/model';
import { timestampOf, type LedgerStub } from '../pipeline/ledger-stub.js';
import { newState, type State } from '../pipeline/state.js';
import { actsOf } from './acts-of.js';
import { referenceOf } from './find-certificate.js';

/**
 * Which checks a certificate passes today, in the importing member's zone, by the transaction's timestamp.
 * @param text reference of the certificate
 * @param commitment lower-case hex SHA-256 of the document in hand, or nothing
 * @returns the model's Verification
 * @throws OriginError REQUEST_CLAIMS
 */
export async function verify(stub: LedgerStub, text: string, commitment: string): Promise<string> {
  const reference = referenceOf(text, 'reference');
  if (!/^([0-9a-f]{64})?$/.test(commitment))
    throw new OriginError('REQUEST_CLAIMS', { boxes: ['commitment'], stage: 'contract' });
  const state = newState(stub);
  const record = await state.get<CertificateRecord>(certificateKey(reference));
  const importing =
    record === undefined ? undefined : await state.get<MemberRecord>(memberKey(record.importing));
  const verification = verifyCertificate({
    record,
    issuer: record === undefined ? undefined : await state.get<KeyRecord>(signerKey(record.issuedIn)),
    issuedAt: record === undefined ? undefined : await issuedAt(state, text, record),
    commitment: commitment === '' ? undefined : commitment,
    today: calendarDateAt(timestampOf(stub), importing?.utcOffsetMinutes ?? 0),
  });
  return canonicalText(verification);
}

async function issuedAt(state: State, name: string, record: CertificateRecord): Promise<string | undefined> {
  for await (const act of actsOf(state, name, [record.lastAct])) if (act.op === issue.op) return act.at;
  return undefined;
}
