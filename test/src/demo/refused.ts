import type { ErrorCode } from '@origin-ledger/model';
import { OriginApiError } from '@origin-ledger/sdk';
import { must, type StepResult } from './steps.js';

/** The call must be refused with this code. */
export async function refused(code: ErrorCode, call: () => Promise<unknown>): Promise<StepResult> {
  try {
    await call();
  } catch (error) {
    must(error instanceof OriginApiError, `a coded refusal, not ${String(error)}`);
    must(error.code === code, `${code}, not ${error.code} (${error.boxes.join(', ')})`);
    return { transactionId: error.transactionId, note: code };
  }
  must(false, `a refusal with ${code}`);
  return {};
}
