import { expect } from 'chai';
import { CommitWaiters } from './commit-waiters.js';

describe('those who wait for a verdict', () => {
  it('are all told, and leave nothing behind', async () => {
    const waiters = new CommitWaiters();
    const { signal } = new AbortController();
    const both = Promise.all([waiters.wait('id', signal), waiters.wait('id', signal)]);
    const verdict = { transactionId: 'id', code: 0, blockNumber: 7n, index: 0 };
    waiters.committed({ ...verdict, transactionId: 'other' });
    waiters.committed(verdict);
    expect(await both).to.deep.equal([verdict, verdict]);
    expect(waiters.size).to.equal(0);
  });

  it('are freed when they give up', async () => {
    const waiters = new CommitWaiters();
    const controller = new AbortController();
    const waiting = waiters.wait('id', controller.signal).catch((error: unknown) => error);
    expect(waiters.size).to.equal(1);
    controller.abort(new Error('deadline'));
    expect(await waiting).to.have.property('message', 'deadline');
    expect(waiters.size).to.equal(0);
  });
});
