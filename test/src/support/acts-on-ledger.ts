import type { common } from '@hyperledger/fabric-protos';
import { publicWrites } from './public-writes.js';

const ACT_KEY = /^\u0000act\u0000([^\u0000]+)\u0000([^\u0000]+)\u0000$/;

/** How often each act was written by a valid transaction, read from the blocks alone: never more than once. */
export function actsOnLedger(blocks: readonly common.Block[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of blocks.flatMap(publicWrites)) {
    const [, kid, jti] = ACT_KEY.exec(key) ?? [];
    if (kid === undefined || jti === undefined) continue;
    const id = `${kid}.${jti}`;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
