import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fabricLayout } from '../layout.js';
import { startTimeIn, type Recorded } from './service.js';

/**
 * Kills every process of a data folder's network at once: for a program that is itself about to end, as a test broken
 * off, and has no time left to wait. Where the system tells no start times (`/proc`), it leaves them alone.
 */
export function killFabricNetwork(data: string): void {
  const { run } = fabricLayout(data);
  for (const file of filesIn(run).filter((name) => name.endsWith('.pid'))) {
    try {
      const { pid, started } = JSON.parse(readFileSync(join(run, file), 'utf8')) as Recorded;
      // A number used again for another process is not taken for it.
      if (startTimeIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) === started) process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
