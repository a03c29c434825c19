import { readdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { NetworkError } from '../../../network-error.js';
import { privateFolder } from '../private-files.js';

export type Level = ClassicLevel<string, Buffer>;
export type LevelSnapshot = ReturnType<Level['snapshot']>;

export type LevelChange =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

/** A database whose files are not as LevelDB left them. */
export class DatabaseDamaged extends Error {
  override readonly name = 'DatabaseDamaged';
}

/**
 * Opens a LevelDB folder; keys are text in UTF-8, so they sort as Fabric's do.
 *
 * @throws DatabaseDamaged when its files are damaged or some are missing.
 * @throws NetworkError `ALREADY_RUNNING` when another process has it open, `DATA_FOLDER` when it cannot be used.
 */
export async function openLevel(folder: string): Promise<Level> {
  await privateFolder(folder);
  const files = await readdir(folder);
  // Without this file LevelDB takes what is there for nothing, and begins anew.
  if (!files.includes('CURRENT') && files.some((name) => /\.(ldb|log)$/u.test(name))) {
    throw new DatabaseDamaged('CURRENT is missing');
  }
  const level: Level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'buffer' });
  try {
    await level.open();
    return level;
  } catch (error) {
    throw openingFailed(folder, error);
  }
}

function openingFailed(folder: string, error: unknown): Error {
  // What LevelDB says is the cause of "Database failed to open".
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = reason instanceof Error ? reason.message : String(reason);
  if (codeOf(reason) === 'LEVEL_LOCKED') {
    const text = `Another process has ${folder} open: stop the ledger that runs on this data.`;
    return new NetworkError('ALREADY_RUNNING', text, { cause: error });
  }
  return isDamage(reason)
    ? new DatabaseDamaged(message, { cause: error })
    : new NetworkError('DATA_FOLDER', `${folder} cannot be used: ${message}.`, { cause: error });
}

/** Whether an error of LevelDB says that its files are damaged or some are missing. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  if (code === 'LEVEL_CORRUPTION') return true;
  // It has one code for all that the system refuses: a full disk is no damage.
  return (
    code === 'LEVEL_IO_ERROR' &&
    error instanceof Error &&
    /No such file or directory|Invalid argument/u.test(error.message)
  );
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

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
