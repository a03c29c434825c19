import type { ContractDefinition } from '../../seam.js';
import { collectionOf } from '../../../contract/collection-of.js';

/**
 * The block with which a value committed in `block` goes: a collection's data live for so many blocks after it
 * (Fabric, `ComputeExpiringBlock`); undefined where they stay.
 */
export function expiringBlock(
  block: number,
  definition: ContractDefinition | undefined,
  collection: string,
): number | undefined {
  const blockToLive = collectionOf(definition, collection)?.blockToLive ?? 0;
  return blockToLive > 0 ? block + blockToLive + 1 : undefined;
}
