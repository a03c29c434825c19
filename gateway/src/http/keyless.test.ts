import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { hostileBodies } from '../testing/hostile-messages.js';

const SCRIPT = fileURLToPath(new URL('../testing/gateway-process.js', import.meta.url));
const MIB = 1024 * 1024;
/** In so many milliseconds `/health/live` is answered, whatever others send without a key. */
const MOST_MILLISECONDS = 100;
/** No step of the gateway keeps its event loop for longer. */
const MOST_STALL = 50;
const QUIET_LOOKS = 40;
/** A machine that answers an idle gateway's question late is busy with something else: it gets so many times as long. */
const PATIENCE = 10;
/** What keeps others waiting does so every time; what others of the machine do, does not: one of so many counts. */
const TIMES = 3;

/**
 * A gateway in a process of its own is sent the worst that is known, by whom nobody knows. While it comes, its health is
 * asked for every few milliseconds. The longest answer is held against a hundred milliseconds, or, on a machine that is
 * late for an idle gateway too, against ten times the longest answer before; and the gateway's own count of how long
 * it kept its event loop, which others of the machine do not add to, against fifty. What fails is tried twice more.
 */
describe('a gateway that is sent the worst without a key', function () {
  this.timeout(120_000);
  let child: ChildProcess;
  let lines: AsyncIterator<string>;
  let url: string;
  let kid: string;
  let idle: number;
  const sockets: Socket[] = [];

  before(async () => {
    child = spawn(process.execPath, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('no output');
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    ({ url, kid } = JSON.parse(await nextLine()) as { readonly url: string; readonly kid: string });
    await askHealth();
    idle = 0;
    for (let look = 0; look < QUIET_LOOKS; look += 1) idle = Math.max(idle, await askHealth());
    await stall();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  after(async () => {
    child.stdin?.end();
    await once(child, 'exit');
  });

  async function nextLine(): Promise<string> {
    const next = await lines.next();
    if (next.done === true) throw new Error('the gateway ended');
    return next.value;
  }
  /** The longest time for which it kept its event loop since the last question, milliseconds. */
  async function stall(): Promise<number> {
    child.stdin?.write('\n');
    return Number(await nextLine());
  }
  async function askHealth(): Promise<number> {
    const begun = performance.now();
    const response = await fetch(`${url}/health/live`);
    await response.arrayBuffer();
    expect(response.status).to.equal(200);
    return performance.now() - begun;
  }

  /** The longest answer of the gateway's health until all is sent and answered. */
  async function longestDuring(attack: Promise<unknown>): Promise<number> {
    const sent = { over: false };
    const ended = attack.finally(() => {
      sent.over = true;
    });
    let longest = 0;
    while (!sent.over) {
      longest = Math.max(longest, await askHealth());
      await sleep(5);
    }
    await ended;
    return Math.max(longest, await askHealth());
  }
  async function bears(attack: () => Promise<unknown>): Promise<void> {
    const most = Math.max(MOST_MILLISECONDS, PATIENCE * idle);
    let [longest, still] = [Infinity, Infinity];
    for (let time = 0; time < TIMES && (longest >= most || still >= MOST_STALL); time += 1) {
      longest = await longestDuring(attack());
      still = await stall();
    }
    expect(still, 'its event loop stood still').to.be.below(MOST_STALL);
    expect(longest, `idle: ${idle}`).to.be.below(most);
  }
  async function post(path: string, body: Buffer): Promise<number> {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  const sizes = [417 * 1024, 3.7 * MIB];
  for (const path of ['/v1/operations', '/v1/applications', '/v1/prechecks']) {
    it(`${path}: combining marks, roles, parcels and nesting without end`, async () => {
      for (const [what, bodyOf] of Object.entries(hostileBodies('A'.repeat(43))))
        for (const bytes of sizes) {
          const body = Buffer.from(bodyOf(bytes));
          await bears(async () => {
            expect(await post(path, body), what).to.be.within(400, 499);
          });
        }
    });
  }

  it('the same in the name of a key that is known, ten at a time', async () => {
    for (const what of [
      'registry.key/1 with roles without end',
      'certificate.issue/1 with combining marks',
    ]) {
      const body = Buffer.from(hostileBodies(kid)[what]?.(417 * 1024) ?? '');
      await bears(() => Promise.all(Array.from({ length: 10 }, () => post('/v1/operations', body))));
    }
  });

  it('150 connections with bodies that do not come to their end', async () => {
    const { port } = new URL(url);
    const length = 4 * MIB;
    const head = `POST /v1/operations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    const most = Buffer.alloc(length - 10, 'x');
    await bears(async () => {
      for (let count = 0; count < 150; count += 1) {
        const socket = connect(Number(port), '127.0.0.1');
        sockets.push(socket);
        socket.on('error', () => undefined).resume();
        await once(socket, 'connect');
        socket.write(head);
        await new Promise<void>((resolve) => {
          socket.write(most, () => {
            resolve();
          });
        });
      }
    });
    // What anybody sends meanwhile is still answered.
    expect(await post('/v1/operations', Buffer.from('{}'))).to.equal(400);
  });
});
