import { msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import type { Identity } from '../embedded/seam.js';
import { NetworkError } from '../network-error.js';
import { parsePolicy } from './policy-text.js';
import { evaluateSignaturePolicy } from './policy.js';

const ROLE_NAMES = ['member', 'admin', 'client', 'peer', 'orderer'];

/** `VNMSP.peer`, with a number for a second certificate of the same role: `VNMSP.peer#2`. */
function signer(name: string): Identity {
  const [mspId = '', role = ''] = name.split('#')[0]?.split('.') ?? [];
  return {
    mspId,
    serialized: Buffer.from(name),
    digest: name,
    expiresAt: new Date(0),
    verify: () => true,
    satisfies(principal: msp.MSPPrincipal) {
      const wanted = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
      const wantedRole = ROLE_NAMES[wanted.getRole()];
      return wanted.getMspIdentifier() === mspId && (wantedRole === 'member' || wantedRole === role);
    },
  };
}

describe('signature policies', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ["OR('VNMSP.peer','SGMSP.peer')", ['SGMSP.peer'], true],
    ["AND('VNMSP.peer','SGMSP.peer')", ['SGMSP.peer'], false],
    ["AND('VNMSP.peer','SGMSP.peer')", ['SGMSP.peer', 'VNMSP.peer'], true],
    ["OutOf(2,'VNMSP.peer','SGMSP.peer','THMSP.peer')", ['THMSP.peer', 'VNMSP.peer'], true],
    ["OutOf(2,'VNMSP.peer','SGMSP.peer','THMSP.peer')", ['THMSP.peer', 'THMSP.peer'], false],
    ["OutOf(2,'VNMSP.peer','SGMSP.peer','THMSP.peer')", ['THMSP.peer', 'VNMSP.client'], false],
    ["AND('VNMSP.peer', OutOf(1,'SGMSP.peer','THMSP.peer'))", ['VNMSP.peer', 'THMSP.peer'], true],
    ["AND('VNMSP.peer', OutOf(1,'SGMSP.peer','THMSP.peer'))", ['SGMSP.peer', 'THMSP.peer'], false],
    // One signature fills one place only, two certificates of one organisation fill two.
    ["AND('VNMSP.member','VNMSP.member')", ['VNMSP.peer'], false],
    ["AND('VNMSP.member','VNMSP.member')", ['VNMSP.peer', 'VNMSP.peer#2'], true],
    // From left to right without going back: the first place takes the only peer.
    ["AND('VNMSP.member','VNMSP.peer')", ['VNMSP.peer', 'VNMSP.client'], false],
    ["AND('VNMSP.member','VNMSP.peer')", ['VNMSP.client', 'VNMSP.peer'], true],
    // A part that fails gives its signers back.
    ["OR(AND('VNMSP.peer','SGMSP.peer'),'VNMSP.peer')", ['VNMSP.peer'], true],
    ["outof(0, 'VNMSP.peer')", [], true],
  ];
  for (const [policy, signers, satisfied] of cases) {
    it(`${policy} is ${satisfied ? '' : 'not '}satisfied by [${signers.join(', ')}]`, () => {
      expect(evaluateSignaturePolicy(parsePolicy(policy), signers.map(signer))).to.equal(satisfied);
    });
  }

  it('refuse an index beyond their list of identities', () => {
    const policy = parsePolicy("OR('VNMSP.peer','SGMSP.peer')");
    policy.setIdentitiesList([]);
    expect(() => evaluateSignaturePolicy(policy, [signer('VNMSP.peer')])).to.throw(
      RangeError,
      'index out of range',
    );
  });

  const unreadable: readonly (readonly [string, string])[] = [
    ['', 'ends where'],
    ["AND('VNMSP.peer'", 'ends where'],
    ["AND('VNMSP.boss')", 'is no MSP.role'],
    ["XOR('VNMSP.peer')", "unrecognized token 'XOR'"],
    ["OutOf(3,'VNMSP.peer')", 'can never be met'],
    ["OutOf('VNMSP.peer', 1)", 'a number must stand'],
    ["AND('VNMSP.peer') OR", 'unexpected "OR"'],
    ["AND('VNMSP.peer'; 'SGMSP.peer')", 'unrecognized token'],
  ];
  for (const [policy, message] of unreadable) {
    it(`refuse the text ${policy === '' ? '(empty)' : policy}`, () => {
      expect(() => parsePolicy(policy)).to.throw(NetworkError, message);
    });
  }
});
