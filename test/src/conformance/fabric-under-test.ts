import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import { startFabricNetwork, stopFabricNetwork } from '@origin-ledger/network/fabric';
import { Clients } from './clients.js';
import { CONTRACT_SCRIPT, EXECUTE_TIMEOUT_MILLISECONDS } from './embedded-under-test.js';
import type { LedgerUnderTest } from './ledger-under-test.js';

/** Starts a BFT network of Hyperledger Fabric with a contract process for each member. */
export async function fabricUnderTest(): Promise<LedgerUnderTest> {
  const data = await mkdtemp(join(tmpdir(), 'conformance-fabric-'));
  const close = async (): Promise<void> => {
    await stopFabricNetwork(data);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const topology = await withFreePorts(await readTopology());
    const network = await startFabricNetwork({
      data,
      topology,
      contract: { command: process.execPath, args: [CONTRACT_SCRIPT] },
      executeTimeoutSeconds: EXECUTE_TIMEOUT_MILLISECONDS / 1000,
    });
    const clients = new Clients(network.connections);
    let markers = 0;
    return {
      kind: 'fabric',
      client: (code, choice = {}) => clients.get({ code, ...choice }),
      settled: () => clients.settled(String(++markers)),
      restartContract: async (code) => {
        const service = `contract-${code}-${network.state.deployment.version}`;
        await network.stop(service, 'SIGKILL');
        await network.start(service);
        await clients.contractAnswers(code);
      },
      [Symbol.asyncDispose]: async () => {
        clients[Symbol.dispose]();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
