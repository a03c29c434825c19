import { isAlive, readRecord, recordedNames } from '../../process/process-record.js';
import { fabricLayout } from '../layout.js';

/**
 * Kills every process of a data folder's network at once: for a program that is itself about to end, as a test broken
 * off, and has no time left to wait. Where the system tells no start times (`/proc`), it leaves them alone.
 */
export function killFabricNetwork(data: string): void {
  const { run } = fabricLayout(data);
  for (const name of recordedNames(run)) {
    const record = readRecord(run, name);
    if (record === undefined || record.started === '' || !isAlive(record)) continue;
    try {
      process.kill(record.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}
