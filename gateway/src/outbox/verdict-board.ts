import type { LedgerPort } from '../ledger/ledger-port.js';

/** Lets a transaction's sender wait for its verdict: from the blocks, else by asking the peer. */
export class VerdictBoard {
  readonly #ledger: LedgerPort;
  readonly #waiting = new Map<string, (verdict: { code: number; block: number }) => void>();

  constructor(ledger: LedgerPort) {
    this.#ledger = ledger;
  }

  settled(transactionId: string, code: number, block: number): void {
    this.#waiting.get(transactionId)?.({ code, block });
  }

  /** The verdict within so many milliseconds, or undefined. */
  async wait(
    transactionId: string,
    milliseconds: number,
  ): Promise<{ readonly code: number; readonly block: number } | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const verdict = await new Promise<{ code: number; block: number } | undefined>((resolve) => {
      this.#waiting.set(transactionId, resolve);
      timer = setTimeout(() => {
        resolve(undefined);
      }, milliseconds);
    });
    clearTimeout(timer);
    this.#waiting.delete(transactionId);
    return verdict ?? this.#ledger.verdict(transactionId);
  }
}
