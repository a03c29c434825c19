import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_LIMITS, rotateLog } from '../../process/rotating-log.js';

/**
 * Puts the logs of a folder aside by size, since Fabric's programs write to theirs without end:
 * `log-keeper-main.js FOLDER [BYTES]`. Ends at SIGTERM.
 */
const [folder = '', bytes = String(LOG_LIMITS.bytes)] = process.argv.slice(2);
const LOOK_MILLISECONDS = 2_000;

function look(): void {
  try {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.log')))
      rotateLog(join(folder, file), { ...LOG_LIMITS, bytes: Number(bytes) });
  } catch (error) {
    // A full disk may have room later.
    process.stderr.write(
      `logs are not put aside: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

setInterval(look, LOOK_MILLISECONDS);
