import { status, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { RpcError, toServiceError } from './rpc-error.js';

/** The built-in contracts that do not answer here. */
export const REFUSED_CONTRACTS: ReadonlySet<string> = new Set(['lscc', 'escc', 'vscc']);

/** What the embedded ledger does not do, it refuses by name. */
export function unsupported(name: string): RpcError {
  return new RpcError(status.UNIMPLEMENTED, `not supported by the embedded ledger: ${name}`);
}

/** @throws RpcError UNIMPLEMENTED for those of the contracts every Fabric peer brings along that do not answer here. */
export function refuseSystemContract(contract: string): void {
  if (REFUSED_CONTRACTS.has(contract)) throw unsupported(contract);
}

/** Handlers that refuse every method of a service by its name. */
export function refuseAll(service: ServiceDefinition): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(service).map(([method, { path, responseStream }]) => {
      const error = toServiceError(unsupported(path.slice(1).replace('/', '.')));
      return [method, responseStream ? refuseStream(error) : refuseUnary(error)];
    }),
  );
}

type Failing = ReturnType<typeof toServiceError>;

function refuseUnary(error: Failing) {
  return (_call: unknown, callback: (reason: Failing) => void): void => {
    callback(error);
  };
}

function refuseStream(error: Failing) {
  return (call: Readonly<{ emit(event: 'error', reason: Failing): boolean }>): void => {
    call.emit('error', error);
  };
}
