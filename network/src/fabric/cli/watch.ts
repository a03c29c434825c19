import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Output } from '../../cli/output.js';

interface WatchCommandOptions {
  readonly data: string;
  readonly every: number;
}

/** `watch`: keeps the processes of a Fabric network on this machine going. */
export function watchCommand(output: Output): Command {
  return new Command('watch')
    .description(
      'keep a Fabric network going: start what has ended by itself, restart an orderer that stands still where that ' +
        'cannot stop the ordering; each is said. Ends with Ctrl-C or SIGTERM, and leaves the network as it is',
    )
    .option('--every <seconds>', 'between two looks', secondsOf, 5)
    .action(async ({ data, every }: WatchCommandOptions) => {
      const { watchNetwork } = await import('../watch/watch.js');
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          stop.abort();
        });
      output.err(`watching the Fabric network in ${resolve(data)}`);
      await watchNetwork({
        data: resolve(data),
        interval: every * 1000,
        signal: stop.signal,
        report: (line) => {
          output.out(`${new Date().toISOString()} ${line}`);
        },
      });
    });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 3600)
    throw new InvalidArgumentError('a number of seconds from 1 to 3600 is wanted');
  return seconds;
}
