import { OriginError, type ErrorCode } from '@origin-ledger/model';
import type { LedgerPort } from './ledger-port.js';

/**
 * The ledger, to which nothing is proposed for as long as there is a reason not to: what this gateway would propose is
 * decided over a state that is not the ledger's.
 * @param reason the code that whoever proposes is refused with
 */
export function guardedLedger(ledger: LedgerPort, reason: () => ErrorCode | undefined): LedgerPort {
  return {
    endorse: async (call) => {
      const code = reason();
      if (code !== undefined) throw new OriginError(code, { stage: 'endorse' });
      return ledger.endorse(call);
    },
    submit: (envelope) => ledger.submit(envelope),
    verdict: (transactionId) => ledger.verdict(transactionId),
    evaluate: (transaction, args) => ledger.evaluate(transaction, args),
    height: () => ledger.height(),
    blocks: (from) => ledger.blocks(from),
    close: () => {
      ledger.close();
    },
  };
}
