import { Contract } from 'fabric-contract-api';
import { OriginError } from '@origin-ledger/model';
import { errorLine } from './error-line.js';

/** A contract of ours: its transactions take and answer text, and its errors are coded lines. */
export abstract class OriginContract extends Contract {
  /** The one boundary where errors leave the contracts. */
  override aroundTransaction(
    ...call: Parameters<Contract['aroundTransaction']>
  ): ReturnType<Contract['aroundTransaction']> {
    return super.aroundTransaction(...call).catch((error: unknown) => {
      throw new Error(errorLine(error), { cause: error });
    });
  }

  /** The library's own answer would log the arguments. */
  override unknownTransaction(): Promise<void> {
    const unknown = new OriginError('REQUEST_OPERATION', { boxes: ['function'] });
    return Promise.reject(new Error(errorLine(unknown), { cause: unknown }));
  }
}
