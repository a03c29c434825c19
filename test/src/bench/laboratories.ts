import type { LedgerKind } from '../support/ledger-processes.js';
import { openFilledStores, type FilledStores } from './filled-stores.js';
import { Laboratory } from './laboratory.js';

/** The systems of one run of the benchmark. What takes long to make is made once, when it is first needed. */
export class Laboratories implements AsyncDisposable {
  readonly #kept = new Map<LedgerKind, Promise<Laboratory>>();
  readonly #progress: (text: string) => void;
  #filled: Promise<FilledStores> | undefined;

  constructor(
    /** The ledger that is measured. */
    readonly ledger: LedgerKind,
    progress: (text: string) => void,
  ) {
    this.#progress = progress;
  }

  /** Lends a system: on the embedded ledger a fresh one, on Fabric that of the whole run. */
  async use<T>(work: (laboratory: Laboratory) => Promise<T>): Promise<T> {
    if (this.ledger === 'fabric') return work(await this.kept('fabric'));
    await using laboratory = await Laboratory.open({ ledger: 'embedded' });
    return await work(laboratory);
  }

  /** A system that stays until the end of the run. */
  kept(ledger: LedgerKind): Promise<Laboratory> {
    let laboratory = this.#kept.get(ledger);
    if (laboratory === undefined) {
      laboratory = Laboratory.open({ ledger, report: this.#progress });
      this.#kept.set(ledger, laboratory);
    }
    return laboratory;
  }

  /** A small and a large store side by side, filled once; `total` is that of the first call. */
  filled(total: number): Promise<FilledStores> {
    this.#filled ??= openFilledStores(total, this.#progress);
    return this.#filled;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#kept.values(), ...(this.#filled === undefined ? [] : [this.#filled])];
    for (const each of await Promise.allSettled(open))
      if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
  }
}
