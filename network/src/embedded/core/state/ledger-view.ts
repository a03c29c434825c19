import { deferred } from '../deferred.js';
import type { PrivateView } from '../private/private-store.js';
import type { StateView } from './state-store.js';

/**
 * Everything a simulation may read, as it stood after one block: half a block is never seen. It is held
 * by those who simulate on it and freed when the last one lets go and a later block has taken its place.
 */
export class LedgerView {
  #holders = 1;
  readonly #freed = deferred<undefined>();

  constructor(
    readonly state: StateView,
    readonly privates: ReadonlyMap<string, PrivateView>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Number of the last block it shows. */
  get block(): number {
    return this.state.block;
  }

  /** Resolves when nobody reads it any more. */
  get freed(): Promise<undefined> {
    return this.#freed.promise;
  }

  hold(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    this.#holders--;
    if (this.#holders === 0) {
      Promise.all([this.state.close(), ...[...this.privates.values()].map((view) => view.close())])
        .catch(this.failed)
        .finally(() => {
          this.#freed.resolve(undefined);
        });
    }
  }
}
