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
    .replaceAll(/serial number \d+/gu, 'serial number <n>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(?: ?(?:Z|[+-]\d{4} UTC))?(?: m=[+-][\d.]+)?/gu, '<time>');
}

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

/** What a failed call said: gRPC code, message and what each peer or orderer added. */
export function failure(error: unknown): Json {
  if (isGatewayError(error)) {
    const details = error.details.map(({ mspId, message }) =>
      // Whoever answers last differs from the others: that is chance.
      message === 'ProposalResponsePayloads do not match' ? message : `${mspId}: ${withoutVolatile(message)}`,
    );
    return {
      code: grpcStatus[error.code] ?? error.code,
      message: withoutVolatile(error.message),
      details: [...new Set(details)].sort(),
    };
  }
  if (isServiceError(error)) {
    return { code: grpcStatus[error.code] ?? error.code, message: withoutVolatile(error.details) };
  }
  throw error;
}
