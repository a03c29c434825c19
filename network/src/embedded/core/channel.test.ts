import { expect } from 'chai';
import { peer } from '@hyperledger/fabric-protos';
import { blockEnvelopes } from './blocks/block.js';
import { addressesAt, DEFINITION } from './testing/test-channel.js';
import { evaluate, submit } from './testing/test-client.js';
import { refusal, SharedChannel } from './testing/shared-channel.js';

const Code = peer.TxValidationCode;

describe('embedded channel', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(() => shared.stop());

  it('commits what two members endorse and reads it back at the third', async () => {
    expect(await shared.submit(['put', 'key', 'value'])).to.equal(Code.VALID);
    expect(await shared.evaluate(['get', 'key'], 'THMSP')).to.equal('value');
  });

  it('lets one contract call another within one transaction', async () => {
    const other = { ...DEFINITION, name: 'other', collections: [] };
    await shared.channel.deploy(other, addressesAt(shared.service.port));
    const client = shared.network.client();
    const call = { arguments: ['call', 'other', 'put', 'k', 'called'], client };
    expect((await submit(shared.channel, call, ['VNMSP', 'SGMSP'])).code).to.equal(Code.VALID);
    const read = { contract: 'other', arguments: ['get', 'k'], client };
    expect(await evaluate(shared.channel, read, 'VNMSP')).to.equal('called');
    expect(await shared.evaluate(['get', 'k'])).to.equal('');
    expect(await shared.evaluate(['call', 'other', 'get', 'k'])).to.equal('200 called');
  });

  it('refuses a call of a contract on another channel', async () => {
    expect(await refusal(shared.evaluate(['call', 'other/elsewhere', 'get', 'k']))).to.contain(
      'Failed to get policy manager for channel [',
    );
  });

  it('refuses a member where the contract is not deployed', async () => {
    const partly = { ...DEFINITION, name: 'partly', collections: [] };
    const addresses = addressesAt(shared.service.port);
    addresses.delete('THMSP');
    await shared.channel.deploy(partly, addresses);
    const call = { contract: 'partly', arguments: ['get', 'k'], client: shared.network.client() };
    expect(await evaluate(shared.channel, call, 'VNMSP')).to.equal('');
    expect(await refusal(evaluate(shared.channel, call, 'THMSP'))).to.contain('chaincode is not installed');
  });

  it('follows blocks from any height to those to come, until told to stop', async () => {
    const stop = new AbortController();
    const next = shared.channel.height;
    const seen: number[] = [];
    const following = (async () => {
      for await (const block of shared.channel.blocks(next - 1n, stop.signal)) {
        seen.push(blockEnvelopes(block).length);
        if (seen.length === 2) {
          stop.abort();
        }
      }
    })();
    await shared.submit(['put', 'followed', 'x']);
    await following;
    expect(seen).to.deep.equal([1, 1]);
  });
});
