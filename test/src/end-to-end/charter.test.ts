import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@origin-ledger/cli';
import type { Form } from '@origin-ledger/model';
import type { OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { dataFolder } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { runNetwork } from '../support/run-cli.js';
import { World } from '../support/world.js';

const FOUNDERS = ['VN', 'SG', 'TH', 'ASEAN'];

/** Who keeps the register and who has a voice, all by the commands of the members' administrators. */
describe('the charter of a network', function () {
  this.timeout(180_000);
  let world: World;
  let folder: string;
  let vietnam: OriginClient;
  const eav = JSON.parse(readFileSync(join(dataFolder, 'forms', 'eav.json'), 'utf8')) as Form;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'charter-'));
    world = await World.start({ members: ['VN'], ledger: 'embedded' });
    vietnam = world.client(await world.enrol('VN:auditor-1', ['auditor']));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs `co register …` as a member's administrator; what it says of a refusal, or `done`. */
  const register = async (member: string, ...words: readonly string[]): Promise<string> => {
    const notes: string[] = [];
    const exitCode = await run(['register', ...words], {
      out: () => undefined,
      note: (line) => notes.push(line),
      env: { ORIGIN_PROFILE: world.profileFile(member) },
      fetch: (input, init) => globalThis.fetch(input, init),
    });
    return exitCode === 0 ? 'done' : notes.join('\n');
  };
  const formFile = async (form: Form): Promise<string> => {
    const file = join(folder, 'form.json');
    await writeFile(file, JSON.stringify(form));
    return file;
  };
  const entered = async (): Promise<readonly number[]> => {
    const found = [];
    for await (const { form } of vietnam.register('forms')) found.push(form.itemLimit);
    return found;
  };

  it('is handed over by three of four; the one before keeps nothing any more', async () => {
    const file = await formFile({ ...eav, itemLimit: 20 });
    expect(await register('VN', 'consent', 'form', file)).to.equal('done');
    expect(await register('ASEAN', 'form', file, '--with', 'VN')).to.equal('done');
    expect(await register('TH', 'keeper', 'SG', '--with', 'VN', 'SG')).to.include('CONSENT_MISSING');
    expect(await register('VN', 'consent', 'keeper', 'SG')).to.equal('done');
    expect(await register('SG', 'keeper', 'SG', '--with', 'VN')).to.include('CONSENT_MAJORITY');
    expect(await register('SG', 'consent', 'keeper', 'SG')).to.equal('done');
    expect(await register('TH', 'keeper', 'SG', '--with', 'VN', 'SG')).to.equal('done');
    await eventually(async () => {
      const { charter, consents } = await vietnam.charter();
      expect([charter?.keeper, charter?.members, consents]).to.deep.equal(['SG', [...FOUNDERS].sort(), []]);
    });
    expect(await register('VN', 'consent', 'departure', 'TH')).to.equal('done');
    expect(await register('ASEAN', 'departure', 'TH', '--with', 'VN')).to.include('REGISTER_KEEPER_REQUIRED');
  });

  it('lets the new keeper change what the one before entered', async () => {
    const file = await formFile({ ...eav, itemLimit: 30 });
    expect(await register('VN', 'consent', 'form', file)).to.equal('done');
    expect(
      await register('SG', 'form', await formFile({ ...eav, itemLimit: 31 }), '--with', 'VN'),
    ).to.include('CONSENT_MISSING');
    expect(await register('SG', 'form', await formFile({ ...eav, itemLimit: 30 }), '--with', 'VN')).to.equal(
      'done',
    );
    await eventually(async () => {
      expect(await entered()).to.deep.equal([30]);
    });
  });

  it('is stated as it stands by a member that joins later, which has a voice when more than half say so', async () => {
    const joined = await runNetwork(['add-member', 'TL', '--data', world.data]);
    expect(joined.exitCode, joined.note).to.equal(0);
    const enter = (keeper: string, ...members: readonly string[]): Promise<string> =>
      register('TL', 'member', '--utc-offset', '+09:00', '--keeper', keeper, '--members', ...members);
    expect(await enter('ASEAN', ...FOUNDERS))
      .to.include('CHARTER_DISAGREES')
      .and.include('args.charter.keeper');
    expect(await enter('SG', 'TL', ...FOUNDERS)).to.include('args.charter.members');
    expect(await enter('SG', ...FOUNDERS)).to.equal('done');
    expect(await register('TL', 'consent', 'departure', 'TH')).to.include('CHARTER_MEMBER_REQUIRED');
    const all = ['--members', 'TL', ...FOUNDERS];
    for (const member of ['VN', 'ASEAN'])
      expect(await register(member, 'consent', 'keeper', 'SG', ...all)).to.equal('done');
    expect(await register('SG', 'keeper', 'SG', '--with', 'VN', 'ASEAN', ...all)).to.equal('done');
    expect(await register('TL', 'consent', 'departure', 'TH')).to.equal('done');
    expect(await register('TL', 'consent', 'departure', 'TH', '--withdraw')).to.equal('done');
    expect(await register('SG', 'departure', 'TH', '--with', 'TL')).to.include('CONSENT_MISSING');
  });
});
