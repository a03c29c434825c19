import { peer } from '@hyperledger/fabric-protos';
import { CommitError } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { AssetLedger } from '../testing/asset-ledger.js';

const MAJORITY = { channelConfigPolicy: '/Channel/Application/Endorsement' };

describe('a contract and a collection whose policy stands in the configuration of the channel', function () {
  this.timeout(60_000);
  let host: AssetLedger;

  before(async () => {
    host = await AssetLedger.start();
    const collection = {
      name: 'shared',
      policy: "OR('VNMSP.member', 'SGMSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      endorsementPolicy: { channelConfigPolicy: '/Channel/Application/SGMSP/Endorsement' },
    };
    await host.ledger.deploy({
      name: 'majority',
      addresses: Object.fromEntries(host.topology.members.map(({ code }) => [code, host.service.address])),
      terms: { ...MAJORITY, collections: [collection] },
    });
  });
  after(() => host[Symbol.asyncDispose]());

  async function codeOf(
    name: string,
    args: readonly string[],
    endorsers?: readonly string[],
  ): Promise<number> {
    const { gateway } = await host.client('VN');
    const contract = gateway.getNetwork('origin').getContract('majority');
    try {
      await contract.submit(name, {
        arguments: [...args],
        ...(endorsers === undefined ? {} : { endorsingOrganizations: [...endorsers] }),
      });
      return peer.TxValidationCode.VALID;
    } catch (error) {
      if (!(error instanceof CommitError)) throw error;
      return error.code;
    }
  }

  it('is endorsed by as many members as the channel says', async () => {
    const { VALID, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
    expect(await codeOf('CreateAsset', ['found', 'x'])).to.equal(VALID);
    expect(await codeOf('CreateAsset', ['three', 'x'], ['VNMSP', 'SGMSP', 'THMSP'])).to.equal(VALID);
    expect(await codeOf('CreateAsset', ['two', 'x'], ['VNMSP', 'SGMSP'])).to.equal(
      ENDORSEMENT_POLICY_FAILURE,
    );
    expect(host.ledger.channel.contract('majority')?.endorsementPolicy).to.deep.equal(MAJORITY);
  });

  it('keeps its policy, and finds it again after a restart', async () => {
    await host.restart();
    const definition = host.ledger.channel.contract('majority');
    expect(definition?.endorsementPolicy).to.deep.equal(MAJORITY);
    expect(definition?.collections[0]?.endorsementPolicy).to.deep.equal({
      channelConfigPolicy: '/Channel/Application/SGMSP/Endorsement',
    });
  });
});
