import { OriginError } from '@origin-ledger/model';

/**
 * What a refusal may say outside the contract: a code and boxes. The text of an unexpected error may carry
 * anything, and stands in the logs of peers; so only its kind is told.
 */
export const errorLine = (error: unknown): string =>
  (error instanceof OriginError ? error : new OriginError('INTERNAL')).toLine();
