import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NetworkError } from '../../network-error.js';
import {
  isAlive,
  readRecord,
  recordedNames,
  removeRecord,
  writeRecord,
} from '../../process/process-record.js';
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

const STOP_PATIENCE = 15_000;
const LOOK_INTERVAL = 50;
/** Starts a service, unless it runs. Its output goes to its log. */
export async function startService(
  layout: FabricLayout,
  service: ServiceDefinition,
): Promise<'started' | 'running'> {
  if (runningPid(layout, service.name) !== undefined) return 'running';
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
    child.unref();
    writeRecord(layout.run, service.name, child.pid ?? 0);
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
  const pid = runningPid(layout, name);
  if (pid !== undefined) {
    send(pid, signal);
    const end = performance.now() + STOP_PATIENCE;
    while (runningPid(layout, name) !== undefined) {
      if (performance.now() > end) send(pid, 'SIGKILL');
      await pause(LOOK_INTERVAL);
    }
  }
  removeRecord(layout.run, name);
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
export function runningPid(layout: FabricLayout, name: string): number | undefined {
  const record = readRecord(layout.run, name);
  return record !== undefined && isAlive(record) ? record.pid : undefined;
}

/** Services that have been started and not been stopped; they need not be alive. */
export const recordedServices = (layout: FabricLayout): readonly string[] => recordedNames(layout.run);

/** @throws NetworkError `START_FAILED` with the end of its log, when a service has ended by itself. */
export async function assertRunning(layout: FabricLayout, name: string): Promise<void> {
  if (runningPid(layout, name) !== undefined) return;
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

/** A service knows of the environment only what programs need; settings of Fabric come from its own files. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_PATH'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
