import { expect } from 'chai';
import { peer } from '@hyperledger/fabric-protos';
import { addressesAt, DEFINITION } from '../testing/test-channel.js';
import { newEnvelope, newProposal, textOf } from '../testing/test-client.js';
import { refusal, SharedChannel } from '../testing/shared-channel.js';

const NAME = 'initialised';

describe('a contract whose definition asks for a call as init', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(() => shared.stop());

  const deploy = (version: string): Promise<unknown> =>
    shared.channel.deploy(
      { ...DEFINITION, name: NAME, version, initRequired: true, collections: [] },
      addressesAt(shared.service.port),
    );

  /** Calls as init or not. @returns the answer, committed where it is endorsed. */
  async function call(isInit: boolean, contract = NAME): Promise<string> {
    const client = shared.network.client();
    const proposal = newProposal(shared.channel.name, { contract, arguments: ['get', 'k'], client });
    proposal.input.setIsInit(isInit);
    const simulations = [];
    for (const member of ['VNMSP', 'SGMSP']) {
      simulations.push(await shared.channel.simulate(member, proposal, 'endorse'));
    }
    await shared.channel.order(newEnvelope(proposal, simulations, client));
    const { code } = await shared.channel.commitStatus(proposal.transactionId, AbortSignal.timeout(30_000));
    expect(code).to.equal(peer.TxValidationCode.VALID);
    const [first] = simulations;
    return first === undefined ? 'none' : textOf(first);
  }

  it('is called as init once for each version, first', async () => {
    await deploy('1');
    expect(await refusal(call(false))).to.contain(
      `invalid invocation: chaincode '${NAME}' has not been initialized for this version, must call as init first`,
    );
    await call(true);
    expect(await call(false)).to.equal('');
    expect(await refusal(call(true))).to.contain(
      `chaincode '${NAME}' is already initialized but called as init`,
    );
    await deploy('2');
    expect(await refusal(call(false))).to.contain('has not been initialized for this version');
    await call(true);
    expect(await call(false)).to.equal('');
  });

  it('is not called as init where no definition asks for it', async () => {
    expect(await refusal(call(true, 'test'))).to.contain(
      "invalid invocation: chaincode 'test' does not require initialization but called as init",
    );
  });
});
