import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePorts } from '@origin-ledger/network';
import { isAlive, type ProcessRecord } from '@origin-ledger/network/process';
import { eventually } from '../support/eventually.js';
import { Started } from './started.js';

/** How many ports a start on the embedded ledger takes, as its help says. */
const PORTS = 7;

describe('npm start', function () {
  this.timeout(180_000);
  let folder: string;
  let data: string;
  let base: number;
  let running: Started[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'origin-start-'));
    data = join(folder, 'data');
    base = await freeBlock(PORTS);
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((each) => each.end()));
    rmSync(folder, { recursive: true });
  });

  const start = (at = data, ports = base, ...more: readonly string[]): Started => {
    const started = new Started(at, ['--ports', String(ports), ...more]);
    running.push(started);
    return started;
  };
  const noneLeft = (parts: ReadonlyMap<string, ProcessRecord>): Promise<void> =>
    eventually(() => {
      const left = [...parts].filter(([, record]) => isAlive(record)).map(([name]) => name);
      return left.length === 0 ? Promise.resolve() : Promise.reject(new Error(`${left.join()} left`));
    });

  it('refuses a second one on its data at once, in one line, and changes nothing', async () => {
    const first = start();
    await first.serving();
    const before = tree(data);
    const second = start(data, await freeBlock(PORTS));
    expect(await second.ended).to.equal(1);
    expect(second.err)
      .to.match(/^ALREADY_RUNNING: .*\n$/u)
      .and.include(`kill ${first.pid}`);
    expect(second.out).to.equal('');
    expect(tree(data)).to.deep.equal(before);

    const elsewhere = start(join(folder, 'other'));
    expect(await elsewhere.ended).to.equal(1);
    expect(elsewhere.err)
      .to.match(/^PORT_TAKEN: .*\n$/u)
      .and.include(`127.0.0.1:${base} (peer of VN`);
    if (process.platform === 'linux')
      expect(elsewhere.err).to.include(`process ${first.parts().get('ledger')?.pid ?? 0}: `);
    expect(tree(join(folder, 'other', 'embedded'))).to.deep.equal([]);

    const parts = first.parts();
    first.signal('SIGTERM');
    expect(await first.ended).to.equal(0);
    await noneLeft(parts);
    expect(first.err, 'what is wrong').to.equal('');
  });

  it('ends with all it started when one part cannot start, and says in one line which and why', async () => {
    await mkdir(join(data, 'gateways'), { recursive: true });
    writeFileSync(join(data, 'gateways', 'SG'), 'no folder');
    const started = start();
    await started.said(/operator/u);
    expect(await started.ended).to.equal(1);
    expect(started.err).to.match(/^START_FAILED: The gateway of SG does not start: .*gateway-SG\.log\n$/u);
    expect([...started.parts().keys()]).to.deep.equal([]);
    await eventually(() => portsAreFree(base));
  });

  it('starts a part again that ended, says so, and ends by itself when it ends again and again', async () => {
    const started = start();
    await started.serving();
    const ledger = started.parts().get('ledger');
    const gateway = started.parts().get('gateway of VN');
    if (ledger === undefined || gateway === undefined) throw new Error('parts are noted');
    process.kill(gateway.pid, 'SIGKILL');
    await started.said(/The gateway of VN ended \(SIGKILL\)\. It is started again\./u);
    process.kill(ledger.pid, 'SIGKILL');
    await started.said(/The ledger ended \(SIGKILL\)\. It is started again\./u);
    await eventually(async () => {
      const { ok } = await fetch(`http://127.0.0.1:${base + PORTS - 2}/health/ready`);
      if (!ok) throw new Error('not ready yet');
    });

    let last = started.parts().get('gateway of VN');
    process.kill(last?.pid ?? 0, 'SIGKILL');
    const killing = setInterval(() => {
      const now = started.parts().get('gateway of VN');
      if (now === undefined || now.pid === last?.pid) return;
      last = now;
      process.kill(now.pid, 'SIGKILL');
    }, 5);
    expect(await started.ended).to.equal(1);
    clearInterval(killing);
    expect(started.err).to.match(/^PART_FAILED: The gateway of VN ended 5 times one after the other.*\n$/mu);
    expect([...started.parts().keys()]).to.deep.equal([]);
  });

  it('leaves nothing running when it is killed, and the next start goes on', async () => {
    // Where a socket has no name, and a shell needs quotes.
    const deep = join(folder, "dữ liệu & it's ".repeat(6), 'data');
    const started = start(deep);
    await started.serving();
    const parts = started.parts();
    expect(parts.size).to.equal(4);
    started.signal('SIGKILL');
    await started.ended;
    const again = start(deep);
    await again.serving();
    await noneLeft(parts);
    const [, key = ''] = /--key (.*)$/mu.exec(again.out) ?? [];
    expect(key.replaceAll("'\\''", "'").slice(1, -1)).to.equal(join(deep, 'keys', 'SG-officer-1.json'));
    again.signal('SIGHUP');
    expect(await again.ended).to.equal(0);
  });

  it('ends when it is interrupted while it starts, and when nobody reads what it says', async () => {
    const interrupted = start();
    await interrupted.said(/operator/u);
    await eventually(() =>
      interrupted.parts().size > 0 ? Promise.resolve() : Promise.reject(new Error('nothing started')),
    );
    const parts = interrupted.parts();
    interrupted.signal('SIGINT');
    expect(await interrupted.ended).to.equal(0);
    await noneLeft(parts);

    const unread = start();
    await unread.said(/operator/u);
    unread.hangUp();
    expect(await unread.ended).to.equal(0);
    expect(unread.err).to.equal('');
    expect([...unread.parts().keys()]).to.deep.equal([]);
  });

  it('says how many ports it takes, and what is wrong with its command line', async () => {
    const help = start(data, base, '--help');
    expect(await help.ended).to.equal(0);
    expect(help.out).to.include(`side by side: ${PORTS} of them, 40 with Fabric`);
    for (const [wrong, code] of [
      [['--nonsense'], 2],
      [['--ports', 'many'], 2],
      [['--ports', '65530'], 1],
    ] as const) {
      const started = start(data, base, ...wrong);
      expect(await started.ended, wrong.join(' ')).to.equal(code);
      expect(started.err).to.match(/^(?:USAGE|TOPOLOGY_INVALID): .*\n$/u);
    }
  });
});

/** Every file below a folder, with its size and when it was written; logs and stores of what runs aside. */
function tree(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true })
      .map(String)
      .filter((path) => !/^(?:logs|gateways)\b|channel/u.test(path))
      .flatMap((path) => {
        const found = statSync(join(folder, path));
        return found.isDirectory() ? [] : [`${path} ${found.size} ${found.mtimeMs}`];
      })
      .sort();
  } catch {
    return [];
  }
}

/** The first of so many ports that nobody has, side by side. */
async function freeBlock(count: number): Promise<number> {
  for (;;) {
    const [first = 0] = await freePorts(1);
    if (
      await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index))).then((all) =>
        all.every(Boolean),
      )
    )
      return first;
  }
}

async function portsAreFree(first: number): Promise<void> {
  for (let port = first; port < first + PORTS; port += 1)
    if (!(await isFree(port))) throw new Error(`${port} is taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () =>
      probe.close(() => {
        resolve(true);
      }),
    );
  });
}
