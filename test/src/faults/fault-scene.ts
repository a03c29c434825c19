import { expect } from 'chai';
import type { HolderKey, OriginClient } from '@origin-ledger/sdk';
import { eventually } from '../support/eventually.js';
import type { LedgerKind } from '../support/ledger-processes.js';
import { World, type WorldOptions } from '../support/world.js';
import { CommitWatch } from './commit-watch.js';
import type { FaultLine } from './fault-report.js';
import { commitHashAt, LedgerCopy } from './ledger-copy.js';
import { Load } from './load.js';
import type { SteadyLoad } from './take-in.js';
import { readModelCopy } from './read-model-copy.js';

/** Members under load, and what each issues. */
const ISSUERS = [
  { code: 'VN', sample: 'vn-sg-coffee', office: 'SGN' },
  { code: 'TH', sample: 'th-sg-gearboxes', office: 'BKK' },
] as const;
const GATEWAYS = ['VN', 'SG', 'TH'] as const;
/** Of each of two workers a gateway, unless told otherwise. */
const PACE_MILLISECONDS = 600;
const BETWEEN = 6;
const SETTLED_SECONDS = 120;
const OPEN_STATES = ['RECEIVED', 'PREPARED', 'SUBMITTED', 'UNKNOWN'];

/** On which ledger, and how hard it is driven. */
export interface SceneOptions extends Pick<WorldOptions, 'topology' | 'gatewayEnvironment'> {
  readonly ledger: LedgerKind;
  /** Milliseconds between two requests of a worker. */
  readonly pace?: number;
}

/** What a fault may do to the loads while it lasts. */
export interface UnderLoad {
  readonly loads: Readonly<Record<'VN' | 'TH', Load>>;
  /** Waits until every gateway, or those named, has acknowledged so many more. */
  readonly acknowledgedMore: (count: number, codes?: readonly ('VN' | 'TH')[]) => Promise<void>;
  /** Waits until every gateway has seen so many more of its operations committed. */
  readonly committedMore: (count: number) => Promise<void>;
  /** Takes another load into the account: stopped, and proven with the rest. */
  readonly add: (load: SteadyLoad) => void;
}

/** A network under a steady load of signed submits, the faults it suffers, and what must hold after each. */
export class FaultScene {
  readonly lines: FaultLine[] = [];
  /** Codes of all that was refused, with the acts where they are known. */
  readonly refused: string[] = [];
  readonly #ledger: LedgerCopy;
  readonly #pace: number;
  /** Acknowledged and found on the ledger. */
  readonly #proven = new Set<string>();

  private constructor(
    readonly world: World,
    readonly keys: Readonly<Record<'VN' | 'SG' | 'TH', HolderKey>>,
    pace: number,
  ) {
    this.#pace = pace;
    this.#ledger = new LedgerCopy(world);
  }

