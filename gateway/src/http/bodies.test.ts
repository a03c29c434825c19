import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { Problem } from '@origin-ledger/model';
import type { RunningGateway } from '../gateway.js';
import { TestNetwork, until } from '../testing/test-network.js';

const LARGE = 300_000;
const SMALL = 60_000;

describe('bodies under way', () => {
  let network: TestNetwork;
  const sockets: Socket[] = [];
  before(async () => {
    network = await TestNetwork.open();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  after(() => network.close());

  async function open(gateway: RunningGateway): Promise<Socket> {
    const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }
  const head = (length: number, path = '/v1/operations'): string =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

  /** A body of which the last byte does not come; resolves when the gateway has the others. */
  async function unfinished(gateway: RunningGateway, length: number): Promise<Socket> {
    const socket = await open(gateway);
    socket.write(head(length));
    await new Promise<void>((resolve) => {
      socket.write('x'.repeat(length - 1), () => {
        resolve();
      });
    });
    return socket;
  }
  async function post(gateway: RunningGateway, body: string, path = '/v1/operations') {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(gateway.url + path, { method: 'POST', headers, body });
    return {
      status: response.status,
      code: ((await response.json()) as Problem).code,
      wait: response.headers.get('retry-after'),
    };
  }

  it('may be as large as what their route carries: a batch, a document, or little', async () => {
    const gateway = await network.start('VN');
    const codeOf = async (path: string, bytes: number): Promise<string> =>
      (await post(gateway, ' '.repeat(bytes), path)).code;
    const parcel = `/v1/parcels/${'a'.repeat(64)}/deliveries`;
    expect(await codeOf('/v1/operations', 4 * 1024 * 1024)).to.equal('BODY_MALFORMED');
    expect(await codeOf('/v1/operations', 4 * 1024 * 1024 + 1)).to.equal('BODY_TOO_LARGE');
    for (const path of ['/v1/applications', '/v1/prechecks']) {
      expect(await codeOf(path, 1024 * 1024), path).not.to.equal('BODY_TOO_LARGE');
      expect(await codeOf(path, 1024 * 1024 + 1), path).to.equal('BODY_TOO_LARGE');
    }
    expect(await codeOf(parcel, 64 * 1024)).not.to.equal('BODY_TOO_LARGE');
    expect(await codeOf(parcel, 64 * 1024 + 1)).to.equal('BODY_TOO_LARGE');
    const socket = await open(gateway);
    const answer = text(socket);
    socket.write(`${head(0, parcel).replace('Content-Length: 0', 'Transfer-Encoding: chunked')}20000\r\n`);
    socket.end(`${'x'.repeat(0x20000)}\r\n0\r\n\r\n`);
    expect(await answer).to.match(/^HTTP\/1\.1 413 /);
  });

  it('share a budget: what goes beyond it is refused for a while, what is small is not', async () => {
    const gateway = await network.start('VN', { bodyBudget: 1_500_000 });
    const begun: Socket[] = [];
    // Announced, and not there: nothing is kept for these.
    for (let count = 0; count < 50; count += 1) (await open(gateway)).write(head(4_000_000));
    expect((await post(gateway, 'x'.repeat(LARGE))).code).to.equal('BODY_MALFORMED');
    for (let count = 0; count < 4; count += 1) begun.push(await unfinished(gateway, LARGE));
    await until(async () => (await post(gateway, 'x'.repeat(LARGE))).status === 503);
    const refused = await post(gateway, 'x'.repeat(LARGE));
    expect([refused.code, refused.wait]).to.deep.equal(['OVERLOADED', '1']);
    expect((await post(gateway, 'x'.repeat(SMALL))).code).to.equal('BODY_MALFORMED');
    for (const socket of begun) socket.destroy();
    await until(async () => (await post(gateway, 'x'.repeat(LARGE))).code === 'BODY_MALFORMED');
  });

  it('give back what they took, however they end', async () => {
    const gateway = await network.start('VN', { bodyBudget: 1_500_000 });
    for (let count = 0; count < 20; count += 1) {
      (await unfinished(gateway, LARGE)).destroy();
      await until(async () => (await post(gateway, 'x'.repeat(LARGE))).code === 'BODY_MALFORMED');
    }
  });

  for (const [what, message] of [
    ['headers', 'GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['a body', `${head(100)}x`],
    ['nothing at all', ''],
  ] as const) {
    it(`are waited for a while: ${what}, and the connection then ends from this side too`, async () => {
      const gateway = await network.start('SG', { requestSeconds: 1 });
      const socket = await open(gateway);
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
      const ended = once(socket, 'end');
      socket.write(message);
      await ended;
      const [first = '', body = ''] = answer.split('\r\n\r\n');
      expect(first).to.match(/^HTTP\/1\.1 408 /);
      expect((JSON.parse(body) as Problem).code).to.equal('MESSAGE_TIMEOUT');
      // It is not closed here: a write tells when the other side has let go.
      await until(() => {
        socket.write('x');
        return socket.destroyed;
      });
    });
  }

  it('come on no more connections than there may be', async () => {
    const gateway = await network.start('TH', { maxConnections: 5 });
    const silent: Socket[] = [];
    for (let count = 0; count < 5; count += 1) silent.push(await open(gateway));
    const sixth = await open(gateway);
    expect(await text(sixth)).to.equal('');
    for (const socket of silent) socket.destroy();
    await until(
      async () => (await fetch(`${gateway.url}/health/live`).catch(() => undefined))?.status === 200,
    );
  });
});
