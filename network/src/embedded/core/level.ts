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
