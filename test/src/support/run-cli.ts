import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { scripts } from './paths.js';

export interface CliResult {
  readonly exitCode: number;
  readonly out: string;
  readonly note: string;
}

/** Runs `co` as a process of its own, as a shell does. */
export async function runCli(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [scripts.cli, ...args], {
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
