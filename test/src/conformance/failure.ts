import { status as grpcStatus, type ServiceError } from '@grpc/grpc-js';
import type { Json } from './json.js';

/** A text without what differs from run to run: ids, addresses, block numbers, certificates. */
export function withoutVolatile(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{100,}\b/gu, '<certificate>')
    .replaceAll(/\b[0-9a-f]{64}\b/gu, '<id>')
    .replaceAll(/\b(?:127\.0\.0\.1|localhost|\[::1\]):\d+/gu, '<address>')
    .replaceAll(/BlockNum:\s*\d+/gu, 'BlockNum: <n>')
    .replaceAll(/TxNum:\s*\d+/gu, 'TxNum: <n>')
    .replaceAll(/\[origin-[0-9a-f]{8}\]/gu, '[<call>]')
    .replaceAll(/payload is \d+ bytes/gu, 'payload is <n> bytes')
    .replaceAll(/serial number \d+/gu, 'serial number <n>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(?: ?(?:Z|[+-]\d{4} UTC))?(?: m=[+-][\d.]+)?/gu, '<time>');
}

/** Texts of which it is chance whose node says them: who answers last, which orderers make the quorum. */
const ANY_NODE = /^(?:ProposalResponsePayloads do not match$|received unsuccessful response from orderer)/u;

/** The same within an answer. */
export function withoutVolatileTexts(value: Json): Json {
  if (typeof value === 'string') return withoutVolatile(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutVolatileTexts);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutVolatileTexts(each)]));
}

const DEADLINE_EXCEEDED: number = grpcStatus.DEADLINE_EXCEEDED;
const CANCELLED: number = grpcStatus.CANCELLED;

interface GatewayErrorLike {
  readonly name: string;
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly mspId: string; readonly message: string }[];
}

function isGatewayError(error: unknown): error is GatewayErrorLike {
  return error instanceof Error && Array.isArray(Reflect.get(error, 'details'));
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && typeof Reflect.get(error, 'code') === 'number';
}

/**
 * Whether a call ended by its deadline. Client and server both watch it: where the server is first, it resets the stream,
 * which grpc-js calls a cancelled call. No client here cancels one.
 */
const deadlinePassed = ({ code, message }: GatewayErrorLike): boolean =>
  code === DEADLINE_EXCEEDED || (code === CANCELLED && message.endsWith('Call cancelled'));

/** What a failed call said: gRPC code, message and what each peer or orderer added. */
export function failure(error: unknown): Json {
  if (isGatewayError(error)) {
    const details = error.details.map(({ mspId, message }) =>
      ANY_NODE.test(message) ? withoutVolatile(message) : `${mspId}: ${withoutVolatile(message)}`,
    );
    const code = deadlinePassed(error) ? DEADLINE_EXCEEDED : error.code;
    return {
      code: grpcStatus[code] ?? code,
      // The client library tells of its own connection when a deadline passes.
      message: code === DEADLINE_EXCEEDED ? '' : withoutVolatile(error.message),
      details: [...new Set(details)].sort(),
    };
  }
  if (isServiceError(error)) {
    return { code: grpcStatus[error.code], message: withoutVolatile(error.details) };
  }
  throw error;
}
