import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { NetworkError } from '../../network-error.js';

/** A program run to its end. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Milliseconds after which it is ended; 60 s when not given. */
  readonly timeout?: number;
}

const LONGEST_REASON = 600;
const DEFAULT_TIMEOUT = 60_000;

/**
 * Runs a program and returns what it wrote to its standard output.
 *
 * @throws NetworkError `FABRIC_COMMAND_FAILED` with the end of what it wrote, when it does not end with 0.
 */
export async function runCommand(options: Command): Promise<string> {
  const child = spawn(options.command, options.args, {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      resolve(status ?? signal ?? 'unknown');
    });
  }).catch((cause: unknown) => {
    throw failure(options, cause instanceof Error ? cause.message : String(cause), cause);
  });
  const output = Buffer.concat(out).toString('utf8');
  if (code === 0) return output;
  throw failure(options, lastWords(Buffer.concat(err).toString('utf8') || output, code));
}

function failure(options: Command, reason: string, cause?: unknown): NetworkError {
  const verb = options.args.filter((arg) => !arg.startsWith('-')).slice(0, 3);
  return new NetworkError(
    'FABRIC_COMMAND_FAILED',
    `${[basename(options.command), ...verb.map((arg) => basename(arg))].join(' ')}: ${reason}`,
    { cause },
  );
}

/** The last line of a failed program says most. */
function lastWords(text: string, code: number | string): string {
  const line = text
    .trim()
    .split('\n')
    .filter((each) => each.trim() !== '' && !/^(Usage|Flags|Global Flags):/u.test(each))
    .find((each) => /error|fatal|panic/iu.test(each));
  const last = line ?? text.trim().split('\n').at(-1) ?? '';
  return `${last.trim().slice(0, LONGEST_REASON)} (ended with ${code})`;
}
