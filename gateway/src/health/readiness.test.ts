import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import type { TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { ask, submit, TestNetwork, until } from '../testing/test-network.js';
import { readinessOf, type Readiness } from './readiness.js';

const WELL: Readonly<Record<string, string>> = {
  ledger: 'OK',
  contract: 'OK',
  'read-model': 'OK',
  store: 'OK',
  clock: 'OK',
};

describe('readiness', () => {
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, string>>,
  ])[] = [
    ['all is well', {}, {}],
    ['the gateway has just started', { following: 'STARTING' }, { ledger: 'STARTING' }],
    ['the ledger is down', { following: 'LEDGER_UNAVAILABLE' }, { ledger: 'LEDGER_UNAVAILABLE' }],
    ['the contract is down', { contract: 'CONTRACT_UNAVAILABLE' }, { contract: 'CONTRACT_UNAVAILABLE' }],
    ['the contract hangs', { contract: 'NO_ANSWER' }, { contract: 'NO_ANSWER' }],
    ['the read model is far behind', { lag: 21 }, { 'read-model': 'BEHIND' }],
    ['the store is of another network', { following: 'OTHER_NETWORK' }, { 'read-model': 'OTHER_NETWORK' }],
    ['a block cannot be applied', { following: 'FAILED' }, { 'read-model': 'FAILED' }],
    ['the store is full', { store: 'STORAGE_FULL' }, { store: 'STORAGE_FULL' }],
    ['its certificate is good', { certificateEnds: Number.MAX_SAFE_INTEGER }, { certificate: 'OK' }],
    ['its certificate has ended', { certificateEnds: 1 }, { certificate: 'CERTIFICATE_EXPIRED' }],
    ['others date their acts otherwise', { clockOff: true }, { clock: 'CLOCK' }],
    [
      'the peer refuses what is dated so',
      { following: 'TIMESTAMP_OUTSIDE_WINDOW', contract: 'TIMESTAMP_OUTSIDE_WINDOW' },
      { contract: 'UNKNOWN', clock: 'CLOCK' },
    ],
  ];
  for (const [what, parts, expected] of cases) {
    it(`names the part when ${what}`, async () => {
      const { ready, checks } = await readinessOf({
        following: () => parts['following'] as string | undefined,
        lag: () => (parts['lag'] ?? 0) as number,
        clockOff: () => parts['clockOff'] === true,
        contract: () => Promise.resolve((parts['contract'] ?? 'OK') as string),
        store: () => Promise.resolve((parts['store'] ?? 'OK') as string),
        certificateEnds: parts['certificateEnds'] as number | undefined,
      });
      expect(checks).to.deep.equal({ ...WELL, ...expected });
      expect(ready).to.equal(Object.values(expected).every((check) => check === 'OK'));
    });
  }
});

describe('/health/ready', () => {
  let network: TestNetwork;
  let officer: TestKey;
  let gateway: RunningGateway;

  beforeEach(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    gateway = await network.start();
    await becomes({});
  });
  afterEach(() => network.close());

  const health = async (): Promise<Readiness & { readonly status: number }> => {
    const response = await fetch(`${gateway.url}/health/ready`);
    return { ...((await response.json()) as Readiness), status: response.status };
  };
  /** Waits until these parts say so and all others are well. */
  async function becomes(expected: Readonly<Record<string, string>>): Promise<void> {
    const wanted = JSON.stringify({ ...WELL, ...expected });
    let last = '';
    await until(async () => {
      const { checks, ready, status } = await health();
      expect([ready, status]).to.deep.equal(ready ? [true, 200] : [false, 503]);
      last = JSON.stringify(checks);
      return last === wanted;
    }).catch(() => expect(last).to.equal(wanted));
  }
  const file = (): string => join(network.folder, 'VN', 'gateway.db');

  it('tells the contract service that is down', async () => {
    network.ledger.contractDown = true;
    await becomes({ contract: 'CONTRACT_UNAVAILABLE' });
    network.ledger.contractDown = false;
    await becomes({});
  });

  it('tells the ledger that is down', async () => {
    network.ledger.down = true;
    network.ledger.interrupt();
    await becomes({ ledger: 'LEDGER_UNAVAILABLE', contract: 'LEDGER_UNAVAILABLE' });
    network.ledger.down = false;
    await becomes({});
  });

  it('tells a clock that peers refuse, by its name', async () => {
    network.ledger.outsideWindow = true;
    network.ledger.interrupt();
    await becomes({ contract: 'UNKNOWN', clock: 'CLOCK' });
    network.ledger.outsideWindow = false;
    await becomes({});
  });

  it('tells a store that is locked', async () => {
    const other = new Libsql(file());
    other.exec('BEGIN IMMEDIATE');
    await becomes({ store: 'STORAGE_BUSY' });
    other.exec('ROLLBACK');
    other.close();
    await becomes({});
  });

  it('tells a store that is full, before an act has met it', async () => {
    await gateway.close();
    const other = new Libsql(file());
    other.exec("INSERT INTO document_reads VALUES (hex(zeroblob(100000)), '', '', '')");
    other.close();
    gateway = await network.start('VN', { maxPages: Math.ceil(statSync(file()).size / 4096) });
    await becomes({ store: 'STORAGE_FULL' });
    expect((await fetch(`${gateway.url}/health/live`)).status).to.equal(200);
  });

  it('tells a store that was damaged while it was open, as does whoever asks for what is lost', async () => {
    for (let count = 0; count < 3; count += 1)
      await submit(gateway, await network.issue(officer, [network.document()]));
    const other = new Libsql(file());
    const [page] = other
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'certificates_issued'")
      .all() as {
      readonly rootpage: number;
    }[];
    other.exec('INSERT INTO trial VALUES (zeroblob(1))');
    other.exec('DELETE FROM trial');
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const handle = openSync(file(), 'r+');
    writeSync(handle, Buffer.alloc(4096, 0xab), 0, 4096, ((page?.rootpage ?? 0) - 1) * 4096);
    closeSync(handle);
    const { status, body } = await ask(
      gateway,
      network.audience,
      officer,
      '/v1/certificates?direction=issued',
    );
    expect([status, body['code']]).to.deep.equal([503, 'STORAGE_DAMAGED']);
    await becomes({ store: 'STORAGE_DAMAGED' });
  });
});
