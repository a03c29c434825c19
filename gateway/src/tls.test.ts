import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { json } from 'node:stream/consumers';
import { join } from 'node:path';
import { expect } from 'chai';
import { SettingsError } from './ledger/profile.js';
import { readSettings } from './settings.js';
import { TestNetwork } from './testing/test-network.js';
import { tlsFiles } from './testing/tls-files.js';
import { tlsFor, type TlsFiles } from './tls.js';

describe('a gateway on the wire', () => {
  let network: TestNetwork;
  let files: TlsFiles;

  before(async () => {
    network = await TestNetwork.open();
    files = await tlsFiles(join(network.folder, 'tls'));
  });
  after(() => network.close());

  const asked = async (url: string, ca?: Buffer): Promise<unknown> => {
    const sent = get(`${url}/health/live`, ca === undefined ? {} : { ca });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return json(answer);
  };

  it('speaks TLS with the files it is given, and nothing else', async () => {
    const gateway = await network.start('VN', { tls: files }, false);
    expect(gateway.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await asked(gateway.url, readFileSync(files.certificate))).to.deep.equal({
      ready: true,
      checks: {},
    });
    const untrusted = await asked(gateway.url).catch((error: unknown) => error);
    expect(untrusted).to.include({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const plain = await fetch(gateway.url.replace('https', 'http')).catch((error: unknown) => error);
    expect(plain).to.be.instanceOf(TypeError);
    await gateway.close();
  });

  it('says an IPv6 address as URLs do', async () => {
    const gateway = await network.start('VN', { host: '::1' });
    expect(gateway.url).to.match(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${gateway.url}/health/live`)).status).to.equal(200);
    await gateway.close();
  });

  const embedded = { ledger: 'embedded' } as const;

  it('speaks plain HTTP to this machine alone, or where it is told that something in front speaks TLS', () => {
    for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost'])
      expect(tlsFor(host, {}, embedded), host).to.equal(undefined);
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'gateway.example']) {
      expect(() => tlsFor(host, {}, embedded), host).to.throw(
        SettingsError,
        /GATEWAY_NOT_SECURE.*--tls-cert/,
      );
      expect(tlsFor(host, { plainHttp: true }, embedded), host).to.equal(undefined);
      expect(tlsFor(host, { tls: files }, embedded)?.server.minVersion, host).to.equal('TLSv1.2');
    }
  });

  it('speaks TLS by itself on a Fabric network, with what its profile names', () => {
    const profile = { ledger: 'fabric', gatewayTls: files } as const;
    expect(tlsFor('127.0.0.1', {}, profile)?.ends).to.be.greaterThan(Date.now());
    expect(tlsFor('127.0.0.1', { plainHttp: true }, profile)).to.equal(undefined);
    expect(tlsFor('127.0.0.1', {}, { ...embedded, gatewayTls: files })).to.equal(undefined);
  });

  it('does not start with a certificate that has ended, is not of its key, or is none', async () => {
    const ended = await tlsFiles(join(network.folder, 'ended'), new Date(Date.now() - 1000));
    const other = await tlsFiles(join(network.folder, 'other'));
    const none = join(network.folder, 'none.pem');
    for (const [tls, said] of [
      [ended, /ended on .*renewed/],
      [{ ...files, privateKey: other.privateKey }, /is not the key of the certificate/],
      [{ ...files, certificate: none }, /none\.pem cannot be read/],
      [{ ...files, certificate: files.privateKey }, /is no certificate in PEM/],
      [{ ...files, privateKey: files.certificate }, /is no private key in PEM/],
    ] as const)
      expect(() => tlsFor('127.0.0.1', { tls }, embedded)).to.throw(SettingsError, said);
  });

  it('takes both files or none', () => {
    const needed = ['--profile', 'p', '--data', 'd'];
    expect(readSettings([...needed, '--tls-cert', 'c', '--tls-key', 'k'], {})?.tls).to.deep.equal({
      certificate: 'c',
      privateKey: 'k',
    });
    expect(readSettings(needed, { ORIGIN_GATEWAY_PLAIN_HTTP: '1' })?.plainHttp).to.equal(true);
    expect(() => readSettings([...needed, '--tls-cert', 'c'], {})).to.throw(SettingsError, /need each other/);
  });
});
