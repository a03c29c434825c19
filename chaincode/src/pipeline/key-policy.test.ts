import { expect } from 'chai';
import policies from '@hyperledger/fabric-protos/lib/common/policies_pb.js';
import principals from '@hyperledger/fabric-protos/lib/msp/msp_principal_pb.js';
import { memberRecord } from '@origin-ledger/model/testing';
import { ownerAndOneOther } from './key-policy.js';

const { SignaturePolicyEnvelope } = policies;
const { MSPPrincipal, MSPRole } = principals;

describe('key-level policy', () => {
  const bytes = ownerAndOneOther(memberRecord('VN', { coEndorsers: ['SGMSP', 'ASEANMSP'] }));
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
    const again = ownerAndOneOther(memberRecord('VN', { coEndorsers: ['SGMSP', 'ASEANMSP'], name: 'Else' }));
    expect(Buffer.from(again).equals(bytes)).to.be.true;
    const other = ownerAndOneOther(memberRecord('SG', { coEndorsers: ['VNMSP', 'ASEANMSP'] }));
    expect(Buffer.from(other).equals(bytes)).to.be.false;
  });
});
