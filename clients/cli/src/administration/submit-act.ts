import { status as grpcStatus } from '@grpc/grpc-js';
import { CommitError, EndorseError, GatewayError, type Contract } from '@hyperledger/fabric-gateway';
import { CharterRecord, OriginError, validatorOf, type ErrorCode } from '@origin-ledger/model';
import { OriginApiError } from '@origin-ledger/sdk';

/** Where an act stands on the ledger. A repeated act's own transaction, not the first one's. */
export interface Recorded {
  readonly transactionId: string;
  readonly block: bigint;
}

const TRIES = 5;
/** What another attempt may change: an act stands once, whichever of its transactions commits. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['TRANSACTION_INVALIDATED', 'OUTCOME_UNKNOWN']);
const PAUSE_MILLISECONDS = 500;
const AWAY: ReadonlySet<number> = new Set([grpcStatus.UNAVAILABLE, grpcStatus.DEADLINE_EXCEEDED]);

/**
 * Submits a signed request to the own peer, again after what passes: the same request acts once, and a
 * repetition answers the first result. An error at submit is no verdict: orderers that had the envelope from each
 * other refuse the copy that comes late, and it commits.
 * @throws OriginApiError with the contract's code, or what kept the ledger from answering
 */
export async function submitAct(contract: Contract, transaction: string, request: string): Promise<Recorded> {
  for (let tries = 1; ; tries += 1) {
    try {
      const submitted = await contract.submitAsync(transaction, { arguments: [request] });
      const { code, successful, blockNumber, transactionId } = await submitted.getStatus();
      if (successful) return { transactionId, block: blockNumber };
      throw new CommitError({ code, transactionId, message: `validation code ${code}` });
    } catch (error) {
      const refusal = errorOf(error);
      if (!PASSING.has(refusal.code) || tries === TRIES) throw refusal;
      // Jitter: what collided once should not collide again.
      await new Promise((resolve) => setTimeout(resolve, (0.5 + Math.random()) * PAUSE_MILLISECONDS * tries));
    }
  }
}

/**
 * Whether the register has an entry, asked of the own peer alone.
 * @throws OriginApiError
 */
export async function isKnown(
  contract: Contract,
  query: 'member' | 'key',
  { code, mspId }: { readonly code: string; readonly mspId: string },
): Promise<boolean> {
  try {
    await contract.evaluate(query, { arguments: [code], endorsingOrganizations: [mspId] });
    return true;
  } catch (error) {
    const refusal = errorOf(error);
    if (refusal.code === 'MEMBER_UNKNOWN' || refusal.code === 'KEY_UNKNOWN') return false;
    throw refusal;
  }
}

const charters = validatorOf(CharterRecord);

/**
 * The charter, asked of the own peer alone.
 * @throws OriginApiError
 */
export async function charterIn(contract: Contract, mspId: string): Promise<CharterRecord> {
  try {
    const bytes = await contract.evaluate('charter', { endorsingOrganizations: [mspId] });
    const answer: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (charters.is(answer)) return answer;
  } catch (error) {
    throw errorOf(error);
  }
  throw new OriginApiError('ANSWER_INVALID', { stage: 'query' });
}

/** What an error of the Fabric client means for the request. */
export function errorOf(error: unknown): OriginApiError {
  if (error instanceof CommitError) {
    const { transactionId } = error;
    return new OriginApiError('TRANSACTION_INVALIDATED', { stage: 'commit', transactionId, cause: error });
  }
  if (!(error instanceof GatewayError)) {
    return new OriginApiError('INTERNAL', { stage: 'submit', cause: error });
  }
  const transactionId = 'transactionId' in error ? String(error.transactionId) : undefined;
  const context = { cause: error, ...(transactionId === undefined ? {} : { transactionId }) };
  const texts = [...error.details.map(({ message }) => message), error.message];
  const told = texts.map((text) => OriginError.fromText(text)).find((found) => found !== undefined);
  if (told !== undefined) {
    return new OriginApiError(told.code, { ...context, boxes: told.boxes, stage: 'contract' });
  }
  // What has a transaction may have been ordered; before that, nothing was.
  if (!(error instanceof EndorseError) && transactionId !== undefined) {
    return new OriginApiError('OUTCOME_UNKNOWN', { ...context, stage: 'submit' });
  }
  const away = AWAY.has(error.code);
  return new OriginApiError(away ? 'LEDGER_UNAVAILABLE' : 'ENDORSEMENT_FAILED', {
    ...context,
    stage: 'endorse',
  });
}
