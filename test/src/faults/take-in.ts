import type { OriginClient, PreparedRequest } from '@origin-ledger/sdk';
import { OriginApiError } from '@origin-ledger/sdk';

/** Codes after which the very same request is sent again: nothing is known to be refused. */
const PASSING = new Set([
  'GATEWAY_UNREACHABLE',
  'LEDGER_UNAVAILABLE',
  'CONTRACT_UNAVAILABLE',
  'ENDORSEMENT_FAILED',
  'OUTCOME_UNKNOWN',
  'OVERLOADED',
  'STORAGE_FULL',
  'INTERNAL',
]);

export const UNWANTED = 'UNWANTED';

/** Requests on their way to a gateway, and what it said of them. */
export interface SteadyLoad {
  /** By id: from its acknowledgement on, a request may not be lost. */
  readonly acknowledged: ReadonlyMap<string, PreparedRequest>;
  /** Codes of what was refused; nothing should be. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/**
 * Submits the same signed request until the gateway has it, or nobody wants it any more.
 * @returns the code of its refusal, UNWANTED where nobody waited for its end; undefined when it was taken
 */
export async function takeIn(
  client: OriginClient,
  prepared: PreparedRequest,
  wanted: () => boolean,
): Promise<string | undefined> {
  while (wanted()) {
    try {
      const { state, problem } = await client.submit(prepared, { waitSeconds: 0 });
      return state === 'REJECTED' ? (problem?.code ?? 'REJECTED') : undefined;
    } catch (error) {
      if (error instanceof OriginApiError && !PASSING.has(error.code)) return error.code;
      await pause(50);
    }
  }
  return UNWANTED;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
