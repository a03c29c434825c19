import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  defaultTerms,
  freePort,
  readTopology,
  startEmbeddedLedger,
  withFreePorts,
} from '@origin-ledger/network';
import { ManagedProcess } from '@origin-ledger/network/process';
import { certify, countsFrom, embeddedAuthority } from '@origin-ledger/network/testing';
import { Clients } from './clients.js';
import { MEMBERS, memberOf, OTHER_CONTRACT, wanted, type LedgerUnderTest } from './ledger-under-test.js';

/** Short, so that a contract that hangs does not hold up the suite; the same on both ledgers. */
export const EXECUTE_TIMEOUT_MILLISECONDS = 5000;

/** Where the conformance contract is. */
export const CONTRACT_SCRIPT = fileURLToPath(new URL('./contract.js', import.meta.url));

/** Starts an embedded ledger with a contract process for each member. */
export async function embeddedUnderTest(): Promise<LedgerUnderTest> {
  const data = await mkdtemp(join(tmpdir(), 'conformance-embedded-'));
  const topology = await withFreePorts(await readTopology());
  const addresses = Object.fromEntries(
    topology.members.map(({ code, contract }) => [code, `127.0.0.1:${contract.port}`]),
  );
  const startContract = (code: string): Promise<ManagedProcess> =>
    ManagedProcess.start({
      name: `contract of ${code}`,
      script: CONTRACT_SCRIPT,
      args: ['--address', addresses[code] ?? ''],
      ready: /^listening/u,
    });
  const contracts = new Map<string, ManagedProcess>();
  for (const code of MEMBERS) contracts.set(code, await startContract(code));
  const otherAddress = `127.0.0.1:${await freePort('127.0.0.1')}`;
  const other = await ManagedProcess.start({
    name: 'the other contract',
    script: CONTRACT_SCRIPT,
    args: ['--address', otherAddress, '--id', OTHER_CONTRACT.name],
    ready: /^listening/u,
  });
  // Clocks go on, but for what must be later.
  let ahead = 0;
  const ledger = await startEmbeddedLedger({
    data,
    topology,
    log: () => undefined,
    executeTimeoutMilliseconds: EXECUTE_TIMEOUT_MILLISECONDS,
    now: () => new Date(Date.now() + ahead),
  });
  await ledger.deploy({ name: topology.chaincode.name, addresses });
  await ledger.deploy({
    name: OTHER_CONTRACT.name,
    addresses: Object.fromEntries(MEMBERS.map((code) => [code, otherAddress])),
    terms: { version: OTHER_CONTRACT.version, collections: defaultTerms(topology).collections },
  });
  const clients = new Clients(ledger.layout.connections);
  let markers = 0;
  return {
    kind: 'embedded',
    client: (code, choice = {}) => clients.get({ code, ...choice }),
    settled: () => clients.settled(String(++markers)),
    restartContract: async (code) => {
      await contracts.get(code)?.stop();
      contracts.set(code, await startContract(code));
      await clients.contractAnswers(code);
    },
    upgrade: async (version) => {
      await ledger.deploy({ name: topology.chaincode.name, addresses, terms: { version } });
    },
    certify: async (code, role, ends) => {
      const member = memberOf(topology, code);
      const authority = await embeddedAuthority(ledger.layout.organizations, member);
      return certify(authority, member, wanted(code, role, countsFrom(authority), ends));
    },
    passed: (time) => {
      ahead = Math.max(ahead, time.getTime() - Date.now() + 1000);
      return Promise.resolve();
    },
    revoke: async (code) => {
      await ledger.revoke({ identity: `Gateway@${memberOf(topology, code).domain}`, renew: true });
      clients.forget(code);
    },
    [Symbol.asyncDispose]: async () => {
      clients[Symbol.dispose]();
      await ledger.close();
      await Promise.all([...contracts.values(), other].map((contract) => contract.stop()));
      await rm(data, { recursive: true, force: true });
    },
  };
}
