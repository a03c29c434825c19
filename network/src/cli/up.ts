import { spawn } from 'node:child_process';
import { fstatSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { askLedger, isListening } from '../control/control-client.js';
import type { LedgerStatus } from '../control/control-protocol.js';
import { makeDataFolder } from '../data-folder.js';
import { upFabric } from '../fabric/cli/hooks.js';
import { fabricLayout } from '../fabric/layout.js';
import { embeddedLayout, type EmbeddedLayout } from '../embedded/layout.js';
import { NetworkError, type NetworkErrorCode } from '../network-error.js';
import { rotateLog } from '../process/rotating-log.js';
import { stopAsked } from '../process/stop-asked.js';
import { withPorts } from '../topology/ports.js';
import { defaultTopologyPath, readTopology } from '../topology/read-topology.js';
import type { Topology } from '../topology/topology.js';
import { basePort } from './base-port.js';
import type { Output } from './output.js';
import { printStatus } from './status.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const START_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;

interface UpOptions {
  readonly data: string;
  readonly ports?: number;
  readonly topology: string;
  readonly foreground?: boolean;
  readonly fabric?: boolean;
}

/** `up`: starts the ledger in the background and waits until it serves. */
export function upCommand(output: Output): Command {
  return new Command('up')
    .description('start the ledger, in the background unless told otherwise')
    .option(
      '--ports <base>',
      "first of the ports, which then lie side by side: one for each member's peer, 10 for each member with --fabric",
      basePort,
    )
    .option('--topology <file>', 'members, ports and policies', defaultTopologyPath)
    .option('--fabric', 'a Fabric network with BFT ordering, by the programs in FABRIC_BIN or on PATH')
    .option('--foreground', 'stay, log to the terminal, stop on Ctrl-C')
    .action(async (options: UpOptions) => {
      const layout = embeddedLayout(resolve(options.data));
      await makeDataFolder(options.fabric === true ? fabricLayout(options.data).root : layout.root);
      if (options.fabric === true) {
        await upFabric(options.data, await chosenTopology(options), output);
      } else if (options.foreground === true) {
        await inForeground(options, output);
      } else if (await isListening(layout.controlSocket)) {
        output.err('The ledger is already running.');
        printStatus(await status(layout), output);
      } else {
        await inBackground(options, layout);
        printStatus(await status(layout), output);
      }
    });
}

async function inForeground(options: UpOptions, output: Output): Promise<void> {
  const asked = stopAsked();
  // Only the process that serves loads the ledger.
  const { serveLedger } = await import('../embedded/serve.js');
  const ownLog = ownLogOf(embeddedLayout(resolve(options.data)));
  const served = await serveLedger({
    data: options.data,
    topology: await chosenTopology(options),
    log: (level, message, fields) => {
      output.err(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
      if (ownLog !== undefined) rotateLog(ownLog);
    },
  });
  const stop = Promise.race([served.stopRequested, asked, served.ledger.channel.failed]);
  printStatus(await status(served.ledger.layout), output);
  const failure = await stop;
  await served.close();
  if (failure !== undefined) {
    throw new NetworkError('LEDGER_FAILED', `The ledger could not go on: ${failure.message}`, {
      cause: failure,
    });
  }
}

/** The ledger's log, where it is what this process writes its errors to: then nobody else puts it aside. */
function ownLogOf({ log }: EmbeddedLayout): string | undefined {
  try {
    const [written, named] = [fstatSync(process.stderr.fd), statSync(log)];
    return written.ino === named.ino && written.dev === named.dev ? log : undefined;
  } catch {
    return undefined;
  }
}

async function inBackground(options: UpOptions, layout: EmbeddedLayout): Promise<void> {
  // Mistakes in the topology are told here and not in a log.
  await chosenTopology(options);
  const log = await open(layout.log, 'a', 0o600);
  const { size: logStart } = await log.stat();
  try {
    const child = spawn(process.execPath, [MAIN, ...foregroundArguments(options)], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // It outlives npm.
      env: { ...process.env, npm_lifecycle_event: undefined },
    });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    try {
      await untilServing(layout, logStart, ended);
    } finally {
      // From here on this process may end before the ledger.
      child.unref();
    }
  } finally {
    await log.close();
  }
}

function foregroundArguments(options: UpOptions): readonly string[] {
  const ports = options.ports === undefined ? [] : ['--ports', options.ports.toString()];
  return [
    'up',
    '--foreground',
    '--data',
    resolve(options.data),
    '--topology',
    resolve(options.topology),
    ...ports,
  ];
}

/** The socket opens first, and answers once the ledger serves. */
async function untilServing(
  layout: EmbeddedLayout,
  logStart: number,
  ended: Promise<number | null>,
): Promise<void> {
  const failed = ended.then(async () => Promise.reject(await startFailure(layout, logStart)));
  const serving = (async () => {
    const until = Date.now() + START_MILLISECONDS;
    while (!(await isListening(layout.controlSocket))) {
      if (Date.now() > until)
        throw new NetworkError('START_FAILED', `The ledger does not start: see ${layout.log}.`);
      await new Promise((next) => setTimeout(next, POLL_MILLISECONDS));
    }
    await askLedger(layout.controlSocket, { command: 'status' }).catch((error: unknown) => {
      // It ended: its log says why.
      if (error instanceof NetworkError && error.code === 'NOT_RUNNING') return failed;
      throw error;
    });
  })();
  await Promise.race([serving, failed]);
}

/** The last line a process that ended wrote: its coded error, if it had one. */
async function startFailure(layout: EmbeddedLayout, logStart: number): Promise<NetworkError> {
  const written = (await readFile(layout.log)).subarray(logStart).toString().trimEnd();
  const [, code, message] = /^([A-Z_]+): (.+)$/mu.exec(written) ?? [];
  if (code !== undefined && message !== undefined) return new NetworkError(code as NetworkErrorCode, message);
  return new NetworkError('START_FAILED', `The ledger ended while it started: see ${layout.log}.`);
}

async function chosenTopology(options: UpOptions): Promise<Topology> {
  const topology = await readTopology(options.topology);
  return options.ports === undefined ? topology : withPorts(topology, options.ports);
}

async function status(layout: EmbeddedLayout): Promise<LedgerStatus> {
  const answer = await askLedger(layout.controlSocket, { command: 'status' });
  if (answer.status === undefined)
    throw new NetworkError('START_FAILED', 'The ledger did not tell its status.');
  return answer.status;
}
