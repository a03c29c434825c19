import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { askLedger } from '../control/control-client.js';
import type { LedgerStatus } from '../control/control-protocol.js';
import { embeddedLayout } from '../embedded/layout.js';
import { ContractProcess } from '../testing/contract-process.js';
import { freePort } from '../topology/free-port.js';
import { defaultTopologyPath } from '../topology/read-topology.js';
import type { Topology } from '../topology/topology.js';
import { connectStockClient } from '../testing/stock-client.js';
import { EXIT, run } from './program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function network(...args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the network command', function () {
  this.timeout(60_000);
  let data: string;
  let base: string;
  let service: ContractProcess;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'network-'));
    base = (20_000 + ((await freePort()) % 20_000)).toString();
    service = await ContractProcess.start();
  });
  after(async () => {
    await network('reset', '--data', data);
    await service.stop();
    await rm(data, { recursive: true });
  });

  it('explains itself', async () => {
    const { code, out } = await network('--help');
    expect(code).to.equal(EXIT.ok);
    const commands = [...out.matchAll(/^ {2}([a-z][a-z-]+) /gmu)].map(([, command = '']) => command);
    expect(commands).to.include.members(['up', 'down', 'status', 'reset', 'deploy']);
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    for (const command of commands.filter((each) => each !== 'help'))
      expect(readme, 'README.md').to.include(`\`${command}\``);
    expect((await network('deploy', '--help')).out).to.include('--collections');
  });

  it('tells a wrong command line, and a ledger that does not run, by exit codes', async () => {
    expect((await network('dance')).code).to.equal(EXIT.usage);
    expect((await network('up', '--data', data, '--ports', 'many')).code).to.equal(EXIT.usage);
    const upgrade = await network('upgrade', '2.0', '--data', data);
    expect(upgrade.err).to.match(/^USAGE: .*deploy NAME ADDRESS --contract-version VERSION/u);
    const status = await network('status', '--data', data);
    expect(status.code).to.equal(EXIT.notRunning);
    expect(status.err).to.match(/^NOT_RUNNING: /u);
    expect((await network('deploy', 'basic', service.address, '--data', data)).code).to.equal(
      EXIT.notRunning,
    );
    expect(await network('down', '--data', data)).to.include({
      code: EXIT.ok,
      out: 'The ledger was not running.',
    });
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const blocker = createServer();
    const taken = Number(base) + 1;
    await new Promise<void>((resolve) => blocker.listen(taken, '127.0.0.1', resolve));
    const { code, err } = await network('up', '--data', data, '--ports', base);
    await new Promise((resolve) => blocker.close(resolve));
    expect(code).to.equal(EXIT.failed);
    expect(err)
      .to.match(/^PORT_TAKEN: .*127\.0\.0\.1:/u)
      .and.include(taken.toString());
    expect((await network('status', '--data', data)).code).to.equal(EXIT.notRunning);
  });

  it('serves an address of IPv6, in a folder deeper than a socket has a name for', async () => {
    const deep = join(data, 'deep'.repeat(30));
    const topology = JSON.parse(await readFile(defaultTopologyPath, 'utf8')) as Topology;
    const file = join(data, 'topology6.json');
    await writeFile(file, JSON.stringify({ ...topology, host: '::1' }));
    const up = await network('up', '--data', deep, '--ports', base, '--topology', file);
    expect(up, up.err).to.have.property('code', EXIT.ok);
    expect(up.out).to.include(`[::1]:${base}`);
    await using six = await ContractProcess.start(`[::1]:${await freePort('::1')}`);
    const deployed = await network('deploy', 'basic', six.address, '--data', deep);
    expect(deployed.out, deployed.err).to.include(`at ${six.address}`);
    const client = await connectStockClient(embeddedLayout(deep).connections, 'VN');
    await client.gateway
      .getNetwork('origin')
      .getContract('basic')
      .submitTransaction('CreateAsset', 'six', 'x');
    client.close();
    const again = await network('up', '--foreground', '--data', deep, '--ports', base, '--topology', file);
    expect(again.err).to.match(/^ALREADY_RUNNING: /u);
    expect((await network('reset', '--data', deep)).code).to.equal(EXIT.ok);
  });

  it('starts the ledger, says that it has one operator, and takes a contract', async () => {
    const up = await network('up', '--data', data, '--ports', base);
    expect(up, up.err).to.have.property('code', EXIT.ok);
    expect(up.out).to.include('one operator');
    expect(await readFile(embeddedLayout(data).log, 'utf8')).to.include('ONE operator');
    expect((await network('up', '--data', data)).err).to.include('already running');
    const deployed = await network('deploy', 'basic', service.address, '--data', data);
    expect(deployed.out).to.equal(
      `contract basic version 1.0 sequence 1: VN, SG, TH, ASEAN at ${service.address}`,
    );
    const again = await network(
      'deploy',
      'basic',
      `VN=${service.address}`,
      `SG=${service.address}`,
      '--data',
      data,
    );
    expect(again.out).to.include(`sequence 1: VN, SG at ${service.address}`);
    await network('deploy', 'basic', service.address, '--data', data);
    const upgraded = await network(
      'deploy',
      'basic',
      service.address,
      '--contract-version',
      '2',
      '--data',
      data,
    );
    expect(upgraded.out).to.include('version 2 sequence 2');
  });

  it('commits no definition that Fabric would refuse, and says what to do', async () => {
    const file = join(data, 'collections.json');
    const deploy = (...args: readonly string[]): Promise<Ran> =>
      network('deploy', 'probe', service.address, '--data', data, ...args);
    const collection = { name: 'c1', policy: "OR('VNMSP.member')", maxPeerCount: 1, blockToLive: 3 };
    await writeFile(file, JSON.stringify([collection]));
    expect((await deploy('--collections', file)).out).to.include('sequence 1');
    const dropped = await deploy('--policy', "OR('VNMSP.peer')");
    expect(dropped.code).to.equal(EXIT.failed);
    expect(dropped.err).to.match(
      /^DEPLOY_FAILED: .*does not contain previously defined collections\. Name every collection that there is with --collections: c1$/u,
    );
    await writeFile(file, JSON.stringify([{ ...collection, blockToLive: 4 }]));
    expect((await deploy('--collections', file)).err).to.include('[c1] modified. Existing value [3]');
    await writeFile(file, JSON.stringify([collection]));
    const path = '/Channel/Application/Endorsement';
    const both = ['--channel-config-policy', path, '--policy', "OR('VNMSP.peer')"];
    expect((await deploy('--collections', file, ...both)).err).to.match(/^USAGE: Give one of/u);
    expect((await deploy('--collections', file, '--channel-config-policy', path)).out).to.include(
      'sequence 2',
    );
    expect((await deploy('--collections', file, '--init-required')).out).to.include('sequence 3');
  });

  it('refuses a second ledger in the foreground, unreadable policies and addresses', async () => {
    const foreground = await network('up', '--foreground', '--data', data, '--ports', base);
    expect(foreground.err).to.match(/^ALREADY_RUNNING: /u);
    const policy = await network('deploy', 'p', service.address, '--policy', 'AND(', '--data', data);
    expect(policy.err).to.match(/^POLICY_INVALID: /u);
    for (const address of ['nowhere', 'XX=127.0.0.1:1', 'example.org:7055', '127.0.0.1:0']) {
      expect((await network('deploy', 'p', address, '--data', data)).err, address).to.match(
        /^ADDRESS_INVALID: /u,
      );
    }
  });

  it('lets only the owner command it', async () => {
    expect((await stat(embeddedLayout(data).controlSocket)).mode & 0o077).to.equal(0);
    expect((await stat(embeddedLayout(data).root)).mode & 0o077).to.equal(0);
  });

  it('loses nothing reported committed when it is killed, and finds the contract again', async () => {
    const { connections, controlSocket } = embeddedLayout(data);
    const client = await connectStockClient(connections, 'VN');
    const contract = client.gateway.getNetwork('origin').getContract('basic');
    const committed: string[] = [];
    const before = await ledgerStatus(controlSocket);
    const workers = Array.from({ length: 8 }, async (_, worker) => {
      for (let round = 0; ; round += 1) {
        const id = `kill-${worker}-${round}`;
        await contract.submitTransaction('CreateAsset', id, 'x');
        committed.push(id);
      }
    });
    const stopped = Promise.allSettled(workers);
    while (committed.length < 40) await new Promise((next) => setTimeout(next, 20));
    process.kill(before.processId, 'SIGKILL');
    await stopped;
    client.close();

    const up = await network('up', '--data', data, '--ports', base);
    expect(up, up.err).to.have.property('code', EXIT.ok);
    const after = await connectStockClient(connections, 'SG');
    const again = after.gateway.getNetwork('origin').getContract('basic');
    for (const id of committed) {
      const asset = await eventually(() => again.evaluateTransaction('ReadAsset', id));
      expect(JSON.parse(Buffer.from(asset).toString())).to.have.property('ID', id);
    }
    await again.submitTransaction('CreateAsset', 'after-kill', 'x');
    after.close();
  });

  it('brings in a member that stays one when the ledger starts again by its old topology', async () => {
    const unknown = await network('add-member', 'XX', '--data', data);
    expect(unknown.err).to.match(/^MEMBER_UNKNOWN: /u);
    const consenter = await network('add-member', 'TL', '--consenter', '--data', data);
    expect(consenter.err).to.include('not supported by the embedded ledger: add-member --consenter');
    const added = await network('add-member', 'TL', '--data', data);
    expect(added, added.err).to.have.property('code', EXIT.ok);
    expect(added.out).to.equal(
      'Timor-Leste Customs (TL) is a member: 5 members. Its profile: connections/TL.json.',
    );
    const status = await network('status', '--data', data);
    expect(status.out)
      .to.include('TLMSP')
      .and.match(/basic version 2 .*TL/u);
    expect((await network('add-member', 'TL', '--data', data)).out).to.equal(added.out);
    await network('down', '--data', data);
    const up = await network('up', '--data', data, '--ports', base);
    expect(up.out, up.err).to.include('TLMSP');
  });

  it('revokes an identity, and takes a member out again', async () => {
    const unknown = await network('revoke', 'Nobody@tl.origin.example', '--data', data);
    expect(unknown.err).to.match(/^USAGE: There is no identity Nobody@tl/u);
    const revoked = await network('revoke', 'Gateway@tl.origin.example', '--renew', '--data', data);
    expect(revoked, revoked.err).to.have.property('code', EXIT.ok);
    expect(revoked.out).to.match(/^Certificate [0-9A-F]+ of Gateway@tl.origin.example is revoked/u);
    expect((await network('remove-member', 'XX', '--data', data)).err).to.match(/^MEMBER_UNKNOWN: /u);
    const left = await network('remove-member', 'TL', '--custodian', 'ASEAN', '--data', data);
    expect(left, left.err).to.have.property('code', EXIT.ok);
    expect(left.out).to.include('TL has left: 4 members.').and.include('in the name of ASEANMSP');
    expect((await network('status', '--data', data)).out).not.to.include('TLMSP');
  });

  it('keeps what its folders hold from other accounts', async () => {
    const { root } = embeddedLayout(data);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const open: string[] = [];
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const isKept = path.startsWith(join(root, 'channel')) || entry.name === 'ledger.json';
      if (isKept && ((await stat(path)).mode & 0o077) !== 0) open.push(path);
    }
    expect(entries).not.to.be.empty;
    expect(open).to.be.empty;
    expect((await stat(root)).mode & 0o777).to.equal(0o700);
  });

  it('does not touch the data of a later version', async () => {
    const layout = embeddedLayout(data);
    const mark = join(layout.root, 'ledger.json');
    const text = await readFile(mark, 'utf8');
    expect((await network('down', '--data', data)).code).to.equal(EXIT.ok);
    await writeFile(mark, JSON.stringify({ ...(JSON.parse(text) as object), format: 2 }));
    const { code, err } = await network('up', '--data', data, '--ports', base);
    expect(code).to.equal(EXIT.failed);
    expect(err).to.match(/^DATA_NEWER: .*format 2/u);
    await writeFile(mark, text);
    expect((await network('up', '--data', data, '--ports', base)).code).to.equal(EXIT.ok);
  });

  it('says when nothing answers at an address, and commits all the same', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const silent = await network('deploy', 'silent', address, '--data', data);
    expect(silent.code).to.equal(EXIT.ok);
    expect(silent.out).to.equal(`contract silent version 1.0 sequence 1: VN, SG, TH, ASEAN at ${address}`);
    const said = `nothing answers for VN, SG, TH, ASEAN at ${address}: start silent there`;
    expect(silent.err).to.include(`Committed, but ${said}`);
    expect((await network('status', '--data', data)).out).to.include(said);
    const checked = await network('deploy', 'silent', address, '--check', '--data', data);
    expect(checked.code).to.equal(EXIT.failed);
    expect(checked.err).to.include(`CONTRACT_SILENT: Committed, but ${said}`);
  });

  it('stops, starts again with the same blocks, and resets', async () => {
    const { height } = await ledgerStatus(embeddedLayout(data).controlSocket);
    expect((await network('down', '--data', data)).out).to.equal('The ledger has stopped.');
    expect((await network('up', '--data', data, '--ports', base)).code).to.equal(EXIT.ok);
    expect((await ledgerStatus(embeddedLayout(data).controlSocket)).height).to.equal(height);
    const status = await network('status', '--json', '--data', data);
    expect((JSON.parse(status.out) as LedgerStatus).contracts[0]).to.include({ name: 'basic', sequence: 4 });
    expect((await network('reset', '--data', data)).code).to.equal(EXIT.ok);
    expect((await network('status', '--data', data)).code).to.equal(EXIT.notRunning);
    expect(await stat(embeddedLayout(data).root).catch(() => undefined)).to.be.undefined;
  });

  it('runs as a program, and stops on SIGTERM', async () => {
    const main = new URL('./main.js', import.meta.url).pathname;
    expect(execFileSync(process.execPath, [main, 'status', '--help']).toString()).to.include('--json');
    const child = spawn(process.execPath, [main, 'up', '--foreground', '--data', data, '--ports', base], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).to.equal(0);
  });
});

async function ledgerStatus(socket: string): Promise<LedgerStatus> {
  const { status } = await askLedger(socket, { command: 'status' });
  if (status === undefined) throw new Error('no status');
  return status;
}

async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
}
