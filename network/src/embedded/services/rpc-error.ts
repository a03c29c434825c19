import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import type { LedgerError } from '../seam.js';
import anys from 'google-protobuf/google/protobuf/any_pb.js';

const DETAIL_TYPE = 'type.googleapis.com/gateway.ErrorDetail';

/** A failed call as gRPC sends it: code, message, and what single peers or orderers said. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  constructor(
    readonly code: status,
    message: string,
    readonly details: readonly gateway.ErrorDetail[] = [],
  ) {
    super(message);
  }
}

/** One peer's or orderer's part in a failure. */
export function errorDetail(address: string, mspId: string, message: string): gateway.ErrorDetail {
  const detail = new gateway.ErrorDetail();
  detail.setAddress(address);
  detail.setMspId(mspId);
  detail.setMessage(message);
  return detail;
}

/** The ledger's refusal as gRPC sends it. */
export function fromLedgerError(error: LedgerError): RpcError {
  const name = status[error.grpcCode] as keyof typeof status | undefined;
  return new RpcError(name === undefined ? status.UNKNOWN : status[name], error.message, error.details);
}

/** What the gRPC library sends for an error; one that nobody foresaw is UNKNOWN, as in Go. */
export function toServiceError(error: unknown): ServiceError {
  const rpc = error instanceof RpcError ? error : new RpcError(status.UNKNOWN, errorText(error));
  const metadata = new Metadata();
  if (rpc.details.length > 0) metadata.set('grpc-status-details-bin', Buffer.from(statusBytes(rpc)));
  return Object.assign(new Error(rpc.message), {
    code: rpc.code,
    details: rpc.message,
    metadata,
  });
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function statusBytes(error: RpcError): Uint8Array {
  const message = new google.rpc.Status();
  message.setCode(error.code);
  message.setMessage(error.message);
  for (const detail of error.details) {
    const any = new anys.Any();
    any.setTypeUrl(DETAIL_TYPE);
    any.setValue(detail.serializeBinary());
    message.addDetails(any);
  }
  return message.serializeBinary();
}
