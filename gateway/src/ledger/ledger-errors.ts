import { status as Grpc } from '@grpc/grpc-js';
import { OriginError, type ErrorCode, type Stage } from '@origin-ledger/model';

/** What came back from the peer instead of an answer. */
export interface LedgerFailure {
  readonly stage: Extract<Stage, 'endorse' | 'submit' | 'commit' | 'query'>;
  readonly grpc: number;
  /** The message and those of its details, peer by peer. */
  readonly texts: readonly string[];
  readonly transactionId?: string;
}

const CONTRACT_DOWN =
  /chaincode stream terminated|timeout expired while executing transaction|could not launch chaincode|chaincode .* (is )?not (connected|registered|running|available)|connection to .* failed/i;
const CLOCK = /incorrect timestamp|timestamp .*(window|acceptable)/i;
const MISMATCH = /ProposalResponsePayloads do not match/i;
const EXHAUSTED: number = Grpc.RESOURCE_EXHAUSTED;
const SILENT: readonly number[] = [Grpc.UNAVAILABLE, Grpc.DEADLINE_EXCEEDED, Grpc.CANCELLED];
const OVERLOAD = /too many requests/i;

/** Which of our codes a peer's failure is; the rules in the order they apply. */
function codeOf({ stage, grpc, texts }: LedgerFailure): ErrorCode {
  const says = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  if (says(OVERLOAD) || grpc === EXHAUSTED) return 'OVERLOADED';
  if (says(MISMATCH)) return 'ENDORSEMENT_MISMATCH';
  if (says(CLOCK)) return 'TIMESTAMP_OUTSIDE_WINDOW';
  if (says(CONTRACT_DOWN)) return 'CONTRACT_UNAVAILABLE';
  if (SILENT.includes(grpc)) return 'LEDGER_UNAVAILABLE';
  return stage === 'endorse' ? 'ENDORSEMENT_FAILED' : 'LEDGER_UNAVAILABLE';
}

/**
 * A peer's failure as one of our errors. A contract's own refusal stands inside the texts and wins; anything
 * else is told by gRPC code and, where Fabric gives one code to several things, by text. The texts themselves
 * are not passed on: they are other organisations' and may carry anything.
 */
export function translateFailure(failure: LedgerFailure): OriginError {
  const { stage, transactionId } = failure;
  const placed = { stage, ...(transactionId === undefined ? {} : { transactionId }) };
  for (const text of failure.texts) {
    const refusal = OriginError.fromText(text, { ...placed, stage: 'contract' });
    if (refusal !== undefined) return refusal;
  }
  return new OriginError(codeOf(failure), placed);
}