  static async open({ pace = PACE_MILLISECONDS, ...options }: SceneOptions): Promise<FaultScene> {
    const world = await World.start({
      ...options,
      members: GATEWAYS,
      gatewayEnvironment: { ORIGIN_GATEWAY_RATE_LIMIT: '0', ...options.gatewayEnvironment },
    });
    try {
      const [VN, TH, SG] = await Promise.all([
        world.enrol('VN:officer-1', ['signatory']),
        world.enrol('TH:officer-1', ['signatory']),
        world.enrol('SG:officer-1', ['customs']),
      ]);
      return new FaultScene(world, { VN, SG, TH }, pace);
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  client(code: 'VN' | 'SG' | 'TH', options: Parameters<World['client']>[1] = {}): OriginClient {
    return this.world.client(this.keys[code], options);
  }

  /** Runs a fault and its healing in the middle of the load, then proves that nothing was lost or doubled. */
  async run(fault: string, suffer: (load: UnderLoad) => Promise<void>): Promise<FaultLine> {
    const loads = Object.fromEntries(
      ISSUERS.map(({ code, ...issued }) => [
        code,
        new Load(this.client(code), { ...issued, workers: 2, pace: this.#pace }),
      ]),
    ) as Record<'VN' | 'TH', Load>;
    const acknowledgedMore: UnderLoad['acknowledgedMore'] = async (count, codes = ['VN', 'TH']) => {
      await Promise.all(codes.map((code) => loads[code].untilMore(count)));
    };
    const committedMore: UnderLoad['committedMore'] = async (count) => {
      await Promise.all(
        ISSUERS.map(async ({ code }) => {
          const wanted = (await this.#committed(code)) + count;
          await eventually(async () => {
            expect(await this.#committed(code), `committed by ${code}`).to.be.at.least(wanted);
          }, SETTLED_SECONDS);
        }),
      );
    };
    const watches = ISSUERS.map(({ code }) => ({
      code,
      watch: new CommitWatch(this.client(code, { retries: false, timeoutSeconds: 2 })),
    }));
    const pauses: Record<string, number> = {};
    const all: SteadyLoad[] = Object.values(loads);
    try {
      await acknowledgedMore(BETWEEN);
      await suffer({
        loads,
        acknowledgedMore,
        committedMore,
        add: (load) => {
          all.push(load);
        },
      });
      await acknowledgedMore(BETWEEN);
    } finally {
      await Promise.all(all.map((load) => load.stop()));
      for (const { code, watch } of watches) pauses[code] = await watch.stop();
    }
    return this.#prove(fault, all, pauses);
  }

  async #committed(code: 'VN' | 'TH'): Promise<number> {
    return (await this.client(code).status()).operations['COMMITTED'] ?? 0;
  }

  async #prove(
    fault: string,
    loads: readonly SteadyLoad[],
    pauses: Readonly<Record<string, number>>,
  ): Promise<FaultLine> {
    const refused = loads.flatMap((load) => load.refused);
    this.refused.push(...refused);
    expect(refused, 'refused').to.deep.equal([]);
    await Promise.all(GATEWAYS.map((code) => this.#settled(code)));
    const blocks = await Promise.all(
      GATEWAYS.map(async (code) => (await this.client(code).status()).asOf.block),
    );
    const block = Math.max(...blocks);
    await this.#ledger.readTo(block, 'ASEAN');
    const acknowledged = loads.flatMap((load) => [...load.acknowledged.keys()]);
    const { acts } = this.#ledger;
    const line: FaultLine = {
      fault,
      operations: acknowledged.length,
      lost: acknowledged.filter((id) => !acts.has(id)).length,
      doubled: [...acts.values()].filter((count) => count > 1).length,
      pauses,
    };
    this.lines.push(line);
    expect(line, fault).to.include({ lost: 0, doubled: 0 });
    for (const id of acknowledged) this.#proven.add(id);
    for (const id of this.#proven) expect(acts.get(id), id).to.equal(1);
    await this.#samePeers(block);
    for (const code of GATEWAYS) await this.#sameReadModel(code, block);
    return line;
  }

  /** No operation of a gateway is open, none was refused, and its contents are with its own peer. */
  async #settled(code: 'VN' | 'SG' | 'TH'): Promise<void> {
    const client = this.client(code);
    await eventually(async () => {
      const { operations, deposits } = await client.status();
      const open = OPEN_STATES.filter((state) => (operations[state] ?? 0) > 0);
      expect(open, `${code}: ${JSON.stringify(operations)}`).to.deep.equal([]);
      expect(operations['REJECTED'] ?? 0, `refused by ${code}`).to.equal(0);
      expect(deposits.owed, `deposits owed by ${code}`).to.equal(0);
    }, SETTLED_SECONDS);
  }

  async #samePeers(block: number): Promise<void> {
    const hashes = await Promise.all(
      // A peer that is behind knows no such block yet.
      this.world.topology.members.map(({ code }) =>
        eventually(() => commitHashAt(this.world, code, block), 60),
      ),
    );
    expect(hashes[0], 'a commit hash').to.match(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size, `commit hashes of block ${block}`).to.equal(1);
  }

  async #sameReadModel(code: string, block: number): Promise<void> {
    const model = await eventually(() => {
      const copy = readModelCopy(this.world, code);
      if (copy.block < block) throw new Error(`the read model of ${code} stands at block ${copy.block}`);
      return Promise.resolve(copy);
    }, 30);
    await this.#ledger.readTo(model.block, 'ASEAN');
    expect(model.setAside, `set aside by ${code}`).to.equal(0);
    expect(Object.fromEntries(model.state), `read model of ${code}`).to.deep.equal(
      Object.fromEntries(this.#ledger.state),
    );
  }
}
