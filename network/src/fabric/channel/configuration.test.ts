import { expect } from 'chai';
import { addRevocationList } from '../ca/revoke.js';
import { consenterAdvice } from '../members/add-member.js';
import {
  consenters,
  quorum,
  setConsenters,
  tolerance,
  type ChannelConfiguration,
  type ConfigGroup,
  type Consenter,
} from './configuration.js';

describe("a channel's ordering", () => {
  for (const [nodes, faulty, needed] of [
    [4, 1, 3],
    [5, 1, 4],
    [6, 1, 4],
    [7, 2, 5],
    [10, 3, 7],
  ] as const) {
    it(`of ${nodes} bears ${faulty} and needs ${needed}`, () => {
      expect(tolerance(nodes)).to.equal(faulty);
      expect(quorum(nodes)).to.equal(needed);
    });
  }

  it('has any two quorums share an honest orderer', () => {
    for (let nodes = 4; nodes < 40; nodes += 1) {
      expect(2 * quorum(nodes) - nodes, `${nodes} orderers`).to.be.greaterThan(tolerance(nodes));
    }
  });

  it('says that a fifth consenter adds nothing and proposes seven', () => {
    expect(consenterAdvice(4))
      .to.match(/no more faulty ones than 4/u)
      .and.match(/takes 7 to bear 2/u);
    expect(consenterAdvice(6)).to.equal('7 orderers bear 2 faulty ones.');
  });

  it('changes who signs blocks together with the consenters', () => {
    const configuration = channel();
    setConsenters(configuration, [1, 2, 3, 4, 5].map(consenter));
    expect(consenters(configuration).map(({ id }) => id)).to.deep.equal([1, 2, 3, 4, 5]);
    const validation = configuration.channel_group.groups['Orderer']?.policies[
      'BlockValidation'
    ] as unknown as {
      mod_policy: string;
      policy: { value: { identities: unknown[]; rule: { n_out_of: { n: number; rules: unknown[] } } } };
    };
    expect(validation.mod_policy).to.equal('Admins');
    expect(validation.policy.value.rule.n_out_of.n).to.equal(4);
    expect(validation.policy.value.identities).to.have.length(5);
    expect(validation.policy.value.identities[4]).to.deep.equal({
      principal: { mspid: 'M5', id_bytes: 'identity-5' },
      principal_classification: 'IDENTITY',
    });
  });

  it('is refused when it is not BFT', () => {
    const configuration = channel();
    configuration.channel_group.groups['Orderer'] = empty();
    expect(() => {
      setConsenters(configuration, [consenter(1)]);
    }).to.throw(RangeError);
  });
});

describe('a revocation list', () => {
  it("stands in the organisation's MSP, a later one in place of the earlier", () => {
    const organisation: ConfigGroup = {
      ...empty(),
      values: { MSP: { mod_policy: 'Admins', value: { config: { revocation_list: ['b2xk'] } } } },
    };
    addRevocationList(organisation, 'new');
    expect(organisation.values['MSP']?.value).to.deep.equal({
      config: { revocation_list: [Buffer.from('new').toString('base64')] },
    });
  });
});

const empty = (): ConfigGroup => ({ groups: {}, values: {}, policies: {}, mod_policy: 'Admins' });

function consenter(id: number): Consenter {
  return {
    id,
    host: 'h',
    port: 1,
    msp_id: `M${id}`,
    identity: `identity-${id}`,
    client_tls_cert: 'c',
    server_tls_cert: 's',
  };
}

function channel(): ChannelConfiguration {
  const ordering: ConfigGroup = {
    ...empty(),
    values: { Orderers: { mod_policy: 'Admins', value: { consenter_mapping: [] } } },
    policies: { BlockValidation: { mod_policy: 'Admins', policy: null } },
  };
  return { sequence: '0', channel_group: { ...empty(), groups: { Orderer: ordering } } };
}
