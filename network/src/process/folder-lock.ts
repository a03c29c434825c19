import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { NetworkError } from '../network-error.js';
import { isAlive, LOCK, recordOf, recordPath, type ProcessRecord } from './process-record.js';

/** A folder that one program has for itself. */
export interface FolderLock {
  release(): void;
}

const TRIES = 10;

/**
 * Takes a folder for this process; one that was killed holds it no longer. The note of who has it appears whole or not
 * at all, and a note of the dead is moved away before a new one is put in its place, so that of two programs that start
 * together one gets it.
 *
 * @param program what is said to run: `npm start`.
 * @throws NetworkError `ALREADY_RUNNING`, naming the process.
 */
export function lockFolder(folder: string, program: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = recordPath(folder, LOCK);
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(recordOf(process.pid)), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (linked(own, path)) {
        return {
          release: () => {
            rmSync(path, { force: true });
          },
        };
      }
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) throw taken(program, folder, holder);
      moveAway(path, `${own}.dead`);
    }
    throw new NetworkError('ALREADY_RUNNING', `${program}: other programs try to start with ${folder} too.`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** A note that turns out to be of a living process, put there just now, goes back. */
function moveAway(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    // Somebody else was quicker.
    return;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && isAlive(moved)) linked(aside, path);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

const taken = (program: string, folder: string, { pid }: ProcessRecord): NetworkError =>
  new NetworkError(
    'ALREADY_RUNNING',
    `${program} runs with this data already: process ${pid} has ${folder}. Stop it (kill ${pid}), or choose other data.`,
  );
