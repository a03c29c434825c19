import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { requireFabric } from '../support/require-fabric.js';
import { faultReport, type FaultLine } from './fault-report.js';

const SCRIPT = fileURLToPath(new URL('./partition-main.js', import.meta.url));

describe('a Fabric network that is parted into two halves', function () {
  this.timeout(400_000);
  before(async function () {
    await requireFabric(this);
    if (spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0) return;
    process.stdout.write('    skipped: a network namespace needs Linux, iproute2 and the superuser\n');
    this.skip();
  });

  it('commits nothing until it is healed, and then all that was acknowledged, once', async () => {
    const child = spawn('unshare', ['--net', process.execPath, SCRIPT], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status, errors + out).to.equal(0);
    const line = JSON.parse(out.trim().split('\n').at(-1) ?? '') as FaultLine;
    expect(line).to.include({ lost: 0, doubled: 0 });
    process.stdout.write(`\n${faultReport([line])}\n\n`);
  });
});
