import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NetworkError } from './network-error.js';

/**
 * Makes the folder in which a network keeps everything, for its owner alone, and sees that it can be written to. One
 * folder after the other: asked to make all of them, Node 20 tries for ever where the system lets nothing be made.
 *
 * @throws NetworkError `DATA_FOLDER`
 */
export async function makeDataFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  try {
    let at = resolve(folder);
    while (!(await isFolder(at))) {
      missing.unshift(at);
      at = dirname(at);
    }
    for (const each of missing) await made(each);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NetworkError(
      'DATA_FOLDER',
      `The folder ${folder} cannot be used (${why}): choose another with --data.`,
      { cause: error },
    );
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
  throw new Error(`${path} is a file`);
}

/** Somebody else may make it at the same time. */
async function made(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
