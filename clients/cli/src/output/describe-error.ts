import { errorRegistry, OriginError } from '@origin-ledger/model';
import { OriginApiError } from '@origin-ledger/sdk';
import { ExitCode, exitCodeOf } from '../exit-code.js';

/** An error as a program reads it (`--json`). */
export interface ErrorDescription {
  readonly code: string;
  readonly what: string;
  readonly boxes: readonly string[];
  readonly remedy: string;
  readonly stage?: string;
  readonly retry?: string;
  readonly transactionId?: string;
  readonly operation?: string;
}

/** What the system says of a gateway that does not answer: which address, and why. */
function reasonsOf({ code, cause }: OriginApiError): string[] {
  if (code !== 'GATEWAY_UNREACHABLE' || !(cause instanceof Error)) return [];
  // `fetch` says that it failed; what it failed of is its own cause.
  const { message } = cause.cause instanceof Error ? cause.cause : cause;
  const [line = ''] = message.split('\n');
  return line === '' ? [] : [line];
}

/** Code, what happened, which boxes, what to do. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof OriginApiError) {
    const { code, boxes, remedy, stage, retry, transactionId, operationId } = error;
    return {
      code,
      what: error.detail ?? [errorRegistry[code].title, ...reasonsOf(error)].join(': '),
      boxes,
      remedy,
      retry,
      ...(stage === undefined ? {} : { stage }),
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(operationId === undefined ? {} : { operation: operationId }),
    };
  }
  if (error instanceof OriginError) {
    const { code, boxes, definition } = error;
    return { code, what: definition.title, boxes, remedy: definition.remedy, retry: definition.retry };
  }
  const what = error instanceof Error ? error.message : String(error);
  return exitCodeOf(error) === ExitCode.usage
    ? { code: 'USAGE', what, boxes: [], remedy: 'See co --help.' }
    : { code: 'INTERNAL', what, boxes: [], remedy: 'This is a defect of co: report it with what you did.' };
}

/** The same as lines for people. */
export function errorLines({
  code,
  what,
  boxes,
  remedy,
  transactionId,
  operation,
}: ErrorDescription): string[] {
  const shown = boxes.slice(0, 20);
  return [
    code === 'USAGE' ? `co: ${what}` : `${code}: ${what}`,
    ...shown.map((box) => `  box ${box}`),
    ...(boxes.length > shown.length ? [`  and ${boxes.length - shown.length} more`] : []),
    ...(transactionId === undefined ? [] : [`  transaction ${transactionId}`]),
    ...(operation === undefined ? [] : [`  operation ${operation}`]),
    `  ${remedy}`,
  ];
}
