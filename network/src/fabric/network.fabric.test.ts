import { readdir, stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NetworkError } from '../network-error.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import { revokeIdentity } from './ca/revoke.js';
import { examine } from './doctor/examine.js';
import { deployFurtherContract } from './lifecycle/further-contract.js';
import { upgradeContract } from './lifecycle/upgrade-contract.js';
import { addMember } from './members/add-member.js';
import { newMember } from './members/new-member.js';
import { removeMember } from './members/remove-member.js';
import { openFabricNetwork, startFabricNetwork, stopFabricNetwork, type FabricNetwork } from './network.js';
import type { OpenedNetwork } from './network-state.js';
import { recordedServices } from './process/service.js';
import { leadingMember, networkStatus } from './status.js';
import { memberClient, wholeMessage, type MemberClient } from './testing/member-client.js';
import { requireFabric } from './testing/require-fabric.js';
import { waitUntil } from './wait-until.js';
import { watchNetwork } from './watch/watch.js';

const CONTRACT = {
  command: process.execPath,
  args: [fileURLToPath(new URL('./testing/fixture-contract.js', import.meta.url))],
};
/** A lost leader pauses about 5 s; on a machine that does much else, far longer. */
const LONGEST_PAUSE = 100_000;
/** For what is not a matter of time: a busy machine decides nothing. */
const PATIENCE = 180_000;

/** A command ends in the middle of what it does. */
class BrokenOff extends Error {}

