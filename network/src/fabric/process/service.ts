import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NetworkError } from '../../network-error.js';
import type { FabricLayout } from '../layout.js';

/** One process of the network: it lives on when the command that started it ends. */
export interface ServiceDefinition {
  /** Unique in the network, as commands name it: `peer-VN`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** What a service's process id file says. */
export interface Recorded {
  readonly pid: number;
  /** When the system says it started: a number used again for another process is not taken for it. */
  readonly started: string;
}

const STOP_PATIENCE = 15_000;
const LOOK_INTERVAL = 50;
/** The start time is the 22nd field of Linux's process status; the name before it may hold blanks. */
const START_TIME_AFTER_NAME = 19;

/** Starts a service, unless it runs. Its output goes to its log. */
export async function startService(
  layout: FabricLayout,
  service: ServiceDefinition,
): Promise<'started' | 'running'> {
  if ((await runningPid(layout, service.name)) !== undefined) return 'running';
  await mkdir(layout.run, { recursive: true, mode: 0o700 });
  await mkdir(layout.logs, { recursive: true, mode: 0o700 });
  const log = await open(logPath(layout, service.name), 'a', 0o600);
  try {
    const child = spawn(service.command, service.args, {
      cwd: service.folder,
      env: { ...inherited(), ...service.environment },
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve).once('error', reject);
    });
    const pid = child.pid ?? 0;
    child.unref();
    const recorded: Recorded = { pid, started: (await startTime(pid)) ?? '' };
    await writeFile(pidPath(layout, service.name), JSON.stringify(recorded), { mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkError('START_FAILED', `${service.name} cannot be started: ${reason}`, { cause });
  } finally {
    await log.close();
  }
  return 'started';
}

/** Ends a service: politely, then after 15 s by force. Does nothing when it does not run. */
export async function stopService(
  layout: FabricLayout,
  name: string,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  const pid = await runningPid(layout, name);
  if (pid !== undefined) {
    send(pid, signal);
    const end = performance.now() + STOP_PATIENCE;
    while ((await runningPid(layout, name)) !== undefined) {
      if (performance.now() > end) send(pid, 'SIGKILL');
      await pause(LOOK_INTERVAL);
    }
  }
  await rm(pidPath(layout, name), { force: true });
}

/** It may end by itself just before. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The process id of a service that runs. */
export async function runningPid(layout: FabricLayout, name: string): Promise<number | undefined> {
  const text = await readFile(pidPath(layout, name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const recorded = JSON.parse(text) as Recorded;
  return (await startTime(recorded.pid)) === recorded.started ? recorded.pid : undefined;
}

/** Services that have been started and not been stopped; they need not be alive. */
export async function recordedServices(layout: FabricLayout): Promise<readonly string[]> {
  const files = await readdir(layout.run).catch(() => []);
  return files
    .filter((file) => file.endsWith('.pid'))
    .map((file) => file.slice(0, -'.pid'.length))
    .sort();
}

/** @throws NetworkError `START_FAILED` with the end of its log, when a service has ended by itself. */
export async function assertRunning(layout: FabricLayout, name: string): Promise<void> {
  if ((await runningPid(layout, name)) !== undefined) return;
  const log = await readFile(logPath(layout, name), 'utf8').catch(() => '');
  const lines = log.trim().split('\n');
  const words =
    lines.findLast((line) => /panic|fatal|error/iu.test(line)) ?? lines.at(-1) ?? 'nothing in its log';
  throw new NetworkError('START_FAILED', `${name} has stopped: ${words.trim()} (all of it: logs ${name})`);
}

/** Where a service's output goes. */
export function logPath(layout: FabricLayout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

function pidPath(layout: FabricLayout, name: string): string {
  return join(layout.run, `${name}.pid`);
}

/** A service knows of the environment only what programs need; settings of Fabric come from its own files. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_PATH'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function startTime(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (status !== undefined) return startTimeIn(status);
  // No /proc on this system: whether there is a process of that number must do.
  try {
    process.kill(pid, 0);
    return process.platform === 'linux' ? undefined : '';
  } catch {
    return undefined;
  }
}

/** When a process started, from its status in `/proc`; undefined for a zombie, which has ended. */
export function startTimeIn(status: string): string | undefined {
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[START_TIME_AFTER_NAME];
}
