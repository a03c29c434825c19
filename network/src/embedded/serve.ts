import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type {
  ContractStatus,
  ControlRequest,
  ControlResponse,
  LedgerStatus,
} from '../control/control-protocol.js';
import { startControlServer } from '../control/control-server.js';
import { deferred } from './core/deferred.js';
import { privateFolder } from './core/private-files.js';
import { embeddedLayout } from './layout.js';
import { startEmbeddedLedger, type EmbeddedLedgerOptions } from './ledger.js';
import type { DeployedContract, EmbeddedLedger } from './running-ledger.js';

/** A ledger that takes commands from other processes. */
export interface ServedLedger {
  readonly ledger: EmbeddedLedger;
  /** Resolves when a command has asked it to stop. */
  readonly stopRequested: Promise<undefined>;
  close(): Promise<void>;
}

/**
 * Starts the embedded ledger with its control socket and process id file.
 *
 * @throws NetworkError `ALREADY_RUNNING`, `PORT_TAKEN` and others of {@link startEmbeddedLedger}.
 */
export async function serveLedger(
  options: Readonly<Pick<EmbeddedLedgerOptions, 'data' | 'topology' | 'log' | 'now'>>,
): Promise<ServedLedger> {
  const layout = embeddedLayout(resolve(options.data));
  // The process is the ledger's own, and its databases make their files as this says.
  process.umask(0o077);
  await privateFolder(layout.root);
  const started = deferred<EmbeddedLedger>();
  const stop = deferred<undefined>();
  // A command that comes during the start waits; one that comes to a failed start is told.
  started.promise.catch(() => undefined);
  const control = await startControlServer(layout.controlSocket, async (request) => {
    if (request.command !== 'stop') return answer(await started.promise, request);
    stop.resolve(undefined);
    return { ok: true };
  });
  try {
    const ledger = await startEmbeddedLedger(options);
    await writeFile(layout.pid, `${process.pid}\n`);
    started.resolve(ledger);
    return {
      ledger,
      stopRequested: stop.promise,
      close: async () => {
        await ledger.close();
        await rm(layout.pid, { force: true });
        // Last, so that whoever sees the socket gone finds nothing open any more.
        await control.close();
      },
    };
  } catch (error) {
    started.reject(error instanceof Error ? error : new Error(String(error)));
    await control.close();
    throw error;
  }
}

async function answer(
  ledger: EmbeddedLedger,
  request: Exclude<ControlRequest, { command: 'stop' }>,
): Promise<ControlResponse> {
  if (request.command === 'status') return { ok: true, status: statusOf(ledger) };
  if (request.command === 'addMember') {
    await ledger.addMember(request.member, request.addresses);
    return { ok: true, status: statusOf(ledger) };
  }
  if (request.command === 'removeMember') {
    const former = await ledger.removeMember(request);
    return { ok: true, status: statusOf(ledger), former };
  }
  if (request.command === 'revoke') return { ok: true, revoked: await ledger.revoke(request) };
  const { name, addresses, terms } = request;
  await ledger.deploy({ name, addresses, terms });
  const deployed = ledger.contracts().find(({ definition }) => definition.name === name);
  return { ok: true, ...(deployed === undefined ? {} : { contract: contractStatus(deployed) }) };
}

function statusOf(ledger: EmbeddedLedger): LedgerStatus {
  return {
    processId: process.pid,
    channel: ledger.channel.name,
    height: Number(ledger.channel.height),
    members: ledger.members,
    contracts: ledger.contracts().map(contractStatus),
  };
}

function contractStatus({ definition, addresses, silent }: DeployedContract): ContractStatus {
  const { name, version, sequence } = definition;
  return { name, version, sequence, addresses, silent };
}
