import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { expect } from 'chai';
import { newAuthority, type Authority } from '../../identity/authority.js';
import { checkEndpoint, type NamedEndpoint } from './tls.js';

const SUBJECT = { commonName: 'tlsca.vn.origin.example', country: 'VN', organisation: 'vn.origin.example' };
const NAME = 'peer0.vn.origin.example';
/** Certificates of the authority last ten years. */
const LONG_AGO = new Date('2010-01-01T00:00:00Z');

describe('the doctor looks at TLS and', () => {
  let folder: string;
  let root: string;
  let authority: Authority;
  const servers: Server[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctor-tls-'));
    root = join(folder, 'root.pem');
    authority = await newAuthority(SUBJECT, new Date());
    await writeFile(root, authority.credentials.certificate);
  });
  after(async () => {
    for (const server of servers) server.close();
    await rm(folder, { recursive: true });
  });

  it('is content with the right chain and name', async () => {
    const finding = await checkEndpoint(await serving(authority, NAME));
    expect(finding.status).to.equal('ok');
  });

  it('tells a certificate for another name', async () => {
    const finding = await checkEndpoint(await serving(authority, 'peer0.sg.origin.example'));
    expect(finding.status).to.equal('fault');
    expect(finding.words).to.match(/for another name/u);
  });

  it("tells a certificate that is not of the member's authority", async () => {
    const finding = await checkEndpoint(await serving(await newAuthority(SUBJECT, new Date()), NAME));
    expect(finding.status).to.equal('fault');
    expect(finding.words).to.match(/not of its member's TLS authority|signature/u);
  });

  it('tells an expired certificate', async () => {
    const old = await newAuthority(SUBJECT, LONG_AGO);
    const oldRoot = join(folder, 'old.pem');
    await writeFile(oldRoot, old.credentials.certificate);
    const finding = await checkEndpoint({ ...(await serving(old, NAME)), rootCertificate: oldRoot });
    expect(finding.status).to.equal('fault');
    expect(finding.words).to.match(/expired/u);
  });

  it('tells that nothing listens', async () => {
    const endpoint = await serving(authority, NAME);
    const server = servers.at(-1);
    await new Promise((resolve) => server?.close(resolve));
    const finding = await checkEndpoint(endpoint);
    expect(finding.words).to.match(/nothing listens/u);
  });

  async function serving(by: Authority, name: string): Promise<NamedEndpoint> {
    const made = await by.tls({ ...SUBJECT, commonName: name }, { dns: [name], ip: [] });
    const server = createServer({ cert: made.certificate, key: made.privateKey }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { name: 'the peer of VN', host: '127.0.0.1', port, expected: NAME, rootCertificate: root };
  }
});
