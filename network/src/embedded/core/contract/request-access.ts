import { toUSVString } from 'node:util';
import { implicitOwner } from '../../../contract/collection-of.js';
import type { Collection } from '../../seam.js';
import { CollectionMissing } from '../private/collection-missing.js';
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
  if (isOpen(collection)) return;
  const definition = definitionFor(context, collection);
  if (definition.memberOnlyRead && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('read', context.contract, collection);
  }
}

/** @throws when only members may write to the collection and the creator is none. */
export function checkWrite(context: TransactionContext, collection: string): void {
  if (isOpen(collection)) return;
  const definition = definitionFor(context, collection);
  if (definition.memberOnlyWrite && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('write', context.contract, collection);
  }
}

/** An implicit collection is open to every client; whether it has an owner is the simulation's to see. */
const isOpen = (collection: string): boolean => implicitOwner(collection) !== undefined;

function definitionFor(context: TransactionContext, collection: string): Collection {
  try {
    return context.simulator.collection(context.contract, collection);
  } catch (error) {
    if (!(error instanceof CollectionMissing)) throw error;
    throw new Error(
      `collection ${context.channel}/${error.contract}/${error.collection} could not be found`,
      { cause: error },
    );
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
