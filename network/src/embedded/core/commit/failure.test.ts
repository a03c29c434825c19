import { expect } from 'chai';
import { BlockFile } from '../blocks/block-file.js';
import { newProposal } from '../testing/test-client.js';
import { refusal, SharedChannel } from '../testing/shared-channel.js';

describe('a disk that is full', function () {
  this.timeout(20_000);
  let shared: SharedChannel;
  const append = Object.getOwnPropertyDescriptor(BlockFile.prototype, 'append') ?? {};

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(async () => {
    Object.defineProperty(BlockFile.prototype, 'append', append);
    await shared.stop();
  });

  it('refuses whoever waits for a verdict or asks later, and takes nothing more', async () => {
    await shared.submit(['put', 'before', '1']);
    const { channel, network } = shared;
    const never = newProposal(channel.name, { arguments: ['put', 'x', 'y'], client: network.client() });
    const waiting = refusal(channel.commitStatus(never.transactionId, new AbortController().signal));
    Object.defineProperty(BlockFile.prototype, 'append', {
      ...append,
      value: () => Promise.reject(new Error('ENOSPC: no space left on device, write')),
    });
    expect(await refusal(shared.submit(['put', 'after', '1']))).to.include('no space left on device');
    expect(await waiting).to.include('the ledger cannot go on');
    expect(await channel.failed)
      .to.have.property('message')
      .that.includes('ENOSPC');
    expect(await refusal(channel.commitStatus(never.transactionId, new AbortController().signal))).to.include(
      'no space left on device',
    );
    expect(await refusal(shared.submit(['put', 'later', '1']))).to.include('SERVICE_UNAVAILABLE');
  });

  it('loses nothing that was acknowledged: the ledger goes on when it is started again', async () => {
    Object.defineProperty(BlockFile.prototype, 'append', append);
    await shared.reopen();
    expect(await shared.evaluate(['get', 'before'])).to.equal('1');
    expect(await shared.evaluate(['get', 'after'])).to.equal('');
    expect(await shared.submit(['put', 'after', '2'])).to.equal(0);
  });
});
