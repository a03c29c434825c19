import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import {
  costOf,
  growthOf,
  hostileArguments,
  hostileRequest,
  MOST_GROWTH,
} from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { hostileBodies } from '../testing/hostile-messages.js';
import { TestNetwork } from '../testing/test-network.js';

const BODY_SIZES = [11 * 1024, 128 * 1024];
const LARGEST_BODY = 4 * 1024 * 1024 - 1024;
/** Four times of it, with what else a head has, is the most that Node takes. */
const HEAD_SIZE = 3500;
/** Milliseconds of the processor, those of this client among them. */
const MOST_MILLISECONDS = 50;

interface Message {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Whatever anybody without a key sends costs as its size does, on every route that the gateway describes. */
describe('whatever a route is sent, by whom nobody knows', function () {
  this.timeout(300_000);
  let network: TestNetwork;
  let gateway: RunningGateway;
  let kid: string;
  let routes: readonly (readonly [string, string])[];

  before(async () => {
    network = await TestNetwork.open();
    ({ kid } = await network.enrol('VN:officer-1', ['signatory']));
    gateway = await network.start();
    const { paths } = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, object>>;
    };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [path, method.toUpperCase()] as const),
    );
  });
  after(() => network.close());

  /** Sends a message; whatever is wrong with it is said by its status. */
  const send = (method: string, path: string, { headers = {}, body }: Message): Promise<number> =>
    new Promise((resolve, reject) => {
      const more =
        body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
      const options = {
        method,
        host: '127.0.0.1',
        port: gateway.port,
        path,
        headers: { ...headers, ...more },
      };
      const sent = httpRequest(options, (response) => {
        response.resume().on('end', () => {
          resolve(response.statusCode ?? 0);
        });
      });
      // A body that is refused before it came to its end may break off.
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve(413);
        else reject(error);
      });
      sent.end(body);
    });
  const sampleOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'x');

  const heads: Readonly<Record<string, (bytes: number, path: string) => Message>> = {
    'a long path': (bytes, path) => ({ path: path.replace(/\{\w+\}|$/, 'A.'.repeat(bytes / 2)) }),
    'a path of escapes': (bytes, path) => ({ path: path.replace(/\{\w+\}|$/, '%41'.repeat(bytes / 3)) }),
    'many parameters': (bytes) => ({ path: `?${'a=1&'.repeat(bytes / 4)}` }),
    'a long parameter': (bytes) => ({ path: `?cursor=${'A'.repeat(bytes)}` }),
    'a long scheme': (bytes) => ({ headers: { authorization: '-'.repeat(bytes) } }),
    'a scheme of blanks': (bytes) => ({ headers: { authorization: `Origin-Query${' '.repeat(bytes)}x` } }),
    'a query of full stops': (bytes) => ({ headers: { authorization: `Origin-Query ${'.'.repeat(bytes)}` } }),
    'many preferences': (bytes) => ({ headers: { prefer: 'wait=, '.repeat(bytes / 7) } }),
    'many media types': (bytes) => ({ headers: { accept: 'application/jos,'.repeat(bytes / 16) } }),
    ...Object.fromEntries(
      Object.entries(hostileArguments).map(([what, args]): [string, (bytes: number) => Message] => [
        `a query with ${what}`,
        (bytes) => {
          const jws = hostileRequest('certificate.issue/1', kid, args(Math.floor((bytes * 3) / 4) - 400));
          return { headers: { authorization: `Origin-Query ${jws}` } };
        },
      ]),
    ),
  };

  it('is described for every route', () => {
    expect(routes.length).to.be.greaterThan(25);
  });

  for (const [what, headOf] of Object.entries(heads)) {
    it(`head: ${what}`, async () => {
      for (const [path, method] of routes) {
        const growth = await growthOf(
          (bytes) => headOf(bytes, path),
          HEAD_SIZE,
          ({ path: target = '', ...message }) =>
            send(method, target.startsWith('/') ? target : sampleOf(path) + target, message),
          2,
        );
        expect(growth, `${method} ${path}`).to.be.below(MOST_GROWTH);
      }
    });
  }

  it('body: all that costs more than its size where it is not bounded', async () => {
    const posts = routes.filter(([, method]) => method === 'POST');
    expect(posts.length).to.be.greaterThan(4);
    for (const [path] of posts) {
      for (const [what, bodyOf] of Object.entries(hostileBodies(kid))) {
        const post = async (body: Buffer): Promise<void> => {
          expect(await send('POST', sampleOf(path), { body }), what).to.be.within(400, 499);
        };
        const bytesOf = (bytes: number): Buffer => Buffer.from(bodyOf(bytes));
        for (const size of BODY_SIZES)
          expect(await growthOf(bytesOf, size, post, 2), `${path} ${what} ${size}`).to.be.below(MOST_GROWTH);
        const largest = bytesOf(LARGEST_BODY);
        expect(await costOf(() => post(largest), 3), `${path} ${what}: largest`).to.be.below(
          MOST_MILLISECONDS,
        );
      }
    }
  });
});
