import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import type { Output } from '../../cli/output.js';
import { NetworkError } from '../../network-error.js';
import { fabricLayout } from '../layout.js';

const DEFAULT_LINES = 50;

/** `logs NAME`: the last lines a process wrote. */
export function logsCommand(output: Output): Command {
  return new Command('logs')
    .description(
      'show what a process of the Fabric network wrote, as peer-VN, orderer-SG, contract-TH, ca-VN',
    )
    .argument('<name>', 'a process, or how its name begins')
    .option('--lines <number>', 'how many of the last lines', Number, DEFAULT_LINES)
    .action(async (name: string, options: { data: string; lines: number }) => {
      const { logs } = fabricLayout(resolve(options.data));
      const files = (await readdir(logs).catch(() => []))
        .filter((file) => file.endsWith('.log'))
        .map((file) => basename(file, '.log'))
        .sort();
      const chosen = files.filter((file) => file === name || file.startsWith(`${name}-`));
      if (chosen.length === 0) {
        throw new NetworkError(
          'USAGE',
          `There is no log of ${name}; there are ${files.join(', ') || 'none'}.`,
        );
      }
      for (const file of chosen) {
        if (chosen.length > 1) output.out(`== ${file}`);
        for (const line of await lastLines(join(logs, `${file}.log`), options.lines)) output.out(line);
      }
    });
}

/** Read as a stream: a log may be large. */
async function lastLines(path: string, count: number): Promise<readonly string[]> {
  const kept: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    kept.push(line);
    if (kept.length > count) kept.shift();
  }
  return kept;
}
