import type { HistoryRecord, TransactionRecord } from '../state/state-store.js';
import type { ValidatedTransaction } from './validator.js';

/** The first verdict on an id stays; blocks without ids (configuration) have none. */
export function firstVerdicts(
  number: number,
  transactions: readonly ValidatedTransaction[],
  isKnown: (transactionId: string) => boolean,
): TransactionRecord[] {
  const records = new Map<string, TransactionRecord>();
  transactions.forEach(({ transactionId, code }, transaction) => {
    if (transactionId !== '' && !records.has(transactionId) && !isKnown(transactionId)) {
      records.set(transactionId, { transactionId, code, place: { block: number, transaction } });
    }
  });
  return [...records.values()];
}

/** Which keys a block's valid transactions wrote, and where: what a key's history is made of. */
export function publicWrites(number: number, transactions: readonly ValidatedTransaction[]): HistoryRecord[] {
  return transactions.flatMap(({ code, transaction }, index) =>
    code === 0 && transaction
      ? transaction.sets.flatMap(({ namespace, writes }) =>
          writes.map(({ key }) => ({ namespace, key, place: { block: number, transaction: index } })),
        )
      : [],
  );
}
