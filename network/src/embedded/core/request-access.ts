import { toUSVString } from 'node:util';
import type { TransactionContext } from './transaction-context.js';

/** A string of a request: Fabric's peer takes no lone surrogates. */
export function text(value: string): string {
  if (toUSVString(value) !== value) {
    throw new Error('unmarshal failed: string field contains invalid UTF-8');
  }
  return value;
}

/** @throws when only members may read the collection and the creator is none. */
export function checkRead(context: TransactionContext, collection: string): void {
  const definition = context.simulator.collection(context.contract, collection);
  if (definition.memberOnlyRead && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('read', context.contract, collection);
  }
}

/** @throws when only members may write to the collection and the creator is none. */
export function checkWrite(context: TransactionContext, collection: string): void {
  const definition = context.simulator.collection(context.contract, collection);
  if (definition.memberOnlyWrite && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('write', context.contract, collection);
  }
}

function noPermission(access: 'read' | 'write', contract: string, collection: string): Error {
  return new Error(
    `tx creator does not have ${access} access permission on privatedata in ` +
      `chaincodeName:${contract} collectionName: ${collection}`,
  );
}

export function unsupported(name: string): Error {
  return new Error(`not supported by the embedded ledger: ${name}`);
}
