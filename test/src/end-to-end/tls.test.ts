import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newAuthority, type Authority } from '@origin-ledger/network/testing';
import {
  exportSigningKey,
  newClient,
  OriginApiError,
  type ClientOptions,
  type HolderKey,
} from '@origin-ledger/sdk';
import { trustingFetch } from '@origin-ledger/sdk/node';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { runCli } from '../support/run-cli.js';
import { World } from '../support/world.js';

const SUBJECT = { commonName: 'tlsca.other.example', country: 'VN', organisation: 'other.example' };

describe('a gateway that speaks TLS', () => {
  let world: World;
  let officer: HolderKey;
  let folder: string;
  let other: Authority;
  const servers: Server[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-'));
    other = await newAuthority(SUBJECT, new Date());
    world = await World.start({ members: ['VN'], ledger: 'embedded', tls: true });
    officer = await world.enrol('VN:officer-1', ['signatory']);
  });
  after(async () => {
    for (const server of servers) server.close();
    await world.close();
    await rm(folder, { recursive: true });
  });

  /** Code and words that asking ends with. */
  const refusal = async (options: Partial<ClientOptions>): Promise<string> => {
    try {
      await newClient({ gateway: world.gatewayUrl('VN'), key: officer, ...options }).network();
    } catch (error) {
      if (error instanceof OriginApiError) return error.message;
      throw error;
    }
    throw new Error('it was answered');
  };
  /** A server that is no gateway's, with a certificate of this authority for these names. */
  const served = async (
    authority: Authority,
    dns: readonly string[],
    ip: readonly string[],
  ): Promise<string> => {
    const { certificate, privateKey } = await authority.tls(
      { ...SUBJECT, commonName: 'gateway' },
      { dns, ip },
    );
    const server = createServer({ cert: certificate, key: privateKey }, (_request, response) =>
      response.end(),
    );
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it('takes an act and answers for it, to whoever trusts its member', async () => {
    expect(world.gatewayUrl('VN')).to.match(/^https:/);
    const client = world.client(officer);
    const where = { office: 'HAN', departure: inDays(7) };
    const { operation, prepared } = await client.issue([sampleDocument('vn-sg-coffee')], where);
    expect(operation.state).to.equal('COMMITTED');
    const [reference = ''] = prepared.references;
    expect((await client.certificate(reference)).transmission).to.equal('ISSUED');
  });

  it('is not trusted by whoever does not know its authority, or trusts another', async () => {
    expect(await refusal({})).to.match(/^GATEWAY_NOT_TRUSTED: .*authority that is not trusted here/);
    const fetch = trustingFetch(other.credentials.certificate);
    expect(await refusal({ fetch })).to.match(/^GATEWAY_NOT_TRUSTED: .*authority/);
  });

  it('is refused in words when its certificate has ended, or is for another name', async () => {
    const longAgo = new Date();
    longAgo.setFullYear(longAgo.getFullYear() - 12);
    const old = await newAuthority(SUBJECT, longAgo);
    const fetch = trustingFetch(old.credentials.certificate);
    const gateway = await served(old, [], ['127.0.0.1']);
    expect(await refusal({ gateway, fetch })).to.match(/^GATEWAY_NOT_TRUSTED: .*has expired/);
    const elsewhere = await served(other, ['gateway.example'], []);
    expect(
      await refusal({ gateway: elsewhere, fetch: trustingFetch(other.credentials.certificate) }),
    ).to.match(/^GATEWAY_NOT_TRUSTED: .*other names/);
  });

  it('is the only kind that is spoken to on another machine, unless the way there is said to be secure', async () => {
    expect(await refusal({ gateway: 'http://gateway.example:8080' })).to.match(
      /^GATEWAY_NOT_SECURE.*gateway\.example/,
    );
    const silent = () => Promise.reject(new TypeError('nobody there'));
    expect(
      await refusal({
        gateway: 'http://gateway.example:8080',
        plainHttp: true,
        fetch: silent,
        retries: false,
      }),
    ).to.match(/^GATEWAY_UNREACHABLE/);
  });

  it('is asked by the command line with --ca or ORIGIN_CA, and refused without', async () => {
    const key = join(folder, 'officer.json');
    await writeFile(key, JSON.stringify(await exportSigningKey(officer)), { mode: 0o600 });
    const ca = world.gatewayAuthority('VN') ?? '';
    const asked = ['--gateway', world.gatewayUrl('VN'), '--key', key, 'status'];
    expect((await runCli([...asked, '--ca', ca])).exitCode).to.equal(0);
    expect((await runCli(asked, { env: { ORIGIN_CA: ca } })).exitCode).to.equal(0);
    const without = await runCli(asked);
    expect(without.exitCode).to.equal(3);
    expect(without.note).to.include('GATEWAY_NOT_TRUSTED').and.include('--ca');
    expect((await runCli([...asked, '--ca', key])).exitCode).to.equal(2);
    const plain = await runCli(['--gateway', 'http://gateway.example', '--key', key, 'status']);
    expect(plain.note).to.include('GATEWAY_NOT_SECURE');
  });
});
