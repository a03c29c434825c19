import { join } from 'node:path';
import { expect } from 'chai';
import Libsql from 'libsql';
import type { TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { ask, submit, TestNetwork } from '../testing/test-network.js';

/** A gateway whose event loop stands still for as long as SQLite waits would answer later than this. */
const LIVELY_MILLISECONDS = 2_500;

describe('a store that another program has locked', () => {
  let network: TestNetwork;
  let gateway: RunningGateway;
  let officer: TestKey;
  let other: Libsql.Database;

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    gateway = await network.start();
    other = new Libsql(join(network.folder, 'VN', 'gateway.db'));
  });
  after(async () => {
    other.close();
    await network.close();
  });

  const answersSoon = async (path: string): Promise<void> => {
    const began = performance.now();
    expect((await fetch(gateway.url + path)).status).to.equal(200);
    expect(performance.now() - began, path).to.be.lessThan(LIVELY_MILLISECONDS);
  };

  it('is waited for while everything else goes on, and the act comes through', async () => {
    const request = await network.issue(officer, [network.document()]);
    other.exec('BEGIN IMMEDIATE');
    const submitted = submit(gateway, request);
    for (let count = 0; count < 3; count += 1) await answersSoon('/health/live');
    expect((await ask(gateway, network.audience, officer, '/v1/registry/members')).status).to.equal(200);
    other.exec('ROLLBACK');
    const first = await submitted;
    // A machine that is slow enough has it refused for now: the same request does it.
    const { body } = first.status === 503 ? await submit(gateway, request) : first;
    expect(body.state).to.equal('COMMITTED');
  });

  it('and stays locked: the act is refused for now, and the same request does it later', async () => {
    const request = await network.issue(officer, [network.document()]);
    other.exec('BEGIN IMMEDIATE');
    const { status, headers, body } = await submit(gateway, request);
    expect([status, body.code, headers.get('retry-after')]).to.deep.equal([503, 'STORAGE_BUSY', '1']);
    expect(body.retry).to.equal('same');
    other.exec('ROLLBACK');
    expect((await submit(gateway, request)).body.state).to.equal('COMMITTED');
  });
});
