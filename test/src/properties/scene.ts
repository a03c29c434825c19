import { OriginApiError, type HolderKey, type OriginClient, type PreparedRequest } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { join } from 'node:path';
import { Clients } from '../conformance/clients.js';
import type { MemberClient } from '../conformance/member-client.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import type { LedgerKind } from '../support/ledger-processes.js';
import { World } from '../support/world.js';
import { Planting } from './planting.js';

/** Everybody's gateway runs, so that every store can be searched. */
const GATEWAYS = ['VN', 'SG', 'TH', 'ASEAN'] as const;
export type Code = (typeof GATEWAYS)[number];

/** Generous: two cores may carry a whole network and much else. */
const PATIENCE_SECONDS = 60;

/** Members, officers and a network on which the six properties are tried, all in one. */
export class Scene {
  /** What Vietnam and Singapore alone may read. */
  readonly shared = new Planting();
  /** What Vietnam alone may read. */
  readonly ofVietnam = new Planting();
  /** What Singapore alone may read. */
  readonly ofSingapore = new Planting();
  readonly vietnam: OriginClient;
  readonly exporter: OriginClient;
  readonly singapore: OriginClient;
  readonly reexporter: OriginClient;
  readonly thailand: OriginClient;
  readonly filled = { office: 'PRO', departure: inDays(5) };
  readonly #clients: Clients;

  private constructor(
    readonly world: World,
    readonly keys: Readonly<Record<'officer' | 'exporter' | 'customs' | 'reexporter' | 'thai', HolderKey>>,
  ) {
    this.vietnam = world.client(keys.officer);
    this.exporter = world.client(keys.exporter);
    this.singapore = world.client(keys.customs);
    this.reexporter = world.client(keys.reexporter);
    this.thailand = world.client(keys.thai);
    this.#clients = new Clients(join(world.data, 'connections'));
  }

  static async open(ledger: LedgerKind): Promise<Scene> {
    const world = await World.start({
      members: GATEWAYS,
      ledger,
      logs: 'all',
      gatewayEnvironment: { ORIGIN_GATEWAY_RATE_LIMIT: '0' },
    });
    try {
      const [officer, exporter, customs, reexporter, thai] = await Promise.all([
        world.enrol('VN:officer-1', ['signatory']),
        world.enrol('VN:example-highlands-coffee', ['exporter']),
        world.enrol('SG:officer-1', ['customs']),
        world.enrol('SG:officer-2', ['signatory']),
        world.enrol('TH:officer-1', ['signatory', 'customs', 'system']),
      ]);
      return new Scene(world, { officer, exporter, customs, reexporter, thai });
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** A Fabric identity at a peer, past every gateway of ours. */
  client(code: string, choice: { readonly at?: string; readonly as?: 'admin' } = {}): Promise<MemberClient> {
    return this.#clients.get({ code, ...choice });
  }

  /** Somebody's client whose requests leave behind what they carried. */
  async planted(acts: Promise<{ readonly prepared: PreparedRequest }>): Promise<PreparedRequest> {
    const { prepared } = await acts;
    this.shared.parcels(prepared.parcels);
    this.shared.name(...prepared.references);
    return prepared;
  }

  /** A certificate with planted contents, issued by Vietnam to Singapore. */
  async issued(): Promise<string> {
    const document = this.shared.document('SG');
    return (await this.planted(this.vietnam.issue([document], this.filled))).references[0] ?? '';
  }

  /** The same, sent and received. */
  async received(): Promise<string> {
    const reference = await this.issued();
    await this.vietnam.send(reference);
    await eventually(() => this.singapore.receive(reference), PATIENCE_SECONDS);
    await this.agreed(reference);
    return reference;
  }

  /** Waits until both states have seen every act on it. */
  async agreed(reference: string): Promise<void> {
    await eventually(async () => {
      const views = [this.vietnam, this.singapore].map((client) => client.certificate(reference));
      const [here, there] = await Promise.all(views);
      expect(here?.lastAct).to.equal(there?.lastAct);
    }, PATIENCE_SECONDS);
  }

  /** Waits until a parcel has arrived, reads and confirms it; answers its name. */
  async arrived(reader: OriginClient, author: OriginClient, box: string, act: string): Promise<string> {
    const name = await eventually(async () => {
      for await (const parcel of reader.parcels({ state: 'DELIVERED' }))
        if (parcel.box === box && parcel.act === act) return parcel.parcel;
      throw new Error(`${box} is not delivered`);
    }, PATIENCE_SECONDS);
    await reader.receiveParcel(name);
    await eventually(async () => {
      for await (const parcel of author.parcels({ direction: 'author', state: 'RECEIVED' }))
        if (parcel.parcel === name) return;
      throw new Error(`${box} is not seen as received`);
    }, PATIENCE_SECONDS);
    await this.agreed(box.split(' ')[1] ?? '');
    return name;
  }

  /** Waits until a gateway knows as much of the ledger as another one. */
  async caughtUp(...clients: readonly OriginClient[]): Promise<void> {
    const blocks = await Promise.all(clients.map(async (client) => (await client.status()).asOf.block));
    const last = Math.max(...blocks);
    for (const client of clients)
      await eventually(async () => {
        expect((await client.status()).asOf.block).to.be.at.least(last);
      }, PATIENCE_SECONDS);
  }

  async close(): Promise<void> {
    this.#clients[Symbol.dispose]();
    await this.world.close();
  }
}

/** What becomes of a call: `done`, or the code of its refusal. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof OriginApiError) return error.code;
    throw error;
  }
}
