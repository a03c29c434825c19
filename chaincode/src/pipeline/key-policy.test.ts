import { expect } from 'chai';
import policies from '@hyperledger/fabric-protos/lib/common/policies_pb.js';
import principals from '@hyperledger/fabric-protos/lib/msp/msp_principal_pb.js';
import { memberRecord } from '@origin-ledger/model/testing';
import { policyOf } from './key-policy.js';

const { SignaturePolicyEnvelope } = policies;
const { MSPPrincipal, MSPRole } = principals;

describe('key-level policy', () => {
  const bytes = policyOf(memberRecord('VN', { coEndorsers: ['SGMSP', 'ASEANMSP'] }));
  const envelope = SignaturePolicyEnvelope.deserializeBinary(bytes);

  it('asks for the owner’s peer and a peer of one of its co-endorsers', () => {
    const rule = envelope.getRule()?.getNOutOf();
    expect(rule?.getN()).to.equal(2);
    const [owner, other] = rule?.getRulesList() ?? [];
    expect(owner?.getSignedBy()).to.equal(0);
    expect(other?.getNOutOf()?.getN()).to.equal(1);
    expect(
      other
        ?.getNOutOf()
        ?.getRulesList()
        .map((each) => each.getSignedBy()),
    ).to.deep.equal([1, 2]);
  });

  it('names each by its MSP in the role of peer', () => {
    const identities = envelope.getIdentitiesList().map((principal) => {
      expect(principal.getPrincipalClassification()).to.equal(MSPPrincipal.Classification.ROLE);
      const role = MSPRole.deserializeBinary(principal.getPrincipal_asU8());
      return [role.getMspIdentifier(), role.getRole()];
    });
    const { PEER } = MSPRole.MSPRoleType;
    expect(identities).to.deep.equal([
      ['VNMSP', PEER],
      ['SGMSP', PEER],
      ['ASEANMSP', PEER],
    ]);
  });

  it('is the same bytes each time, and others for another owner', () => {
    const again = policyOf(memberRecord('VN', { coEndorsers: ['SGMSP', 'ASEANMSP'], name: 'Else' }));
    expect(Buffer.from(again).equals(bytes)).to.be.true;
    const other = policyOf(memberRecord('SG', { coEndorsers: ['VNMSP', 'ASEANMSP'] }));
    expect(Buffer.from(other).equals(bytes)).to.be.false;
  });
});

describe('key-level policy of what all share', () => {
  const keeper = memberRecord('ASEAN', { coEndorsers: ['VNMSP', 'SGMSP'] });
  const members = ['ASEANMSP', 'SGMSP', 'THMSP', 'VNMSP'];
  const ruleOf = (owner: Parameters<typeof policyOf>[0]) => {
    const envelope = SignaturePolicyEnvelope.deserializeBinary(policyOf(owner));
    const names = envelope
      .getIdentitiesList()
      .map((each) => MSPRole.deserializeBinary(each.getPrincipal_asU8()).getMspIdentifier());
    const shown = (rule: InstanceType<typeof policies.SignaturePolicy> | undefined): string => {
      const group = rule?.getNOutOf();
      return group === undefined
        ? (names[rule?.getSignedBy() ?? -1] ?? '')
        : `${group.getN()}(${group.getRulesList().map(shown).join(' ')})`;
    };
    return shown(envelope.getRule());
  };

  it('the charter asks for peers of more than half of those with a voice', () => {
    expect(ruleOf({ majorityOf: members })).to.equal('3(ASEANMSP SGMSP THMSP VNMSP)');
    expect(ruleOf({ majorityOf: members.slice(1) })).to.equal('2(SGMSP THMSP VNMSP)');
  });

  it('what the keeper writes asks for its peer and one other, or, when another is keeper, more than half', () => {
    expect(ruleOf({ keeper, majorityOf: members })).to.equal(
      '1(2(ASEANMSP 1(VNMSP SGMSP)) 3(ASEANMSP SGMSP THMSP VNMSP))',
    );
  });
});
