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

/**
 * Rewrites the files between two keys, so that what was deleted is gone from them. LevelDB rewrites a file only
 * together with one above it: the second round lays one over all of the range.
 */
export async function scrub(level: Level, from: string, to: string): Promise<void> {
  await level.compactRange(from, to);
  await level.batch([
    { type: 'del', key: from },
    { type: 'del', key: to },
  ]);
  await level.compactRange(from, to);
}
