import {
  canonicalText,
  OriginError,
  performAct,
  readRequest,
  resultOf,
  stateText,
  VerifiedRequests,
  type ActDefinition,
  type ActRecord,
  type Json,
  type Performance,
} from '@origin-ledger/model';
import { writeStates, type StateWrite } from '../batch/write-states.js';
import { carriedParcels, contentsAtHand } from './carried.js';
import { creatorOf } from './creator.js';
import { requireHash } from './hash-on-ledger.js';
import { policyOf } from './key-policy.js';
import { timestampOf, type LedgerStub } from './ledger-stub.js';
import { parcelsOf, type ExpectedParcel } from './parcels.js';
import { newState, type State } from './state.js';

const verified = new VerifiedRequests();

export interface PerformTransaction {
  readonly stub: LedgerStub;
  /** Compact JWS. */
  readonly jws: string;
  /** The operation this function performs, or undefined for any (withdraw). */
  readonly definition: Pick<ActDefinition, 'op' | 'maxBytes'> | undefined;
  readonly withdraw?: boolean;
}

/**
 * One act as a transaction: size, parse, authenticate, authorise, once-only, act, write. What comes with it is not
 * looked into before its signer is known. A replay writes nothing and tells the first result.
 * @throws OriginError with the code of the first check that fails
 */
export async function perform(options: PerformTransaction): Promise<ActRecord> {
  const { stub, jws, definition: expected, withdraw = false } = options;
  const known = verified.find(jws);
  const { request, definition } = readRequest(jws, {
    ...(expected === undefined ? {} : { expected }),
    ...(known === undefined ? {} : { known }),
  });
  const state = newState(stub);
  const creator = creatorOf(stub);
  const carried = (): ExpectedParcel[] => (withdraw ? [] : carriedParcels(definition, request));
  const performance = await performAct({
    request,
    definition,
    creator,
    timestamp: timestampOf(stub),
    read: state.read,
    withdraw,
    alreadyVerified: (text) => verified.find(text) !== undefined,
    ...(definition.judge === undefined ? {} : { parcels: () => contentsAtHand(stub, carried()) }),
  }).catch((error: unknown) => {
    throw definition.judge === undefined ? error : moreExactly(error, stub, carried);
  });
  verified.add(request);
  if (performance.status === 'replayed') return performance.act;

  const parcels = parcelsOf(stub, carried());
  for (const held of performance.held) await requireHash(stub, held);
  await writeStates(stub, [
    ...publicWrites(state, performance),
    ...performance.privateWrites.map(({ collection, name, commitment }) => ({
      collection,
      key: name,
      value: parcels.get(commitment) ?? new Uint8Array(),
    })),
  ]);
  const { id, op, previous } = performance.act;
  stub.setEvent('act', Buffer.from(canonicalText({ id, op, references: Object.keys(previous) })));
  return performance.act;
}

/** The answer to an act, byte for byte the same on every replay: made of its record alone. */
export function actAnswer(act: ActRecord): string {
  return answer(act, { result: resultOf(act) });
}

/** The answer to a withdrawal: whether the request acted first, or never can. */
export function withdrawalAnswer(act: ActRecord): string {
  return answer(act, { outcome: act.outcome, result: act.result as Json });
}

const answer = (act: ActRecord, members: { readonly [member: string]: Json }): string =>
  canonicalText({ act: act.id, at: act.at, op: act.op, ...members });

/** Where an act missed a parcel, why: it did not come, or it is not what was committed to. */
function moreExactly(error: unknown, stub: LedgerStub, carried: () => readonly ExpectedParcel[]): unknown {
  if (!(error instanceof OriginError) || error.code !== 'PARCEL_MISSING') return error;
  try {
    parcelsOf(stub, carried());
    return error;
  } catch (exact) {
    return exact;
  }
}

/** Records with the policies of those that are new, where it stays with its key; what all share has its own with each change. */
function publicWrites(state: State, { writes }: Performance): StateWrite[] {
  return writes.flatMap(({ key, value, owner }) => {
    const put = { key, value: Buffer.from(stateText(value)) };
    const stays = state.existed(key) && !('majorityOf' in owner);
    return stays ? [put] : [put, { key, policy: policyOf(owner) }];
  });
}
