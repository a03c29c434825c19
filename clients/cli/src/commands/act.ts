import type { Operation } from '@origin-ledger/model';
import { OriginApiError, type OriginClient, type PreparedRequest } from '@origin-ledger/sdk';
import type { Context } from '../context.js';
import { keepRequest } from '../files/request-file.js';
import { UsageError } from '../usage-error.js';

/** Before a wait is worth telling of. */
const QUIET_MILLISECONDS = 1000;

/**
 * Performs a signed request with progress on stderr. Where its outcome stays open, the request is kept in a
 * file, to be sent again unchanged: a second one could act twice.
 */
export async function act(
  client: OriginClient,
  prepared: PreparedRequest,
  context: Context,
): Promise<Operation> {
  const { io } = context;
  const told = setTimeout(() => {
    io.note(`waiting for operation ${prepared.id}`);
  }, QUIET_MILLISECONDS);
  try {
    return await client.perform(prepared, {
      onProgress: ({ state }) => {
        io.note(`  ${state}`);
      },
    });
  } catch (error) {
    if (error instanceof OriginApiError && error.retry !== 'never') keep(prepared, context);
    throw error;
  } finally {
    clearTimeout(told);
  }
}

/** Keeps a signed request in a file, to be sent again unchanged with `co submit`. */
export function keep(prepared: PreparedRequest, { io }: Context): void {
  try {
    io.note(`the signed request is kept; send it again with: co submit ${keepRequest('.', prepared)}`);
  } catch (error) {
    // It was kept by an earlier try: that file holds the same request.
    if (!(error instanceof UsageError)) throw error;
    io.note(error.message);
  }
}
