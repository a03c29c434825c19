import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { askLedger, isListening } from '../control/control-client.js';
import { embeddedLayout } from '../embedded/layout.js';
import { downFabric, hasFabricNetwork } from '../fabric/cli/hooks.js';
import { NetworkError } from '../network-error.js';
import type { Output } from './output.js';

const STOP_MILLISECONDS = 20_000;
const POLL_MILLISECONDS = 50;

/** `down`: stops the ledger; nothing to do when it does not run. */
export function downCommand(output: Output): Command {
  return new Command('down')
    .description('stop the ledger; its data stays')
    .action(async (options: { data: string }) => {
      if (await hasFabricNetwork(options.data)) await downFabric(options.data, output);
      output.out(
        (await stopLedger(options.data)) ? 'The ledger has stopped.' : 'The ledger was not running.',
      );
    });
}

/**
 * Stops the ledger of a data folder and waits until its process has ended.
 *
 * @returns whether one was running.
 * @throws NetworkError `STOP_FAILED` when it does not end.
 */
export async function stopLedger(data: string): Promise<boolean> {
  const { controlSocket, pid } = embeddedLayout(resolve(data));
  if (!(await isListening(controlSocket))) return false;
  const processId = Number(await readFile(pid, 'utf8').catch(() => '0'));
  await askLedger(controlSocket, { command: 'stop' });
  const until = Date.now() + STOP_MILLISECONDS;
  while ((await isListening(controlSocket)) || isAlive(processId)) {
    if (Date.now() > until)
      throw new NetworkError('STOP_FAILED', `The ledger (process ${processId}) does not end.`);
    await new Promise((next) => setTimeout(next, POLL_MILLISECONDS));
  }
  return true;
}

function isAlive(processId: number): boolean {
  if (processId === 0 || processId === process.pid) return false;
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
