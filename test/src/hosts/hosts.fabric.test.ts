import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTopology, type Topology } from '@origin-ledger/network';
import { dataFolder } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { requireFabric } from '../support/require-fabric.js';
import { MemberHost } from './member-host.js';
import { SeparateHosts } from './separate-hosts.js';

const CODES = ['VN', 'SG', 'TH', 'ASEAN'] as const;
const OFFSETS = { VN: '+07:00', SG: '+08:00', TH: '+07:00', ASEAN: '+07:00', TL: '+09:00' } as const;
const REFERENCE = 'VN.CLI.26-000001';

describe('four members, each alone on its own machine, by the commands of the operator page', function () {
  this.timeout(600_000);
  let hosts: SeparateHosts | undefined;
  let root = '';
  const members = new Map<string, MemberHost>();
  const member = (code: string): MemberHost => {
    const found = members.get(code);
    if (found === undefined) throw new RangeError(`no machine of ${code}`);
    return found;
  };
  const each = <T>(step: (host: MemberHost) => Promise<T>): Promise<T[]> =>
    Promise.all([...members.values()].map(step));
  const issue = async (number: string): Promise<void> => {
    const document = join(dataFolder, 'vn-sg-coffee.json');
    const named = ['--office', 'CLI', '--number', number, '--departure', inDays(3)];
    const out = await eventually(() => member('VN').co('officer', 'issue', document, ...named), 60);
    expect(out).to.contain(`issued VN.CLI.${number}`);
  };

  before(async function () {
    await requireFabric(this);
    const missing = SeparateHosts.missing();
    if (missing !== undefined) {
      process.stdout.write(`    skipped: ${missing}\n`);
      this.skip();
    }
    root = await mkdtemp(join(tmpdir(), 'origin-hosts-'));
    hosts = new SeparateHosts(CODES);
    for (const code of CODES) members.set(code, await MemberHost.open(hosts, code, root));
    const topology = await readTopology();
    const separate = { ...topology, members: topology.members.map((each) => addressed(each)) };
    await each((host) => writeFile(host.path('topology.json'), JSON.stringify(separate)));
  });
  after(async () => {
    await each((host) => host.tryNetwork('down'));
    hosts?.[Symbol.dispose]();
    if (root !== '') await rm(root, { recursive: true, force: true });
  });

  const addressed = <M extends Topology['members'][number]>(of: M): M & { readonly host: string } => ({
    ...of,
    host: hosts?.address(of.code) ?? '',
  });

  it('each makes its own keys, and hands the others no more than certificates', async () => {
    const digests = await each((host) => host.network('prepare', host.code, '--topology', 'topology.json'));
    expect(new Set(digests).size).to.equal(CODES.length);
    for (const from of members.values()) {
      for (const to of members.values()) {
        if (from === to) continue;
        const file = `${from.code}.public.json`;
        await from.send(join('data', file), to, file);
      }
    }
    await each(async (host) => {
      const files = CODES.filter((code) => code !== host.code).map((code) => `${code}.public.json`);
      await host.network('accept', ...files);
    });
    await each(async (host) => {
      const organizations = host.path('data', 'fabric', 'organizations');
      const keys = (await readdir(organizations, { recursive: true })).filter((path) =>
        /priv_sk$|\.key$/u.test(path),
      );
      expect(keys, host.code).to.have.length(10);
      for (const key of keys) expect(key).to.contain(`${host.code.toLowerCase()}.origin.example`);
    });
  });

  it("another authority under a member's name is refused", async () => {
    const forged = JSON.parse(await readFile(member('VN').path('SG.public.json'), 'utf8')) as {
      certificates: Record<string, string>;
    };
    const other = JSON.parse(await readFile(member('VN').path('TH.public.json'), 'utf8')) as typeof forged;
    forged.certificates = other.certificates;
    await writeFile(member('VN').path('forged.json'), JSON.stringify(forged));
    const { exitCode, note } = await member('VN').tryNetwork('accept', 'forged.json');
    expect(exitCode).to.equal(1);
    expect(note).to.contain('PART_DIFFERS');
  });

  it('one makes block 0, and the others take it only when it says what their own files say', async () => {
    const made = await member('VN').network('genesis');
    const block = join('data', 'fabric', 'genesis.block');
    for (const code of ['SG', 'TH', 'ASEAN']) {
      await member('VN').send(block, member(code), 'genesis.block');
      const taken = await member(code).network('genesis', 'genesis.block');
      expect(taken.split('SHA-256 ')[1]).to.equal(made.split('SHA-256 ')[1]);
    }
    const state = member('TH').path('data', 'fabric', 'network.json');
    const honest = await readFile(state, 'utf8');
    await writeFile(state, honest.replace('"port": 7151', '"port": 7161'));
    const { exitCode, note } = await member('TH').tryNetwork('genesis', 'genesis.block');
    await writeFile(state, honest);
    expect(exitCode, note).to.equal(1);
    expect(note).to.contain('GENESIS_INVALID').and.contain('SGMSP/AnchorPeers');
  });

  it('each starts its own processes, and the contract is in force by the consent of all', async () => {
    await each((host) => host.network('up', '--fabric'));
    const status = await member('SG').network('status');
    expect(status).to.contain('peer-SG').and.not.to.contain('peer-VN');
    const findings = JSON.parse(await member('TH').network('doctor', '--json')) as { status: string }[];
    expect(findings.filter(({ status }) => status === 'fault')).to.deep.equal([]);
  });

  it('a certificate goes from Vietnam to Singapore', async () => {
    await each((host) => {
      const exchanges = host.code === 'ASEAN' ? ['--no-exchange'] : [];
      const offset = OFFSETS[host.code as keyof typeof OFFSETS];
      const charter = ['--keeper', 'ASEAN'];
      return host.co('none', 'register', 'member', '--utc-offset', offset, ...charter, ...exchanges);
    });
    await Promise.all([member('VN').startGateway(), member('SG').startGateway()]);
    const entry = ['--kind', 'issuing', '--name', 'Ministry', '--address', 'Ha Noi'];
    await member('VN').co('none', 'register', 'authority', 'MOIT', ...entry);
    for (const [code, role] of [
      ['VN', 'signatory'],
      ['SG', 'customs'],
    ] as const) {
      const host = member(code);
      const file = host.path('officer.json');
      await host.co('officer', 'keys', 'new', '--holder', `${code}:officer-1`, '--out', file);
      const listed = role === 'signatory' ? ['--authority', 'MOIT'] : [];
      await host.co('officer', 'register', `${file}.registration.json`, '--role', role, ...listed);
      await eventually(() => host.co('officer', 'status'), 30);
    }
    await issue('26-000001');
    await member('VN').co('officer', 'send', REFERENCE);
    await eventually(async () => {
      expect(await member('SG').co('officer', 'inbox')).to.contain(REFERENCE);
    }, 30);
    await member('SG').co('officer', 'receive', REFERENCE);
  });

  it('a member is restored from its backup, and catches up', async () => {
    const sg = member('SG');
    await sg.network('down');
    await cp(sg.path('data'), sg.path('backup'), { recursive: true, preserveTimestamps: true });
    await rm(sg.path('data'), { recursive: true });
    await issue('26-000002');
    await cp(sg.path('backup'), sg.path('data'), { recursive: true, preserveTimestamps: true });
    await sg.network('up', '--fabric');
    await eventually(() => sg.co('officer', 'show', 'VN.CLI.26-000002'), 60);
    expect(await sg.co('officer', 'show', REFERENCE, '--document')).to.match(/coffee/iu);
  });

  it('a peer writes a snapshot', async () => {
    const folder = (await member('VN').network('snapshot')).trim();
    expect(await readdir(folder)).to.include('_snapshot_signable_metadata.json');
  });

  it('certificates are renewed, one machine after the other', async () => {
    const sg = member('SG');
    const certificate = sg.path(
      ...['data', 'fabric', 'organizations', 'peerOrganizations', 'sg.origin.example', 'peers'],
      ...['peer0.sg.origin.example', 'tls', 'server.crt'],
    );
    const old = await readFile(certificate, 'utf8');
    expect(await sg.network('renew')).to.contain('identity of peer0.sg.origin.example');
    expect(await readFile(certificate, 'utf8')).not.to.equal(old);
    await sg.network('down');
    await sg.network('up', '--fabric');
    await issue('26-000003');
    await eventually(() => sg.co('officer', 'show', 'VN.CLI.26-000003'), 60);
  });

  it('all move to a new version of the contract', async () => {
    await each((host) => host.network('upgrade', '1.1'));
    await issue('26-000004');
    expect(await member('TH').network('status')).to.contain('contract origin_1.1');
  });

  it("a gateway's certificate is revoked by the signatures of a majority", async () => {
    const vn = member('VN');
    const { exitCode, note } = await vn.tryNetwork('revoke', 'Gateway@th.origin.example');
    expect(exitCode, note).to.equal(1);
    const th = member('TH');
    const asked = await th.tryNetwork('revoke', 'Gateway@th.origin.example', '--renew');
    expect(asked.note).to.contain('SIGNATURES_MISSING');
    await signedByMost(th, ['VN', 'SG']);
  });

  it('a new member joins: proposed by one, signed by a majority, counted by all', async () => {
    if (hosts === undefined) throw new Error('there are no machines');
    hosts.add('TL');
    const tl = await MemberHost.open(hosts, 'TL', root);
    const topology = JSON.parse(await readFile(tl.path('..', 'VN', 'topology.json'), 'utf8')) as Topology;
    const last = topology.members.at(-1);
    if (last === undefined) throw new Error('a topology has members');
    const joining = {
      ...last,
      ...{ code: 'TL', name: 'Timor-Leste Customs', mspId: 'TLMSP', domain: 'tl.origin.example' },
      ...{ country: 'TL', collection: 'documents-TL', host: hosts.address('TL') },
      ...{ peer: { port: 7451, chaincodePort: 7452, operationsPort: 9843 }, ca: { port: 7454 } },
      ...{ orderer: { port: 7450, adminPort: 7453, operationsPort: 9844 } },
      ...{ contract: { port: 7455, upgradePort: 7456 }, gateway: { port: 8480 } },
    };
    const chaincode = { ...topology.chaincode, version: '1.1' };
    const larger = { ...topology, chaincode, members: [...topology.members, joining] };
    await writeFile(tl.path('topology.json'), JSON.stringify(larger));
    await tl.network('prepare', 'TL', '--topology', 'topology.json', '--joining');
    for (const host of members.values()) {
      await tl.send(join('data', 'TL.public.json'), host, 'TL.public.json');
      await host.network('accept', 'TL.public.json');
      const file = `${host.code}.public.json`;
      await host.send(join('data', file), tl, file);
      await tl.network('accept', file);
    }
    await member('VN').send(join('data', 'fabric', 'genesis.block'), tl, 'genesis.block');
    await tl.network('genesis', 'genesis.block');
    const proposed = await member('VN').tryNetwork('propose-member', 'TL');
    expect(proposed.note).to.contain('SIGNATURES_MISSING');
    await signedByMost(member('VN'), ['SG', 'TH']);
    members.set('TL', tl);
    await each((host) => host.network('up', '--fabric'));
    const founded = ['--keeper', 'ASEAN', '--members', 'VN', 'SG', 'TH', 'ASEAN'];
    await tl.co('none', 'register', 'member', '--utc-offset', OFFSETS.TL, ...founded);
    await tl.startGateway();
    await tl.co('auditor', 'keys', 'new', '--holder', 'TL:auditor-1', '--out', tl.path('auditor.json'));
    await tl.co('auditor', 'register', tl.path('auditor.json.registration.json'), '--role', 'auditor');
    await eventually(async () => {
      expect(await tl.co('auditor', 'show', REFERENCE)).to.contain('RECEIVED');
    }, 60);
  });

  it('a peer that lost its ledger joins anew, and says that its consent is lost; the others go on', async () => {
    const sg = member('SG');
    await sg.network('down');
    await rm(sg.path('data', 'fabric', 'peers', 'SG', 'ledger'), { recursive: true });
    const { exitCode, note } = await sg.tryNetwork('up', '--fabric');
    expect(exitCode, note).to.equal(1);
    expect(note).to.contain('CONSENT_LOST');
    expect(await sg.network('status')).to.match(/peer-SG .* up, \d+ blocks/u);
    await issue('26-000005');
  });

  it('and endorses again from the next version on', async () => {
    await each((host) => host.network('upgrade', '1.2'));
    await member('VN').co('officer', 'send', 'VN.CLI.26-000005');
    await eventually(async () => {
      expect(await member('SG').co('officer', 'inbox')).to.contain('VN.CLI.26-000005');
    });
    await eventually(() => member('SG').co('officer', 'receive', 'VN.CLI.26-000005'));
    expect(await member('SG').co('officer', 'show', 'VN.CLI.26-000005', '--document')).to.match(/coffee/iu);
  });

  /** Carries the update that one has written to others, who sign it, and back. */
  async function signedByMost(by: MemberHost, codes: readonly string[]): Promise<void> {
    let from = by;
    let file = join('data', 'channel-update.pb');
    for (const code of codes) {
      await from.send(file, member(code), 'channel-update.pb');
      from = member(code);
      file = 'channel-update.pb';
      expect(await from.network('sign', file)).to.match(/^channel\//u);
    }
    await from.send(file, by, 'channel-update.pb');
    await by.network('submit', 'channel-update.pb');
  }
});
