import { setTimeout as pause } from 'node:timers/promises';
import { NetworkError } from '../network-error.js';
import { isAlive, LOCK, readRecord, recordedNames, removeRecord } from './process-record.js';

/** Longer than a process takes to end after the one that started it. Milliseconds. */
const PATIENCE = 30_000;
const LOOK = 50;

/**
 * Waits until the processes of an earlier start that are noted in a folder have ended, and forgets them.
 *
 * @throws NetworkError `ALREADY_RUNNING`, naming each that still runs, with how to stop it.
 */
export async function untilNoneLeft(
  folder: string,
  patience: Readonly<{ milliseconds: number }> = { milliseconds: PATIENCE },
): Promise<void> {
  const end = performance.now() + patience.milliseconds;
  for (;;) {
    const left = leftRunning(folder);
    if (left.length === 0) return;
    if (performance.now() > end) {
      const list = left.map(({ name, pid }) => `process ${pid} (${name})`).join(', ');
      throw new NetworkError(
        'ALREADY_RUNNING',
        `Of an earlier start with this data still runs: ${list}. Stop it: kill ${left.map(({ pid }) => pid).join(' ')}`,
      );
    }
    await pause(LOOK);
  }
}

function leftRunning(folder: string): readonly Readonly<{ name: string; pid: number }>[] {
  return recordedNames(folder).flatMap((name) => {
    const record = name === LOCK ? undefined : readRecord(folder, name);
    if (record !== undefined && isAlive(record)) return [{ name, pid: record.pid }];
    if (name !== LOCK) removeRecord(folder, name);
    return [];
  });
}
