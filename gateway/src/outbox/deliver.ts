import {
  certificateKey,
  OriginError,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
} from '@origin-ledger/model';
import { heldBytes, type ProposalContext } from '../operations/propose.js';
import type { VerdictBoard } from './verdict-board.js';

const VERDICT_MILLISECONDS = 15_000;

/** A repeated delivery, as it was committed. */
export interface Delivery {
  readonly name: string;
  /** The member whose collection the contents were written to. */
  readonly member: string;
  readonly transactionId: string;
  readonly block: number;
}

/**
 * Writes the contents of a sent certificate into the other state's collection again: its hash on the ledger
 * is not receipt, and a peer that lost its transient store has nothing until then. Needs no new signature.
 * @throws OriginError CERTIFICATE_UNKNOWN, OTHER_MEMBER, CERTIFICATE_NOT_SENT, PARCEL_NOT_HELD, OUTCOME_UNKNOWN
 */
export async function deliverAgain(
  reference: CertificateReference,
  context: ProposalContext & {
    readonly verdicts: VerdictBoard;
    readonly members: readonly { readonly code: string; readonly mspId: string }[];
  },
): Promise<Delivery> {
  const { ledger, replica, member, members, verdicts } = context;
  const record = replica.value<CertificateRecord>(certificateKey(reference));
  if (record === undefined)
    throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
  const states = [record.reference.member, record.importing];
  if (!states.includes(member.code))
    throw new OriginError('OTHER_MEMBER', { boxes: ['reference'], stage: 'query' });
  if (record.transmission !== 'SENT')
    throw new OriginError('CERTIFICATE_NOT_SENT', { boxes: ['reference'], stage: 'query' });
  const other = members.find(({ code }) => code !== member.code && states.includes(code));
  if (other === undefined) throw new OriginError('MEMBER_UNKNOWN', { stage: 'query' });
  const bytes = await heldBytes(record.commitment, reference, context);
  const name = referenceText(reference);
  const { transactionId, envelope } = await ledger.endorse({
    transaction: 'certificate:deliver',
    args: [name, other.code],
    transient: { [record.commitment]: bytes },
    endorsers: [other.mspId],
  });
  const verdict = verdicts.wait(transactionId, VERDICT_MILLISECONDS);
  // Not a verdict; the one waited for is.
  await ledger.submit(envelope).catch(() => undefined);
  const settled = await verdict.catch(() => undefined);
  if (settled === undefined) throw new OriginError('OUTCOME_UNKNOWN', { stage: 'commit', transactionId });
  if (settled.code !== 0)
    throw new OriginError('TRANSACTION_INVALIDATED', { stage: 'commit', transactionId });
  return { name, member: other.code, transactionId, block: settled.block };
}
