import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTopology } from '../topology/read-topology.js';
import { peerHost, type Topology } from '../topology/topology.js';
import { ensureOrganisations } from './ensure-organisations.js';
import { organisationLayout, type OrganisationLayout } from './layout.js';

describe('certificates of the organisations', () => {
  let folder: string;
  let topology: Topology;
  let vietnam: OrganisationLayout;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'organisations-'));
    topology = await readTopology();
    await ensureOrganisations(folder, topology);
    vietnam = organisationLayout(folder, first(topology));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('chain to a root of each organisation of its own', async () => {
    const roots = new Set<string>();
    for (const member of topology.members) {
      const layout = organisationLayout(folder, member);
      const root = await certificate(layout.caCertificate);
      roots.add(root.fingerprint256);
      for (const path of [layout.peer, layout.orderer, layout.admin, layout.gateway]) {
        const leaf = await certificate(path.certificate);
        expect(leaf.verify(root.publicKey), path.certificate).to.be.true;
        expect(leaf.checkIssued(root), path.certificate).to.be.true;
        expect(leaf.checkPrivateKey(createPrivateKey(await readFile(path.privateKey)))).to.be.true;
      }
    }
    expect(roots.size).to.equal(topology.members.length);
  });

  it('carry the role in the organisational unit', async () => {
    const subjects = await Promise.all(
      [vietnam.peer, vietnam.orderer, vietnam.admin, vietnam.gateway].map(
        async (paths) => (await certificate(paths.certificate)).subject,
      ),
    );
    expect(subjects.map((subject) => /OU=(\w+)/u.exec(subject)?.[1])).to.deep.equal([
      'peer',
      'orderer',
      'admin',
      'client',
    ]);
  });

  it('serve TLS for the host name, localhost and 127.0.0.1', async () => {
    const leaf = await certificate(vietnam.peer.tls.certificate);
    expect(leaf.checkHost(peerHost(first(topology)))).to.not.be.undefined;
    expect(leaf.checkHost('localhost')).to.not.be.undefined;
    expect(leaf.checkIP('127.0.0.1')).to.not.be.undefined;
    expect(leaf.checkHost('peer0.sg.origin.example')).to.be.undefined;
  });

  it('keep private keys readable by the owner only', async () => {
    const keys = (await readdir(folder, { recursive: true })).filter((path) => /priv_sk|\.key$/u.test(path));
    expect(keys).to.have.length(topology.members.length * 12);
    for (const path of keys) expect((await stat(join(folder, path))).mode & 0o777, path).to.equal(0o600);
    expect((await stat(vietnam.peerOrganisation)).mode & 0o777).to.equal(0o700);
  });

  it('are made once, and a member added later gets its own', async () => {
    const before = await readFile(vietnam.caCertificate, 'utf8');
    const added = {
      ...first(topology),
      code: 'TL',
      mspId: 'TLMSP',
      domain: 'tl.origin.example',
      country: 'TL',
    };
    await ensureOrganisations(folder, { ...topology, members: [...topology.members, added] });
    expect(await readFile(vietnam.caCertificate, 'utf8')).to.equal(before);
    await stat(organisationLayout(folder, added).peer.certificate);
    expect((await readdir(folder)).sort()).to.deep.equal(['ordererOrganizations', 'peerOrganizations']);
  });

  it('replace what a start killed half-way left', async () => {
    await rm(vietnam.peerOrganisation, { recursive: true });
    await ensureOrganisations(folder, topology);
    const root = await certificate(vietnam.caCertificate);
    expect((await certificate(vietnam.orderer.certificate)).verify(root.publicKey)).to.be.true;
  });

  it('are taken by openssl', function () {
    try {
      execFileSync('openssl', ['version']);
    } catch {
      this.skip();
    }
    const answer = execFileSync('openssl', [
      'verify',
      '-CAfile',
      vietnam.tlsCaCertificate,
      vietnam.peer.tls.certificate,
      vietnam.contractServer.certificate,
      vietnam.contractClient.certificate,
    ]).toString();
    expect(answer.match(/: OK$/gmu)).to.have.length(3);
  });
});

async function certificate(path: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(path));
}

function first(topology: Topology): Topology['members'][number] {
  const member = topology.members[0];
  if (member === undefined) throw new Error('a topology has members');
  return member;
}
