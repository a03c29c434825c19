import type { Level, LevelSnapshot } from './level.js';
import { decodeStateValue, type StateValue } from './state-value.js';

export interface StateEntry {
  readonly key: string;
  readonly state: StateValue;
}

/** Walks keys in the order of their UTF-8 bytes. */
export interface StateIterator {
  next(): Promise<StateEntry | undefined>;
  close(): Promise<void>;
}

const READ_AHEAD = 101;

/**
 * Walks the keys of one prefix from `startKey` on, to `endKey` exclusive; an empty `endKey` is the end.
 */
export function iterateLevel(
  level: Level,
  snapshot: LevelSnapshot,
  prefix: string,
  startKey: string,
  endKey: string,
): StateIterator {
  // Prefixes end in NUL: the next sibling ends in U+0001.
  const lt = endKey === '' ? `${prefix.slice(0, -1)}\u0001` : prefix + endKey;
  const iterator = level.iterator({ gte: prefix + startKey, lt, snapshot });
  let ahead: [string, Buffer][] = [];
  return {
    async next() {
      if (ahead.length === 0) {
        ahead = (await iterator.nextv(READ_AHEAD)).reverse();
      }
      const entry = ahead.pop();
      return entry && { key: entry[0].slice(prefix.length), state: decodeStateValue(entry[1]) };
    },
    close: () => iterator.close(),
  };
}
