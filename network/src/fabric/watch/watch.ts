import { setTimeout as pause } from 'node:timers/promises';
import { ordererChannel } from '../channel/orderer-admin.js';
import { asksForAnotherView } from '../doctor/ordering.js';
import { ownConsenters, ownMembers } from '../fabric-context.js';
import { openFabricNetwork, type FabricNetwork } from '../network.js';
import { peerHeight, readMetrics } from '../operations.js';
import { recordedServices, runningPid } from '../process/service.js';
import { ordererName } from '../services.js';
import {
  NOTHING_SEEN,
  nextRemedies,
  PATIENCE,
  type Look,
  type OrdererLook,
  type Patience,
  type Remedy,
} from './next-remedies.js';

export interface WatchOptions {
  /** The data folder of a Fabric network that was started. */
  readonly data: string;
  /** Milliseconds between two looks. Default: 5 s. */
  readonly interval?: number;
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
  /** Told each remedy, and what kept it from being applied. */
  readonly report: (line: string) => void;
}

const INTERVAL = 5_000;

/**
 * Keeps the processes of a network on this machine going until it is told to stop: starts what has ended by itself, and
 * restarts an orderer that stands still where that cannot stop the ordering. What an operator stops stays stopped.
 * @throws NetworkError `NOT_RUNNING` when there is no network
 */
export async function watchNetwork(options: WatchOptions): Promise<void> {
  const { data, interval = INTERVAL, patience = PATIENCE, signal, report } = options;
  let memory = NOTHING_SEEN;
  while (signal?.aborted !== true) {
    // Anew each time: members, versions of the contract and consenters change while it watches.
    const network = await openFabricNetwork({ data });
    const next = nextRemedies(await lookAt(network), memory, patience);
    memory = next.memory;
    for (const remedy of next.remedies) await apply(network, remedy, report);
    await pause(interval, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

async function apply(network: FabricNetwork, remedy: Remedy, report: (line: string) => void): Promise<void> {
  const { service, what, because } = remedy;
  report(`${what} ${service}: ${because}`);
  try {
    // One that is frozen ends by force only.
    if (what === 'restart') await network.stop(service, 'SIGKILL');
    await network.start(service);
  } catch (error) {
    report(`${service} could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function lookAt({ context }: FabricNetwork): Promise<Look> {
  const { channel } = context.topology;
  const [orderers, peers] = await Promise.all([
    Promise.all(
      ownConsenters(context).map(async (member): Promise<OrdererLook> => {
        const [height, metrics] = await Promise.all([
          ordererChannel(context, member).then(
            (told) => told?.height,
            () => undefined,
          ),
          readMetrics(member.orderer.operationsPort).catch((): ReadonlyMap<string, number> => new Map()),
        ]);
        return {
          name: ordererName(member),
          height,
          asksForAnotherView: asksForAnotherView(metrics, channel),
        };
      }),
    ),
    Promise.all(
      ownMembers(context).map(({ peer }) => peerHeight(peer.operationsPort, channel).catch(() => undefined)),
    ),
  ]);
  const heights = [...orderers.map(({ height }) => height), ...peers];
  return {
    at: performance.now(),
    gone: endedServices(context.layout),
    orderers,
    highest: Math.max(0, ...heights.map((height) => height ?? 0)),
  };
}

const endedServices = (layout: FabricNetwork['context']['layout']): readonly string[] =>
  recordedServices(layout).filter((name) => runningPid(layout, name) === undefined);
