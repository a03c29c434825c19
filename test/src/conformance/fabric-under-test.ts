import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import {
  deployFurtherContract,
  openFabricNetwork,
  revokeIdentity,
  startFabricNetwork,
  stopFabricNetwork,
  upgradeContract,
} from '@origin-ledger/network/fabric';
import { certify, countsFrom, fabricAuthority } from '@origin-ledger/network/testing';
import { Clients } from './clients.js';
import { CONTRACT_SCRIPT, EXECUTE_TIMEOUT_MILLISECONDS } from './embedded-under-test.js';
import { memberOf, OTHER_CONTRACT, wanted, type LedgerUnderTest } from './ledger-under-test.js';

/** Starts a BFT network of Hyperledger Fabric with a contract process for each member. */
export async function fabricUnderTest(): Promise<LedgerUnderTest> {
  const data = await mkdtemp(join(tmpdir(), 'conformance-fabric-'));
  const close = async (): Promise<void> => {
    await stopFabricNetwork(data);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const topology = await withFreePorts(await readTopology());
    const program = { command: process.execPath, args: [CONTRACT_SCRIPT] };
    let network = await startFabricNetwork({
      data,
      topology,
      contract: program,
      executeTimeoutSeconds: EXECUTE_TIMEOUT_MILLISECONDS / 1000,
    });
    await deployFurtherContract(network, { name: OTHER_CONTRACT.name, program });
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
      upgrade: async (version) => {
        await upgradeContract(network, { version });
        network = await openFabricNetwork({ data });
      },
      certify: async (code, role, ends) => {
        const member = memberOf(topology, code);
        const authority = await fabricAuthority(network.context, member);
        return certify(authority, member, wanted(code, role, countsFrom(authority), ends));
      },
      passed: async (time) => {
        while (Date.now() <= time.getTime()) await pause(100);
      },
      revoke: async (code) => {
        const identity = `Gateway@${memberOf(topology, code).domain}`;
        await revokeIdentity(network.context, { identity, renew: true });
        clients.forget(code);
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
