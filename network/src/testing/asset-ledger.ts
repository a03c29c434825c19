import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { startEmbeddedLedger } from '../embedded/ledger.js';
import type { EmbeddedLedger } from '../embedded/running-ledger.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import type { Topology } from '../topology/topology.js';
import { BlockAuditor } from './block-auditor.js';
import { ContractProcess } from './contract-process.js';
import { connectStockClient, type StockClient } from './stock-client.js';

const CONTRACT = 'origin';

/** An embedded ledger in a temporary folder that hosts the asset contract for all its members, and its clients. */
export class AssetLedger implements AsyncDisposable {
  ledger: EmbeddedLedger;
  readonly #clients: StockClient[] = [];

  private constructor(
    readonly folder: string,
    readonly topology: Topology,
    readonly service: ContractProcess,
    ledger: EmbeddedLedger,
  ) {
    this.ledger = ledger;
  }

  static async start(): Promise<AssetLedger> {
    const folder = await mkdtemp(join(tmpdir(), 'asset-ledger-'));
    const service = await ContractProcess.start();
    const topology: Topology = {
      ...(await withFreePorts(await readTopology())),
      chaincode: { name: CONTRACT, version: '1' },
    };
    const ledger = await open(folder, topology);
    await ledger.deploy({
      name: CONTRACT,
      addresses: Object.fromEntries(topology.members.map(({ code }) => [code, service.address])),
    });
    return new AssetLedger(folder, topology, service, ledger);
  }

  /** Stops the ledger and starts it on what it left. */
  async restart(): Promise<void> {
    await this.ledger.close();
    this.ledger = await open(this.folder, this.topology);
  }

  /** A member's client. */
  async client(code: string, options: Parameters<typeof connectStockClient>[2] = {}): Promise<StockClient> {
    const client = await connectStockClient(this.ledger.layout.connections, code, options);
    this.#clients.push(client);
    return client;
  }

  /** The contract as a member's client sees it. */
  async contract(code: string): Promise<Contract> {
    return contractOf(await this.client(code));
  }

  /** Has every block checked by a second implementation. @throws Error at the first that breaks a rule */
  audit(): void {
    const { channel } = this.ledger;
    const auditor = new BlockAuditor();
    for (let number = 0n; number < channel.height; number++) {
      const block = channel.block(number);
      if (block === undefined) throw new Error(`no block ${number}`);
      auditor.add(common.Block.deserializeBinary(block.serializeBinary()));
    }
    if (auditor.checked.blocks !== Number(channel.height)) throw new Error('not every block was checked');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#clients) each.close();
    await this.ledger.close();
    await this.service.stop();
    await rm(this.folder, { recursive: true });
  }
}

/** The asset contract behind a client. */
export const contractOf = ({ gateway }: StockClient): Contract =>
  gateway.getNetwork('origin').getContract(CONTRACT);

const open = (data: string, topology: Topology): Promise<EmbeddedLedger> =>
  startEmbeddedLedger({ data, topology, log: () => undefined });
