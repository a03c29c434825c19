import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { scripts } from './paths.js';

export interface CliResult {
  readonly exitCode: number;
  readonly out: string;
  readonly note: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs `co` as a process of its own, as a shell does. */
export const runCli = (args: readonly string[], options?: RunOptions): Promise<CliResult> =>
  runScript(scripts.cli, args, options);

/** Runs `network` as a process of its own. */
export const runNetwork = (args: readonly string[], options?: RunOptions): Promise<CliResult> =>
  runScript(scripts.network, args, options);

/** Runs a program of ours to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const [out, note, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { exitCode: code ?? -1, out, note };
}
