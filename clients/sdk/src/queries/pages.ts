import type { Validator } from '@origin-ledger/model';
import type { SignedQueries } from './signed-queries.js';

/** One page of a list, as of one block. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface PagedQuery<T> {
  readonly path: string;
  readonly validator: Validator<Page<T>>;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** Every item of a list, fetching the next page when the reader gets there. */
export async function* everyItem<T>(
  queries: SignedQueries,
  query: PagedQuery<T>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await queries.ask({ ...query, parameters: { ...query.parameters, cursor } });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
