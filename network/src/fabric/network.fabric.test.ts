import { readdir, stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import { revokeIdentity } from './ca/revoke.js';
import { examine } from './doctor/examine.js';
import { upgradeContract } from './lifecycle/upgrade-contract.js';
import { addMember } from './members/add-member.js';
import { newMember } from './members/new-member.js';
import { removeMember } from './members/remove-member.js';
import { openFabricNetwork, startFabricNetwork, stopFabricNetwork, type FabricNetwork } from './network.js';
import { leadingMember, networkStatus } from './status.js';
import { memberClient, wholeMessage, type MemberClient } from './testing/member-client.js';
import { requireFabric } from './testing/require-fabric.js';
import { waitUntil } from './wait-until.js';

const CONTRACT = {
  command: process.execPath,
  args: [fileURLToPath(new URL('./testing/fixture-contract.js', import.meta.url))],
};
/** A lost leader pauses about 5 s; on a machine that does much else, longer. */
const LONGEST_PAUSE = 30_000;

describe('a Fabric network', function () {
  this.timeout(240_000);
  let data = '';
  let network: FabricNetwork;
  const clients: MemberClient[] = [];
  const at = async (code: string, peerOf = code): Promise<MemberClient['contract']> => {
    const client = await memberClient(network.connections, code, peerOf);
    clients.push(client);
    return client.contract;
  };
  const reopen = async (): Promise<void> => {
    network = await openFabricNetwork({ data });
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
    await waitUntil(
      async () => Buffer.from(await other.evaluate('get', { arguments: ['a'] })).toString() === '1',
      { what: "the value at Singapore's peer", timeout: 10_000 },
    );
  });

  it("keeps private data from another member, also when it asks the owner's peer", async () => {
    await (
      await at('VN')
    ).submit('putPrivate', {
      arguments: ['p', 'documents-VN'],
      transientData: { value: 'confidential' },
      endorsingOrganizations: ['VNMSP'],
    });
    const own = await (await at('VN')).evaluate('getPrivate', { arguments: ['p', 'documents-VN'] });
    expect(Buffer.from(own).toString()).to.equal('confidential');
    const asked = (await at('TH', 'VN')).evaluate('getPrivate', { arguments: ['p', 'documents-VN'] });
    const refusal = await asked.then(
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
    const leader = await leadingMember(network.context);
    if (leader === undefined) throw new Error('somebody leads');
    await network.stop(`orderer-${leader.code}`, 'SIGKILL');
    const contract = await at(leader.code === 'SG' ? 'VN' : 'SG');
    const begun = performance.now();
    await contract.submit('put', { arguments: ['without-leader', '1'] });
    expect(performance.now() - begun).to.be.lessThan(LONGEST_PAUSE);
    await network.start(`orderer-${leader.code}`);
    await waitUntil(
      async () => {
        const { members: now } = await networkStatus(network);
        const heights = now.flatMap(({ services }) => services.map(({ height }) => height ?? 0));
        const blocks = heights.filter((height) => height > 0);
        return blocks.length === 8 && new Set(blocks).size === 1;
      },
      { what: 'every peer and orderer to have the same number of blocks' },
    );
  });

  it('takes in a new member while submits go on; history is readable from its own peer', async () => {
    const load = submitsAtVietnam(await at('VN'));
    const member = await newMember(network.context.topology, 'TL');
    await addMember(network, { member, consenter: false });
    const { submitted, failed } = await load.stop();
    await reopen();
    expect(submitted).to.be.greaterThan(0);
    expect(failed).to.deep.equal([]);
    const own = await at('TL');
    expect(Buffer.from(await own.evaluate('get', { arguments: ['a'] })).toString()).to.equal('1');
    await own.submit('putPrivate', {
      arguments: ['p', 'documents-TL'],
      transientData: { value: 'its own' },
      endorsingOrganizations: ['TLMSP'],
    });
  });

  it('moves to a new version of the contract while submits go on', async () => {
    const load = submitsAtVietnam(await at('VN'));
    await upgradeContract(network, { version: '2.0' });
    const { submitted, failed } = await load.stop();
    await reopen();
    expect(submitted).to.be.greaterThan(0);
    expect(failed).to.deep.equal([]);
    const answer = Buffer.from(await (await at('TH')).evaluate('version')).toString();
    expect(answer).to.match(/^origin_2\.0:/u);
  });

  it('refuses a revoked certificate at every peer, and takes the renewed one', async () => {
    const old = await at('SG');
    await old.evaluate('get', { arguments: ['a'] });
    await revokeIdentity(network.context, { identity: 'Gateway@sg.origin.example', renew: true });
    const refusal = await old.evaluate('get', { arguments: ['a'] }).then(
      () => 'answered',
      (error: unknown) => wholeMessage(error),
    );
    expect(refusal).to.match(/creator|access denied|revoked|certificate/iu);
    await (await at('SG')).submit('put', { arguments: ['renewed', '1'] });
  });

  it('lets a member leave; what it wrote stays readable, and nobody writes to its collection', async () => {
    await removeMember(network, { code: 'TL', custodian: 'ASEAN' });
    await reopen();
    const contract = await at('VN');
    await contract.submit('put', { arguments: ['after', '1'] });
    const refusal = await contract
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

  it('goes on with all it had after everything was stopped', async () => {
    await network.down();
    network = await startFabricNetwork({ data, topology: network.state.topology });
    const value = await (await at('SG')).evaluate('get', { arguments: ['a'] });
    expect(Buffer.from(value).toString()).to.equal('1');
  });
});

interface Load {
  /** @returns how many submits committed, and what else than an MVCC conflict was said. */
  stop(): Promise<{ submitted: number; failed: readonly string[] }>;
}

/** Submits one write after the other; a conflict with a new definition is proposed again, as gateways do. */
function submitsAtVietnam(contract: MemberClient['contract']): Load {
  const state = { going: true };
  let submitted = 0;
  const failed: string[] = [];
  const done = (async () => {
    while (state.going) {
      try {
        await contract.submit('put', { arguments: [`load-${submitted}`, 'x'] });
        submitted += 1;
      } catch (error) {
        const message = wholeMessage(error);
        if (!message.includes('MVCC_READ_CONFLICT')) failed.push(message);
      }
    }
  })();
  return {
    stop: async () => {
      state.going = false;
      await done;
      return { submitted, failed };
    },
  };
}
