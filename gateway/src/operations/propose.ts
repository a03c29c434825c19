import {
  certificateKey,
  memberKey,
  OriginError,
  performAct,
  type ActDefinition,
  type Json,
  type ParsedRequest,
  type CertificateRecord,
  type CertificateReference,
  type MemberRecord,
  type StateKey,
  transactionOf,
} from '@origin-ledger/model';
import { documentOn, heldText } from '../contents/held-contents.js';
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
  const transient: Record<string, Uint8Array> = {};
  for (const commitment of carriedBy(definition, request))
    transient[commitment] = Buffer.from(await carriedText(request, commitment, context), 'utf8');
  return { ...call, transient, endorsers };
}

/** The commitments whose bytes travel with a joint act. */
const carriedBy = (definition: ActDefinition, { claims }: ParsedRequest): readonly string[] =>
  definition.carries?.(claims.args, claims) ?? claims.parcels.map(({ commitment }) => commitment);

/**
 * What travels with a joint act: the bytes that came with its request, or the document that the own member issued under
 * the certificate it names.
 * @throws OriginError PARCEL_NOT_HELD
 */
async function carriedText(
  { actId, claims }: ParsedRequest,
  commitment: string,
  context: ProposalContext,
): Promise<string> {
  const brought = context.journal.parcel(actId, commitment);
  if (brought !== undefined) return brought;
  const { reference } = claims.args as { readonly reference?: CertificateReference };
  const record = reference && issuedHere(reference, commitment, context);
  if (record === undefined) throw new OriginError('PARCEL_NOT_HELD', { stage: 'store' });
  return heldText(documentOn(record, context.member.code), context);
}

/** The own member's certificate with this reference, if this is the commitment to its document: found without being sent along. */
export function issuedHere(
  reference: CertificateReference,
  commitment: string,
  { replica, member }: Pick<ProposalContext, 'replica' | 'member'>,
): CertificateRecord | undefined {
  const record = replica.value<CertificateRecord>(certificateKey(reference));
  return record?.commitment === commitment && record.reference.member === member.code ? record : undefined;
}

/** Whether the act succeeds on this gateway's own verified replica, now. */
export async function decidesHere(operation: ActiveOperation, context: ProposalContext): Promise<boolean> {
  const { replica, member, journal } = context;
  const parcels = (): ReadonlyMap<string, Json> =>
    new Map(
      journal.parcelsOf(operation.id).map(({ commitment, text }) => [commitment, JSON.parse(text) as Json]),
    );
  try {
    const { status } = await performAct({
      request: operation.request,
      definition: operation.definition,
      creator: { mspId: member.mspId, administrator: false, jwk: undefined },
      timestamp: Date.now(),
      read: (keys) => Promise.resolve(new Map(keys.map((key) => [key, replica.value<unknown>(key)]))),
      alreadyVerified: () => true,
      parcels,
    });
    return status === 'done';
  } catch {
    return false;
  }
}
