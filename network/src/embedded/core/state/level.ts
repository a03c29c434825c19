import { ClassicLevel } from 'classic-level';

export type Level = ClassicLevel<string, Buffer>;
export type LevelSnapshot = ReturnType<Level['snapshot']>;

export type LevelChange =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

/** Opens a LevelDB folder; keys are text in UTF-8, so they sort as Fabric's do. */
export async function openLevel(folder: string): Promise<Level> {
  const level: Level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'buffer' });
  await level.open();
  return level;
}

/** One round rewrites, the next lays over all of the range, the last drops files that a reader held meanwhile. */
const ROUNDS = 3;

/**
 * Rewrites the files between two keys, so that what was deleted is gone from them. LevelDB rewrites a file only
 * together with one above it, and drops what it has rewritten only when it writes again after the last reader of it.
 */
export async function scrub(level: Level, from: string, to: string): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await level.compactRange(from, to);
    if (round < ROUNDS)
      await level.batch([
        { type: 'del', key: from },
        { type: 'del', key: to },
      ]);
  }
}