describe('a Fabric network', function () {
  this.timeout(600_000);
  let data = '';
  let network: FabricNetwork;
  const clients: MemberClient[] = [];
  const at = async (code: string, peerOf = code): Promise<MemberClient> => {
    const client = await memberClient(network.connections, code, peerOf);
    clients.push(client);
    return client;
  };
  const evaluated = async (client: MemberClient, name: string, ...args: readonly string[]): Promise<string> =>
    Buffer.from(await client.contract.evaluate(name, { arguments: [...args] })).toString();
  const reopen = async (): Promise<void> => {
    network = await openFabricNetwork({ data });
  };

  /** Asks for a change again and again, broken off after each of its steps in turn, until it is made. */
  const brokenOffAfterEachStep = async (
    change: (opened: OpenedNetwork) => Promise<unknown>,
  ): Promise<void> => {
    for (let steps = 1; ; steps++) {
      const { context, state } = await openFabricNetwork({ data });
      let told = 0;
      const report = (line: string): void => {
        told += 1;
        if (told === steps) throw new BrokenOff(line);
      };
      try {
        await change({ context: { ...context, report }, state });
        return;
      } catch (error) {
        if (!(error instanceof BrokenOff)) throw error;
      }
    }
  };

  before(async function () {
    await requireFabric(this);
    data = await mkdtemp(join(tmpdir(), 'fabric-network-'));
    const topology = await withFreePorts(await readTopology());
    network = await startFabricNetwork({ data, topology, contract: CONTRACT });
  });
  after(async () => {
    for (const client of clients) client.close();
    // Skipped: nothing was made.
    if (data === '') return;
    await stopFabricNetwork(data);
    await rm(data, { recursive: true, force: true });
  });

  it('carries what one member writes to the peers of the others', async () => {
    await (await at('VN')).submit('put', { arguments: ['a', '1'] });
    const other = await at('SG');
    await waitUntil(async () => (await evaluated(other, 'get', 'a')) === '1', {
      what: "the value at Singapore's peer",
      timeout: PATIENCE,
    });
  });

  it("keeps private data from another member, also when it asks the owner's peer", async () => {
    await (
      await at('VN')
    ).submit('putPrivate', {
      arguments: ['p', 'documents-VN'],
      transientData: { value: 'confidential' },
      endorsingOrganizations: ['VNMSP'],
    });
    expect(await evaluated(await at('VN'), 'getPrivate', 'p', 'documents-VN')).to.equal('confidential');
    const refusal = await evaluated(await at('TH', 'VN'), 'getPrivate', 'p', 'documents-VN').then(
      () => 'answered',
      (error: unknown) => wholeMessage(error),
    );
    expect(refusal).to.match(/does not have read access permission/u);
  });

  it('is left alone by another start', async () => {
    const pid = await network.pid('peer-VN');
    network = await startFabricNetwork({ data, topology: network.state.topology });
    expect(await network.pid('peer-VN')).to.equal(pid);
  });

  it('keeps private keys readable by the owner only', async () => {
    const { organizations } = network.context.layout;
    const keys = (await readdir(organizations, { recursive: true })).filter((path) =>
      /priv_sk$|\.key$/u.test(path),
    );
    expect(keys).to.have.length(4 * 10);
    for (const key of keys) expect((await stat(join(organizations, key))).mode & 0o077, key).to.equal(0);
  });

  it('orders on when the leader is killed, and takes it back', async () => {
    const leader = await waitUntil(() => leadingMember(network.context), {
      what: 'somebody to lead',
      timeout: PATIENCE,
    });
    await network.stop(`orderer-${leader.code}`, 'SIGKILL');
    const client = await at(leader.code === 'SG' ? 'VN' : 'SG');
    const begun = performance.now();
    await client.submit('put', { arguments: ['without-leader', '1'] });
    expect(performance.now() - begun).to.be.lessThan(LONGEST_PAUSE);
    await network.start(`orderer-${leader.code}`);
    await waitUntil(
      async () => {
        const { members: now } = await networkStatus(network);
        const heights = now.flatMap(({ services }) => services.map(({ height }) => height ?? 0));
        const blocks = heights.filter((height) => height > 0);
        return blocks.length === 8 && new Set(blocks).size === 1;
      },
      { what: 'every peer and orderer to have the same number of blocks', timeout: PATIENCE },
    );
  });

  it('is kept going by a watch, which starts what was killed and restarts an orderer that was frozen', async () => {
    const stop = new AbortController();
    const said: string[] = [];
    const patience = { standsStill: 3_000, lagBlocks: 3, keepsEnding: 300_000 };
    const watching = watchNetwork({
      ...{ data, interval: 500, patience, signal: stop.signal },
      report: (line) => said.push(line),
    });
    const another = async (name: string, than: number | undefined): Promise<boolean> => {
      const pid = await network.pid(name);
      return pid !== undefined && pid !== than;
    };
    try {
      const peer = await network.pid('peer-TH');
      process.kill(peer ?? 0, 'SIGKILL');
      await waitUntil(() => another('peer-TH', peer), { what: 'another peer of TH', timeout: PATIENCE });

      const leader = await waitUntil(() => leadingMember(network.context), {
        what: 'somebody to lead',
        timeout: PATIENCE,
      });
      const name = leader.code === 'ASEAN' ? 'orderer-SG' : 'orderer-ASEAN';
      const orderer = await network.pid(name);
      process.kill(orderer ?? 0, 'SIGSTOP');
      const client = await at('VN');
      await waitUntil(
        async () => {
          await client.submit('put', { arguments: ['on-without-it', '1'] });
          return another(name, orderer);
        },
        { what: `another ${name}`, timeout: PATIENCE },
      );
      await waitUntil(
        async () => {
          const { members } = await networkStatus(network);
          const heights = members.flatMap(({ services }) => services.flatMap(({ height }) => height ?? []));
          return heights.length === 8 && new Set(heights).size === 1;
        },
        { what: 'all to have the same blocks', timeout: PATIENCE },
      );
      expect(said).to.deep.equal([
        'start peer-TH: it has ended',
        `restart ${name}: it stands still while the others order on`,
      ]);
    } finally {
      stop.abort();
      await watching;
    }
  });

  it('takes in a new member while submits go on; history is readable from its own peer', async () => {
    const member = await newMember(network.context.topology, 'TL');
    const { submitted, failed } = await whileSubmitting(await at('VN'), () =>
      brokenOffAfterEachStep((opened) => addMember(opened, { member, consenter: false })),
    );
    await reopen();
    expect(await addMember(network, { member, consenter: false }), 'asked again').to.deep.equal(
      network.state,
    );
    expect(submitted).to.be.greaterThan(0);
    expect(failed).to.deep.equal([]);
    const own = await at('TL');
    expect(await evaluated(own, 'get', 'a')).to.equal('1');
    await own.submit('putPrivate', {
      arguments: ['p', 'documents-TL'],
      transientData: { value: 'its own' },
      endorsingOrganizations: ['TLMSP'],
    });
  });

  it('moves to a new version of the contract while submits go on', async () => {
    const { submitted, failed } = await whileSubmitting(await at('VN'), () =>
      brokenOffAfterEachStep(async (opened) => {
        if (opened.state.upgrade !== undefined) {
          const other = await upgradeContract(opened, { version: '3.0' }).catch((error: unknown) => error);
          expect(other, 'another one meanwhile')
            .to.be.an.instanceOf(NetworkError)
            .with.property('code', 'USAGE');
        }
        await upgradeContract(opened, { version: '2.0' });
      }),
    );
    await reopen();
    expect(await network.pid('contract-VN-2.0')).to.be.a('number');
    expect(recordedServices(network.context.layout)).not.to.include('contract-VN-1.0');
    expect(await upgradeContract(network, { version: '2.0' }), 'asked again').to.deep.equal(network.state);
    expect(submitted).to.be.greaterThan(0);
    expect(failed).to.deep.equal([]);
    expect(await evaluated(await at('TH'), 'version')).to.match(/^origin_2\.0:/u);
  });

  it('refuses a revoked certificate at every peer, and takes the renewed one', async () => {
    // Not among those whose administrators are the majority: its own signs too.
    const old = await at('ASEAN');
    await evaluated(old, 'get', 'a');
    await revokeIdentity(network.context, { identity: 'Gateway@asean.origin.example', renew: true });
    const refusal = await evaluated(old, 'get', 'a').then(
      () => 'answered',
      (error: unknown) => wholeMessage(error),
    );
    expect(refusal).to.match(/creator|access denied|revoked|certificate/iu);
    await (await at('ASEAN')).submit('put', { arguments: ['renewed', '1'] });
  });

  it('revokes once: asked again, the same certificate is revoked', async () => {
    const revoke = { identity: 'Gateway@tl.origin.example', renew: false };
    const serial = await revokeIdentity(network.context, revoke);
    expect(await revokeIdentity(network.context, revoke)).to.equal(serial);
    const refusal = await evaluated(await at('TL'), 'get', 'a').then(
      () => 'answered',
      (error: unknown) => wholeMessage(error),
    );
    expect(refusal).to.match(/creator|access denied|revoked|certificate/iu);
  });

  it('lets a member leave; what it wrote stays readable, and nobody writes to its collection', async () => {
    await brokenOffAfterEachStep((opened) => removeMember(opened, { code: 'TL', custodian: 'ASEAN' }));
    await reopen();
    expect(await removeMember(network, { code: 'TL' }), 'asked again').to.deep.equal(network.state);
    const client = await at('VN');
    await client.submit('put', { arguments: ['after', '1'] });
    const refusal = await client
      .submit('putPrivate', {
        arguments: ['p', 'documents-TL'],
        transientData: { value: 'forged' },
        endorsingOrganizations: ['VNMSP', 'ASEANMSP'],
      })
      .then(
        () => 'committed',
        (error: unknown) => wholeMessage(error),
      );
    expect(refusal).to.match(/failed to collect enough transaction endorsements|ENDORSEMENT_POLICY_FAILURE/u);
  });

  it('has a doctor that finds nothing wrong, and says what is when a contract is killed', async () => {
    const wrong = async (): Promise<readonly string[]> =>
      (await examine(data)).filter(({ status }) => status === 'fault').map(({ check }) => check);
    expect(await wrong()).to.deep.equal([]);
    const { deployment } = network.state;
    await network.stop(`contract-SG-${deployment.version}`, 'SIGKILL');
    expect(new Set(await wrong())).to.deep.equal(new Set(['PROCESS', 'TLS', 'CONTRACT_RUNNING']));
    await network.start(`contract-SG-${deployment.version}`);
  });

  it('hosts another contract beside its own, with a state of its own', async () => {
    await deployFurtherContract(network, { name: 'further', program: CONTRACT });
    const further = await memberClient(network.connections, 'SG', 'SG', 'further');
    clients.push(further);
    await further.submit('put', { arguments: ['a', '2'] });
    const value = async ({ contract }: Pick<MemberClient, 'contract'>): Promise<string> =>
      Buffer.from(await contract.evaluate('get', { arguments: ['a'] })).toString();
    expect(await value(further)).to.equal('2');
    const own = await memberClient(network.connections, 'SG');
    clients.push(own);
    expect(await value(own)).to.equal('1');
  });

  it('goes on with all it had after everything was stopped', async () => {
    await network.down();
    network = await startFabricNetwork({ data, topology: network.state.topology });
    expect(await evaluated(await at('SG'), 'get', 'a')).to.equal('1');
  });
});

/** A definition that changes meets proposals in flight, at their commit or between two of their endorsers. */
const PROPOSED_AGAIN = /MVCC_READ_CONFLICT|ProposalResponsePayloads do not match/u;

/**
 * Submits one write after the other until the change is made or has failed; what the change of a definition meets in
 * flight is proposed again, as gateways do.
 * @returns how many submits committed, and what was said that a gateway does not answer by proposing again
 */
async function whileSubmitting(
  client: MemberClient,
  change: () => Promise<unknown>,
): Promise<{ readonly submitted: number; readonly failed: readonly string[] }> {
  const state = { going: true };
  let submitted = 0;
  const failed: string[] = [];
  const load = async (): Promise<void> => {
    while (state.going) {
      try {
        await client.submit('put', { arguments: [`load-${submitted}`, 'x'] });
        submitted += 1;
      } catch (error) {
        const message = wholeMessage(error);
        if (!PROPOSED_AGAIN.test(message)) failed.push(message);
      }
    }
  };
  const loading = load();
  try {
    await change();
  } finally {
    state.going = false;
    await loading;
  }
  return { submitted, failed };
}
