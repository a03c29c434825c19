import {
  certificateKey,
  commitmentOf,
  memberKey,
  OriginError,
  performAct,
  type ActDefinition,
  type Json,
  type ParsedRequest,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type MemberRecord,
  type StateKey,
  transactionOf,
} from '@origin-ledger/model';
import type { Journal } from '../journal/journal.js';
import type { EndorseCall, LedgerPort } from '../ledger/ledger-port.js';
import type { Replica } from '../read-model/replica.js';
import type { ActiveOperation } from './active-operation.js';

export interface ProposalContext {
  readonly ledger: LedgerPort;
  readonly journal: Journal;
  readonly replica: Replica;
  readonly member: { readonly code: string; readonly mspId: string };
}

/**
 * The proposal of an operation. A public act carries nothing confidential, and the peer finds its endorsers;
 * a joint act carries its parcel to the two states' peers, by name, and to nobody else.
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function proposalOf(operation: ActiveOperation, context: ProposalContext): Promise<EndorseCall> {
  const { request, definition } = operation;
  const call = { transaction: transactionOf(request.claims.op), args: [request.jws] };
  if (definition.kind !== 'joint') return call;
  const state = { get: <T>(key: StateKey): T | undefined => context.replica.value<T>(key) };
  const parties = definition.parties?.(request.claims.args, state) ?? [];
  const endorsers = parties.map((code) => {
    const mspId = context.replica.value<MemberRecord>(memberKey(code))?.mspId;
    if (mspId === undefined)
      throw new OriginError('MEMBER_UNKNOWN', { boxes: ['args.importing'], stage: 'endorse' });
    return mspId;
  });
  const { reference } = request.claims.args as { readonly reference?: CertificateReference };
  const transient: Record<string, Uint8Array> = {};
  for (const commitment of carriedBy(definition, request)) {
    const read = reference && (['certificate:read', referenceText(reference)] as const);
    transient[commitment] = await heldBytes(commitment, read, context);
  }
  return { ...call, transient, endorsers };
}

/** The commitments whose bytes travel with a joint act. */
const carriedBy = (definition: ActDefinition, { claims }: ParsedRequest): readonly string[] =>
  definition.carries?.(claims.args, claims) ?? claims.parcels.map(({ commitment }) => commitment);

/** Whether bytes under a commitment can be found here: in the journal, or in the own peer's collection. */
export function isHeld(
  commitment: string,
  reference: CertificateReference,
  { journal, replica, member }: Omit<ProposalContext, 'ledger'>,
): boolean {
  if (journal.parcel(commitment) !== undefined) return true;
  const record = replica.value<CertificateRecord>(certificateKey(reference));
  return record?.commitment === commitment && record.reference.member === member.code;
}

/**
 * The bytes under a commitment, from the journal or read back from the own peer.
 * @param read the contract's query that answers them, and its arguments
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function heldBytes(
  commitment: string,
  read: readonly [transaction: string, ...args: string[]] | undefined,
  { journal, ledger }: Pick<ProposalContext, 'journal' | 'ledger'>,
): Promise<Uint8Array> {
  const text = journal.parcel(commitment);
  if (text !== undefined) return Buffer.from(text, 'utf8');
  if (read === undefined) throw new OriginError('PARCEL_NOT_HELD', { stage: 'store' });
  const [transaction, ...args] = read;
  const bytes = await ledger.evaluate(transaction, args);
  if (commitmentOf(bytes) !== commitment) throw new OriginError('PARCEL_NOT_HELD', { stage: 'store' });
  return bytes;
}

/** Whether the act succeeds on this gateway's own verified replica, now. */
export async function decidesHere(operation: ActiveOperation, context: ProposalContext): Promise<boolean> {
  const { replica, member, journal } = context;
  const parcels = journal
    .parcelsOf(operation.id)
    .map(({ commitment, text }) => [commitment, JSON.parse(text) as Json] as const);
  try {
    const { status } = await performAct({
      request: operation.request,
      definition: operation.definition,
      creator: { mspId: member.mspId, administrator: false, jwk: undefined },
      timestamp: Date.now(),
      read: (keys) => Promise.resolve(new Map(keys.map((key) => [key, replica.value<unknown>(key)]))),
      alreadyVerified: () => true,
      parcels: new Map(parcels),
    });
    return status === 'done';
  } catch {
    return false;
  }
}
