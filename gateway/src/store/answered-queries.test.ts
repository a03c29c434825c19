import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import { testRequestId, type TestKey } from '@origin-ledger/model/testing';
import { ask, TestNetwork } from '../testing/test-network.js';
import { AnsweredQueries } from './answered-queries.js';

describe('a signed query', () => {
  let network: TestNetwork;
  let officer: TestKey;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
  });
  after(() => network.close());

  it('is good once for all gateways of a store, and after a restart', async () => {
    const [one, two] = [await network.start(), await network.start('VN', { instance: 'two' })];
    const iat = Math.floor(Date.now() / 1000) - 1;
    const jti = testRequestId();
    const statusAt = async (gateway: typeof one): Promise<number> =>
      (await ask(gateway, network.audience, officer, '/v1/status', { jti, iat })).status;
    const answers = await Promise.all([one, two, one, two, one, two].map(statusAt));
    expect(answers.sort()).to.deep.equal([200, 401, 401, 401, 401, 401]);
    await one.close();
    await two.close();
    const again = await network.start();
    expect(await statusAt(again)).to.equal(401);
    expect((await ask(again, network.audience, officer, '/v1/status')).status).to.equal(200);
  });
});

describe('the memory of answered queries', () => {
  let folder: string;
  let file: string;
  const opened: AnsweredQueries[] = [];
  const codes: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queries-test-'));
    file = join(folder, 'queries');
    codes.length = 0;
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (): AnsweredQueries => {
    const answered = new AnsweredQueries(file, (code) => codes.push(code));
    opened.push(answered);
    return answered;
  };
  const soon = (): number => Math.floor(Date.now() / 1000) + 60;

  it('forgets what nobody could ask with any more', async () => {
    const answered = open();
    for (let count = 0; count < 50; count += 1) await answered.note(`old-${count}`, 1_000 + count);
    await answered.note('new', soon());
    opened.pop();
    answered.close();
    await open().note('newer', soon());
    const sql = new Libsql(file);
    const rows = sql.prepare('SELECT id FROM answered ORDER BY id').all() as { readonly id: string }[];
    sql.close();
    expect(rows.map(({ id }) => id)).to.deep.equal(['new', 'newer']);
  });

  it('is begun anew when its file is damaged', async () => {
    writeFileSync(file, Buffer.alloc(8192, 7));
    expect(await open().note('a', soon())).to.equal(true);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('lets look-ups go on, and says so once, where it cannot be written', async () => {
    const answered = open();
    const sql = new Libsql(file);
    sql.exec('DROP TABLE answered');
    sql.close();
    expect(await answered.note('a', soon())).to.equal(true);
    expect(await answered.note('b', soon())).to.equal(true);
    expect(codes).to.deep.equal(['STORAGE_SCHEMA']);
  });
});
