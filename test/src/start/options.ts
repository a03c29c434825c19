import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NetworkError, readTopology, withPorts, type Topology } from '@origin-ledger/network';
import { chosenLedger, type LedgerKind } from '../support/ledger-processes.js';

export const HELP = `Usage: npm start [-- --data DIR] [--ports BASE]

Runs four members with the gateways of Vietnam and Singapore, carries one certificate from one to the other,
and serves until Ctrl-C. Data stays; the next start continues with it. It runs on the embedded ledger; with
LEDGER=fabric in the environment on a real Fabric network.
  --data DIR     where everything is kept; default: data/ of the project, data-fabric/ with Fabric
  --ports BASE   first of the ports, which then lie side by side: 7 of them, 40 with Fabric; default: those of
                 network/topology.json
`;
/** The members whose gateways run. */
export const MEMBERS: readonly string[] = ['VN', 'SG'];
/** Each ledger is a network of its own, so each has its own data. */
const DATA = { embedded: 'data', fabric: 'data-fabric' } as const;

/** What is to be started, where. */
export interface StartOptions {
  readonly ledger: LedgerKind;
  /** The data folder. */
  readonly directory: string;
  readonly topology: Topology;
}

/** @returns undefined when help was asked for. @throws NetworkError `USAGE`, `TOPOLOGY_INVALID` */
export async function readOptions(argv: readonly string[]): Promise<StartOptions | undefined> {
  const { data, ports, help } = parse(argv);
  if (help) return undefined;
  const ledger = ledgerOf();
  const topology = await readTopology();
  return {
    ledger,
    directory: resolve(data ?? fileURLToPath(new URL(`../../../${DATA[ledger]}`, import.meta.url))),
    topology: ports === undefined ? topology : withPorts(topology, basePort(ports)),
  };
}

function ledgerOf(): LedgerKind {
  try {
    return chosenLedger();
  } catch (cause) {
    throw new NetworkError('USAGE', `${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}

function parse(argv: readonly string[]): Readonly<{ data?: string; ports?: string; help: boolean }> {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        ports: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new NetworkError(
      'USAGE',
      `${cause instanceof Error ? cause.message : String(cause)}. npm start -- --help`,
      {
        cause,
      },
    );
  }
}

function basePort(text: string): number {
  if (!/^\d{1,5}$/u.test(text)) throw new NetworkError('USAGE', `--ports ${text}: the first port, as 20000.`);
  return Number(text);
}
