import { expect } from 'chai';
import { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../seam.js';
import { addressesAt, DEFINITION, TestNetwork } from './testing/test-channel.js';
import { evaluate, submit } from './testing/test-client.js';
import { TestService } from './testing/test-service.js';

const Code = peer.TxValidationCode;

describe('embedded channel with a contract service', function () {
  this.timeout(20_000);
  let service: TestService;
  let network: TestNetwork;
  let channel: Channel;

  before(async () => {
    service = await TestService.start();
    network = new TestNetwork();
    channel = await network.open();
    await channel.deploy(DEFINITION, addressesAt(service.port));
  });
  after(async () => {
    await channel.close();
    await service.stop();
    network.remove();
  });

  it('commits what two members endorse and reads it back', async () => {
    const call = { arguments: ['put', 'key', 'value'], client: network.client() };
    const { code } = await submit(channel, call, ['VNMSP', 'SGMSP']);
    expect(code).to.equal(Code.VALID);
    expect(
      await evaluate(channel, { arguments: ['get', 'key'], client: network.client() }, 'THMSP'),
    ).to.equal('value');
  });
});
