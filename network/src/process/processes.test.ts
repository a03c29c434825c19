import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitUntil } from '../fabric/wait-until.js';
import { NetworkError } from '../network-error.js';
import { lastWords } from './last-words.js';
import { untilNoneLeft } from './left-running.js';
import { lockFolder } from './folder-lock.js';
import { ManagedProcess } from './managed-process.js';
import { isAlive, LOCK, readRecord, recordOf, recordPath, writeRecord } from './process-record.js';
import { rotateLog, RotatingLog } from './rotating-log.js';
import { shellWord } from './shell-word.js';
import { assertPortsFree } from './taken-ports.js';

async function failureOf(work: () => unknown): Promise<NetworkError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('processes of ours', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'processes-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const script = async (name: string, code: string): Promise<string> => {
    const path = join(folder, `${name}.mjs`);
    await writeFile(path, code);
    return path;
  };
  const sleeper = (): Promise<string> =>
    script('sleeper', "console.log('ready'); setInterval(() => undefined, 1000);");

  describe('a folder', () => {
    it('is had by one program, which others are told', async () => {
      const lock = lockFolder(folder, 'npm start');
      const { code, message } = await failureOf(() => lockFolder(folder, 'npm start'));
      expect(code).to.equal('ALREADY_RUNNING');
      expect(message).to.include(`process ${process.pid}`).and.include(`kill ${process.pid}`);
      lock.release();
      lockFolder(folder, 'npm start').release();
    });

    it('is not held by a program that was killed, nor by another with its number', async () => {
      const dead = spawn(process.execPath, ['-e', '']);
      await once(dead, 'exit');
      for (const holder of [{ pid: dead.pid, started: '1' }, { pid: process.pid, started: '1' }, 'torn']) {
        await writeFile(recordPath(folder, LOCK), JSON.stringify(holder));
        lockFolder(folder, 'npm start').release();
      }
    });
  });

  describe('what an earlier start left running', () => {
    it('is named with its process and how to stop it', async () => {
      const path = await sleeper();
      await using left = await ManagedProcess.start({
        ...{ name: 'gateway of VN', script: path, args: [], ready: /ready/u, run: folder },
      });
      const { code, message } = await failureOf(() => untilNoneLeft(folder, { milliseconds: 0 }));
      expect(code).to.equal('ALREADY_RUNNING');
      expect(message).to.include(`process ${left.pid} (gateway of VN)`).and.include(`kill ${left.pid}`);
    });

    it('is waited for while it ends, and forgotten', async () => {
      const path = await sleeper();
      const left = spawn(process.execPath, [path]);
      writeRecord(folder, 'ledger', left.pid ?? 0);
      const waited = untilNoneLeft(folder);
      left.kill('SIGKILL');
      await waited;
      expect(readRecord(folder, 'ledger')).to.equal(undefined);
    });
  });

  describe('a managed process', () => {
    it('that ends instead of serving is told in one line, by the words it ended with', async () => {
      const path = await script(
        'refuses',
        "console.error('PORT_TAKEN: Another program listens on 127.0.0.1:1.\\n    at somewhere (file.js:1:1)'); process.exit(1);",
      );
      const log = join(folder, 'gateway.log');
      const { code, message } = await failureOf(() =>
        ManagedProcess.start({ name: 'gateway of VN', script: path, args: [], ready: /ready/u, log }),
      );
      expect(code).to.equal('START_FAILED');
      expect(message).to.equal(
        `The gateway of VN does not start: PORT_TAKEN: Another program listens on 127.0.0.1:1. All it wrote: ${log}`,
      );
      expect(await readFile(log, 'utf8')).to.include('at somewhere');
    });

    it('is stopped while it starts', async () => {
      const path = await script('slow', 'setInterval(() => undefined, 1000);');
      const slow = ManagedProcess.launch({ name: 'slow', script: path, args: [], ready: /ready/u });
      await slow.stop();
      expect((await failureOf(() => slow.ready)).message).to.include('does not start');
      expect(slow.running).to.equal(false);
    });

    it('ends when the program that started it is killed, whatever it listens to', async () => {
      const child = await script(
        'child',
        `import { writeFileSync } from 'node:fs';
         process.once('SIGTERM', () => { writeFileSync(${JSON.stringify(join(folder, 'ended'))}, 'well'); process.exit(0); });
         console.log('ready'); setInterval(() => undefined, 1000);`,
      );
      const parent = await script(
        'parent',
        `const { ManagedProcess } = await import(${JSON.stringify(new URL('./managed-process.js', import.meta.url).href)});
         const { pid } = await ManagedProcess.start({ name: 'child', script: ${JSON.stringify(child)}, args: [], ready: /ready/u });
         console.log(pid); setInterval(() => undefined, 1000);`,
      );
      const started = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(started.stdout, 'data')) as [Buffer];
      const record = recordOf(Number(line.toString()));
      expect(isAlive(record)).to.equal(true);
      started.kill('SIGKILL');
      await waitUntil(() => Promise.resolve(!isAlive(record)), { what: 'its end', timeout: 20_000 });
      expect(await readFile(join(folder, 'ended'), 'utf8')).to.equal('well');
    });
  });

  describe('a log', () => {
    it('is put aside by size, so that a bounded number of bytes is kept', async () => {
      const path = join(folder, 'peer.log');
      const log = new RotatingLog(path, { bytes: 100, kept: 2 });
      for (let line = 0; line < 100; line += 1) log.write(`line ${line}`.padEnd(20));
      const kept = await Promise.all([path, `${path}.1`, `${path}.2`].map((file) => readFile(file, 'utf8')));
      expect(kept.join('').length).to.be.at.most(3 * 121);
      expect(kept[1]).to.include('line 99');
      expect(await readFile(`${path}.3`).catch(() => undefined)).to.equal(undefined);
    });

    it('that another process has open goes on where it is', async () => {
      const path = join(folder, 'peer.log');
      const program = await script(
        'writer',
        `import { openSync, writeSync } from 'node:fs';
         const log = openSync(${JSON.stringify(path)}, 'a');
         process.on('message', (text) => { writeSync(log, text + '\\n'); process.send('written'); });`,
      );
      const writer = spawn(process.execPath, [program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const write = async (text: string): Promise<void> => {
        writer.send(text);
        await once(writer, 'message');
      };
      await write('before'.padEnd(200));
      rotateLog(path, { bytes: 100, kept: 1 });
      await write('after');
      writer.disconnect();
      expect(await readFile(path, 'utf8')).to.equal('after\n');
      expect(await readFile(`${path}.1`, 'utf8')).to.include('before');
    });
  });

  it('a port that is taken is told with who has it', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const wanted = { name: 'peer of VN', host: '127.0.0.1', port: address.port };
    const { code, message } = await failureOf(() => assertPortsFree([wanted]));
    blocker.close();
    expect(code).to.equal('PORT_TAKEN');
    expect(message).to.include(`127.0.0.1:${address.port} (peer of VN`);
    if (process.platform === 'linux') expect(message).to.include(`process ${process.pid}: `);
  });

  const words: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['nothing', [], undefined],
    [
      'its coded line',
      ['STORE_DAMAGED: It is.', 'Error: x', '    at y (z.js:1:1)', ''],
      'STORE_DAMAGED: It is.',
    ],
    [
      'an error without a code',
      ['starting', 'SqliteError: no such column', '    at x'],
      'SqliteError: no such column',
    ],
    ['what is no log line for programs', ['{"level":"error"}', 'gone'], 'gone'],
  ];
  for (const [what, lines, expected] of words)
    it(`of what a program wrote before it ended, the reason is ${what}`, () => {
      expect(lastWords(lines)).to.equal(expected);
    });

  it('words of a printed command are quoted for a shell', () => {
    expect(shellWord('/data/keys/VN-officer-1.json')).to.equal('/data/keys/VN-officer-1.json');
    expect(shellWord("dữ liệu & co/d 9'x")).to.equal("'dữ liệu & co/d 9'\\''x'");
    expect(shellWord('')).to.equal("''");
  });
});
