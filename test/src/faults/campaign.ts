import { networkStatus, watchNetwork } from '@origin-ledger/network/fabric';
import { eventually } from '../support/eventually.js';
import { ExchangeLoad } from './exchange-load.js';
import { FaultScene } from './fault-scene.js';
import { seconds } from './hits.js';
import type { Draws } from './random.js';

export interface CampaignOptions {
  readonly minutes: number;
  readonly draws: Draws;
  /** The most processes that are hit together. */
  readonly atOnce: number;
  readonly report: (line: string) => void;
}

/** What a campaign ended with. */
export interface CampaignEnd {
  readonly scene: FaultScene;
  /** Rounds in which something was lost, doubled, refused or hung, and what. */
  readonly broken: readonly string[];
  /** Processes that were not level with the others when everything had been healed. */
  readonly hung: number;
  /** What the watch did. */
  readonly healed: readonly string[];
  readonly hits: number;
}

const GATEWAYS = ['VN', 'SG', 'TH'];
const LEVEL_SECONDS = 180;

/**
 * Random faults on every process of a Fabric network under mixed acts, a round after the other, for some minutes: kills
 * and freezes of gateways, peers, contracts and orderers, several at once. What is killed is left to the network's own
 * watch, gateways to whoever runs them; after each round all must be level, with nothing lost, doubled or refused.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignEnd> {
  const { minutes, draws, atOnce, report } = options;
  const scene = await FaultScene.open({ ledger: 'fabric' });
  const { world } = scene;
  const network = world.fabric;
  const targets = [
    ...network.services().filter((name) => !name.startsWith('ca-')),
    ...GATEWAYS.map((code) => `gateway-${code}`),
  ];
  const stop = new AbortController();
  const healed: string[] = [];
  const watching = watchNetwork({
    ...{ data: world.data, interval: 1_000, signal: stop.signal },
    report: (line) => healed.push(line),
  }).catch((error: unknown) => healed.push(`the watch ended: ${String(error)}`));
  const broken: string[] = [];
  let [hung, hits] = [0, 0];

  const strike = async (target: string, what: 'kill' | 'freeze', lasting: number): Promise<void> => {
    const gateway = /^gateway-(.+)$/.exec(target)?.[1];
    if (what === 'kill' && gateway !== undefined) {
      await world.gateway(gateway).kill();
      await seconds(lasting);
      await world.startGateway(gateway, { readySeconds: 180 });
      return;
    }
    const pid = gateway === undefined ? await network.pid(target) : world.gateway(gateway).pid;
    if (pid === undefined) return;
    send(pid, what === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    await seconds(lasting);
    if (what === 'freeze') send(pid, 'SIGCONT');
  };
  const level = async (): Promise<void> => {
    await eventually(async () => {
      const { members } = await networkStatus(network);
      const told = members.flatMap(({ services }) =>
        services.filter(({ name }) => /^(peer|orderer)-/.test(name)),
      );
      const highest = Math.max(...told.map(({ height }) => height ?? 0));
      const behind = told.filter(({ height }) => height !== highest).map(({ name }) => name);
      const down = members.flatMap(({ services }) => services.filter(({ running }) => !running));
      if (behind.length + down.length > 0)
        throw new Error(`not level: ${[...behind, ...down.map(({ name }) => name)].join(', ')}`);
    }, LEVEL_SECONDS);
  };

  try {
    const end = Date.now() + minutes * 60_000;
    for (let round = 1; Date.now() < end; round += 1) {
      const chosen = draws.some(targets, 1 + Math.floor(draws.next() * atOnce)).map((target) => ({
        target,
        what: draws.next() < 0.5 ? ('kill' as const) : ('freeze' as const),
        lasting: draws.between(1, 15),
      }));
      hits += chosen.length;
      const name = chosen
        .map(({ target, what, lasting }) => `${what} ${target} ${lasting.toFixed(0)} s`)
        .join(', ');
      try {
        await scene.run(name, async ({ add }) => {
          const load = new ExchangeLoad({ issuer: scene.client('VN'), receiver: scene.client('SG') }, 2);
          add(load);
          await Promise.all(chosen.map(({ target, what, lasting }) => strike(target, what, lasting)));
          await level().catch((error: unknown) => {
            hung += 1;
            throw error;
          });
        });
        report(`round ${round}: ${name}: ${scene.lines.at(-1)?.operations ?? 0} acts, nothing lost`);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        broken.push(`round ${round}: ${name}: ${why}`);
        report(`round ${round}: ${name}: ${why}`);
      }
    }
    return { scene, broken, hung, healed, hits };
  } finally {
    stop.abort();
    await watching;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself, or was killed by the watch.
  }
}
