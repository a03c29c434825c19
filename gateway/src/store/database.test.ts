import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const SCRIPT = fileURLToPath(new URL('../testing/open-store.js', import.meta.url));
const GATEWAYS = 6;
const ROUNDS = 3;

describe('the store of a gateway', function () {
  this.timeout(120_000);
  const children: ChildProcess[] = [];
  const folders: string[] = [];
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('is made once, with one key, by gateways that start at the same moment', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'store-test-'));
      folders.push(folder);
      const opening = Array.from({ length: GATEWAYS }, () => openedBy(folder, children));
      const ready = await Promise.all(opening.map(async ({ waiting }) => waiting));
      expect(ready).to.have.length(GATEWAYS);
      for (const { open } of opening) open();
      const kids = await Promise.all(opening.map(async ({ kid }) => kid));
      expect(new Set(kids).size, 'keys').to.equal(1);
      expect(kids[0]).to.match(/^[\w-]{43}$/);
      expect(readdirSync(folder).filter((name) => name.startsWith('answer-key'))).to.deep.equal([
        'answer-key.pem',
      ]);
    }
  });
});

interface Opening {
  readonly waiting: Promise<void>;
  readonly open: () => void;
  /** Rejects with what the process said when it failed. */
  readonly kid: Promise<string>;
}

function openedBy(folder: string, children: ChildProcess[]): Opening {
  const child = spawn(process.execPath, [SCRIPT, folder], { stdio: 'pipe' });
  children.push(child);
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  return {
    waiting: once(child.stdout, 'data').then(() => undefined),
    open: () => child.stdin.write('now\n'),
    kid: once(child, 'close').then(([code]) => {
      if (code !== 0) throw new Error(errors);
      return out.trim().split('\n').at(-1) ?? '';
    }),
  };
}
