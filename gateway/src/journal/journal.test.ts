import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseRequest } from '@origin-ledger/model';
import { formD, issueRequest, testKey } from '@origin-ledger/model/testing';
import { Database } from '../store/database.js';
import { WriteGroup } from '../store/write-group.js';
import { Journal, LEASE_MILLISECONDS } from './journal.js';

describe('the journal', () => {
  let folder: string;
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-test-'));
    database = new Database({ file: join(folder, 'gateway.db') });
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const journalOf = (owner: string) => new Journal(database, new WriteGroup(database), owner);
  const request = async () => parseRequest((await issueRequest(await testKey(), [formD()])).jws);

  it('leases an operation to one gateway, and to another once the first gives no sign of life', async () => {
    const [one, two] = [journalOf('one'), journalOf('two')];
    await one.receive(await request(), [], 1_000);
    expect(two.takeOver(1_000 + LEASE_MILLISECONDS)).to.have.length(0);
    expect(two.takeOver(1_001 + LEASE_MILLISECONDS)).to.have.length(1);
    expect(one.takeOver(1_002 + LEASE_MILLISECONDS)).to.have.length(0);
  });

  it('takes its own operations back at once after a restart', async () => {
    await journalOf('one').receive(await request(), [], 1_000);
    expect(journalOf('one').takeOver(1_001)).to.have.length(1);
  });

  it('leaves no final state', async () => {
    const journal = journalOf('one');
    const parsed = await request();
    await journal.receive(parsed, [], 1_000);
    journal.committedInBlock(parsed.actId, 'tx', 7);
    await journal.reject(parsed.actId, { code: 'INTERNAL', boxes: [] });
    await journal.progress(parsed.actId, 'UNKNOWN', null, 1);
    expect(journal.entry(parsed.actId)?.state).to.equal('COMMITTED');
    expect(await journal.receive(parsed, [], 2_000)).to.equal(false);
  });

  it('keeps the envelope with its transaction id before anything is sent', async () => {
    const journal = journalOf('one');
    const parsed = await request();
    await journal.receive(parsed, [{ commitment: 'c', text: 'bytes' }], 1_000);
    await journal.prepared(parsed.actId, 'tx', Buffer.from('envelope'));
    const [open] = journalOf('one').takeOver(2_000);
    expect([open?.state, open?.transaction_id, Buffer.from(open?.envelope ?? []).toString()]).to.deep.equal([
      'PREPARED',
      'tx',
      'envelope',
    ]);
    expect(journal.parcel(parsed.actId, 'c')).to.equal('bytes');
    expect(journal.parcel('another', 'c'), 'of another act with this commitment').to.equal(undefined);
  });

  it('writes what comes at once in one SQL transaction, and one failure takes no other with it', async () => {
    const group = new WriteGroup(database);
    const insert = database.prepare(
      "INSERT INTO deposits (name, commitment, act, key_hash) VALUES (?, 'c', 'a', 'k')",
    );
    const results = await Promise.allSettled([
      group.write(() => insert.run('a')),
      group.write(() => insert.run('a')),
      group.write(() => insert.run('b')),
    ]);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });
});
