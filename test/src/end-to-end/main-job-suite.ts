import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataFolder } from '../data/sample-documents.js';
import { enrolCast } from '../demo/cast.js';
import { inDays } from '../support/in-days.js';
import { runDirectAttacks } from '../demo/direct-attacks.js';
import { runMainJob } from '../demo/main-job.js';
import { runRefusals } from '../demo/refusals.js';
import { Steps } from '../demo/steps.js';
import { eventually } from '../support/eventually.js';
import { runCli, type CliResult } from '../support/run-cli.js';
import type { LedgerKind } from '../support/ledger-processes.js';
import { World } from '../support/world.js';

/** The main job and its refusals, by SDK and by command line, on the ledger the suite is for. */
export function mainJobSuite(ledger: LedgerKind): void {
  let world: World;
  let folder: string;
  let started = false;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'co-'));
    world = await World.start({ members: ['VN', 'SG', 'TH'], ledger });
    started = true;
  });
  after(async () => {
    if (!started) return;
    await world.close();
    await rm(folder, { recursive: true });
  });

  it('goes all the way with the SDK, and every attack of the demo fails', async () => {
    const lines: string[] = [];
    const steps = new Steps((line) => lines.push(line));
    const cast = await enrolCast(world, steps);
    const job = await runMainJob(cast, steps);
    await runRefusals(cast, job, steps);
    await runDirectAttacks(cast, job, steps);
    expect(steps.failed, lines.join('\n')).to.equal(0);
    expect(steps.passed).to.be.at.least(24);
  });

  describe('with the command line', () => {
    const key = (name: string): string => join(folder, `${name}.json`);
    const co = (member: string, name: string, ...args: readonly string[]): Promise<CliResult> =>
      runCli(args, {
        cwd: folder,
        env: {
          ORIGIN_GATEWAY: world.gatewayUrl(member),
          ORIGIN_PROFILE: world.profileFile(member),
          ORIGIN_KEY: key(name),
        },
      });
    const ok = (result: CliResult): CliResult => {
      expect(result.exitCode, result.note + result.out).to.equal(0);
      return result;
    };
    const reference = 'VN.CLI.26-000001';

    it('officers make keys and administrators register them', async () => {
      const entry = ['--kind', 'issuing', '--name', 'Ministry', '--address', 'Ha Noi', '--office', 'CLI'];
      ok(await co('VN', 'vn', 'register', 'authority', 'MOIT', ...entry));
      for (const [member, name, role, listed] of [
        ['VN', 'vn', 'signatory', ['--authority', 'MOIT']],
        ['SG', 'sg', 'customs', []],
      ] as const) {
        ok(await co(member, name, 'keys', 'new', '--holder', `${member}:clerk-1`, '--out', key(name)));
        ok(await co(member, name, 'register', `${key(name)}.registration.json`, '--role', role, ...listed));
        await eventually(async () => ok(await co(member, name, 'status')));
      }
      expect((await stat(key('vn'))).mode & 0o777).to.equal(0o600);
    });

    it('issue, send, inbox, receive', async () => {
      const document = join(dataFolder, 'vn-sg-coffee.json');
      const issue = ['issue', document, '--office', 'CLI', '--number', '26-000001', '--departure', inDays(3)];
      expect(ok(await co('VN', 'vn', ...issue)).out).to.contain(`issued ${reference}`);
      ok(await co('VN', 'vn', 'send', reference));
      await eventually(async () => {
        expect(ok(await co('SG', 'sg', 'inbox')).out).to.contain(reference);
      });
      ok(await co('SG', 'sg', 'receive', reference));
      expect(ok(await co('SG', 'sg', 'inbox')).out).not.to.contain(reference);
    });

    it('show, verify and history agree', async () => {
      const copy = join(folder, 'copy.json');
      ok(await co('SG', 'sg', 'show', reference, '--document', '--out', copy));
      expect((await stat(copy)).mode & 0o777).to.equal(0o600);
      const verified = ok(await co('SG', 'sg', 'verify', reference, '--document', copy, '--json'));
      expect(JSON.parse(verified.out)).to.have.property('status', 'VALID');
      expect(ok(await co('SG', 'sg', 'show', reference)).out).to.match(/state +VALID, RECEIVED/);
      const history = JSON.parse(ok(await co('SG', 'sg', 'history', reference, '--json')).out) as {
        op: string;
      }[];
      expect(history.map(({ op }) => op)).to.deep.equal([
        'certificate.issue/1',
        'certificate.send/1',
        'certificate.receive/1',
      ]);
      expect(JSON.parse(await readFile(copy, 'utf8'))).to.have.property('salt');
    });

    it('the same number a second time is refused by the contract, exit code 1', async () => {
      const document = join(dataFolder, 'vn-sg-coffee.json');
      const issue = ['issue', document, '--office', 'CLI', '--number', '26-000001', '--departure', inDays(3)];
      const { exitCode, note } = await co('VN', 'vn', ...issue);
      expect(exitCode).to.equal(1);
      expect(note).to.contain('NUMBER_USED').and.contain('args.certificates[0].number');
    });

    it('a revoked key acts no more', async () => {
      const { kid } = JSON.parse(await readFile(key('vn'), 'utf8')) as { kid: string };
      ok(await co('VN', 'vn', 'revoke', kid));
      const { exitCode, note } = await eventually(async () => {
        const result = await co('VN', 'vn', 'status');
        expect(result.exitCode).to.equal(1);
        return result;
      });
      expect(exitCode).to.equal(1);
      expect(note).to.contain('KEY_REVOKED');
    });
  });

  it('the ledger goes down and comes back: what was issued is there', async () => {
    const key = await world.enrol('SG:auditor-1', ['auditor']);
    await world.crashLedger();
    const members: string[] = [];
    await eventually(async () => {
      members.length = 0;
      for await (const { code } of world.client(key).members()) members.push(code);
    });
    expect(members).to.have.members(['VN', 'SG', 'TH', 'ASEAN']);
    await eventually(() => world.enrol('SG:auditor-2', ['auditor']), 60);
  });
}
