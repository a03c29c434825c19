import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NetworkError } from '../../network-error.js';
import { fabricLayout, type FabricLayout } from '../layout.js';
import { waitUntil } from '../wait-until.js';
import { killFabricNetwork } from './kill-services.js';
import {
  assertRunning,
  logPath,
  recordedServices,
  runningPid,
  startService,
  stopService,
} from './service.js';

describe('a service', function () {
  this.timeout(200_000);
  let folder: string;
  let layout: FabricLayout;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'service-'));
    layout = fabricLayout(folder);
  });
  afterEach(async () => {
    for (const name of recordedServices(layout)) await stopService(layout, name, 'SIGKILL');
    await rm(folder, { recursive: true });
  });

  const node = (code: string): Parameters<typeof startService>[1] => ({
    name: 'sleeper',
    command: process.execPath,
    args: ['-e', code],
    environment: { GREETING: 'hello' },
    folder,
  });

  it('runs on its own with its output in its log, and is started once', async () => {
    const service = node('console.log(process.env.GREETING); setInterval(() => {}, 1000)');
    expect(await startService(layout, service)).to.equal('started');
    const pid = runningPid(layout, 'sleeper');
    expect(await startService(layout, service)).to.equal('running');
    expect(runningPid(layout, 'sleeper')).to.equal(pid);
    await waitUntil(async () => (await readFile(logPath(layout, 'sleeper'), 'utf8')) === 'hello\n', {
      what: 'its greeting',
    });
    expect((await stat(logPath(layout, 'sleeper'))).mode & 0o777).to.equal(0o600);
  });

  it('is killed with all others at once, and only what the network started', async () => {
    await startService(layout, node('setInterval(() => {}, 1000)'));
    const pid = runningPid(layout, 'sleeper');
    await writeFile(join(layout.run, 'other.pid'), JSON.stringify({ pid: process.pid, started: '1' }));
    killFabricNetwork(folder);
    await waitUntil(() => Promise.resolve(runningPid(layout, 'sleeper') === undefined), {
      what: 'its end',
    });
    expect(pid).to.be.a('number');
    await rm(join(layout.run, 'other.pid'));
  });

  it('stops, and stopping it again does nothing', async () => {
    await startService(layout, node('setInterval(() => {}, 1000)'));
    await stopService(layout, 'sleeper');
    expect(runningPid(layout, 'sleeper')).to.equal(undefined);
    expect(recordedServices(layout)).to.deep.equal([]);
    await stopService(layout, 'sleeper');
  });

  it('that has ended is told with the last error of its log', async () => {
    await startService(layout, node('console.error("fatal: no port"); process.exit(1)'));
    await waitUntil(() => Promise.resolve(runningPid(layout, 'sleeper') === undefined), {
      what: 'its end',
    });
    const error = await assertRunning(layout, 'sleeper').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(NetworkError);
    expect((error as NetworkError).code).to.equal('START_FAILED');
    expect((error as NetworkError).message).to.include('fatal: no port');
  });

  it('is not mistaken for another process with the same number', async () => {
    await startService(layout, node('setInterval(() => {}, 1000)'));
    await stopService(layout, 'sleeper');
    await writeFile(join(layout.run, 'sleeper.pid'), JSON.stringify({ pid: process.pid, started: '1' }));
    expect(runningPid(layout, 'sleeper')).to.equal(undefined);
  });

  it('has its log put aside by the keeper while it goes on writing', async () => {
    await startService(
      layout,
      node("let line = 0; setInterval(() => console.log(`line ${line++} ${'x'.repeat(500)}`), 1)"),
    );
    const keeper = fileURLToPath(new URL('./log-keeper-main.js', import.meta.url));
    await startService(layout, {
      ...node(''),
      ...{ name: 'log-keeper', args: [keeper, layout.logs, '10000'] },
    });
    const path = logPath(layout, 'sleeper');
    const lineIn = async (file: string): Promise<number> =>
      Number((await readFile(file, 'utf8')).split(' ')[1]);
    const wanted = ['', '.1', '.2', '.3'].map((number) => `sleeper.log${number}`);
    // Looked at in the middle of putting aside, a file may be missing or empty.
    await waitUntil(
      async () => {
        const files = (await readdir(layout.logs)).filter((file) => file.startsWith('sleeper')).sort();
        const [oldest, latest] = await Promise.all([lineIn(`${path}.3`), lineIn(`${path}.1`)]);
        return files.join() === wanted.join() && oldest < latest;
      },
      { what: 'three files put aside, the oldest last' },
    );
  }).timeout(200_000);
});
