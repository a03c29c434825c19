import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which process it is: a number that the system uses again for another one is not taken for it. */
export interface ProcessRecord {
  readonly pid: number;
  /** When the system says it started. */
  readonly started: string;
}

/** The start time is the 22nd field of Linux's process status; the name before it may hold blanks. */
const START_TIME_AFTER_NAME = 19;
const ENDING = '.pid';
/** The name under which whoever has the folder is noted. */
export const LOCK = 'lock';

/** A process as it is to be recognised later. */
export const recordOf = (pid: number): ProcessRecord => ({ pid, started: startTime(pid) ?? '' });

/** Whether this very process still runs. */
export function isAlive({ pid, started }: ProcessRecord): boolean {
  const since = startTime(pid);
  return since !== undefined && since === started;
}

/** Notes in a folder, made if need be, which process has a name. */
export function writeRecord(folder: string, name: string, pid: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(recordPath(folder, name), JSON.stringify(recordOf(pid)), { mode: 0o600 });
}

/** The process noted under a name, whether it runs or not. */
export function readRecord(folder: string, name: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordPath(folder, name), 'utf8')) as ProcessRecord;
  } catch {
    // Not noted, or the note was broken off with the process that wrote it.
    return undefined;
  }
}

/** Forgets what was noted under a name. */
export function removeRecord(folder: string, name: string): void {
  rmSync(recordPath(folder, name), { force: true });
}

/** The names noted in a folder, sorted. */
export function recordedNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => file.slice(0, -ENDING.length))
      .sort();
  } catch {
    return [];
  }
}

/** The file that notes a process. */
export const recordPath = (folder: string, name: string): string => join(folder, `${name}${ENDING}`);

function startTime(pid: number): string | undefined {
  try {
    return startTimeIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  // No /proc on this system: whether there is a process of that number must do.
  try {
    process.kill(pid, 0);
    return '';
  } catch {
    return undefined;
  }
}

/** When a process started, from its status in `/proc`; undefined for a zombie, which has ended. */
function startTimeIn(status: string): string | undefined {
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[START_TIME_AFTER_NAME];
}
