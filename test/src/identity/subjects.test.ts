import { X509Certificate } from 'node:crypto';
import { creatorFrom, organisationalUnits, roleOf } from '@origin-ledger/model';
import { newAuthority, organisationalUnits as unitsForMsp } from '@origin-ledger/network/testing';
import { expect } from 'chai';
import fc from 'fast-check';

/** Organisational units in one relative name, and the role that a Fabric peer was seen to give (conformance: identities). */
const rows: readonly (readonly [readonly string[], string | undefined])[] = [
  [['admin'], 'admin'],
  [['client'], 'client'],
  [['admin', 'customs'], 'admin'],
  [['customs', 'admin'], 'admin'],
  [['hanoi', 'client', 'customs'], 'client'],
  [['client', 'customs, trade + goods'], 'client'],
  [['admin', 'Hải quan; Hà Nội <1>'], 'admin'],
  [['admin', 'client'], undefined],
  [['client', 'client'], undefined],
  [['customs', 'Client'], undefined],
  [['customs + OU=admin'], undefined],
  [['customs\nOU=admin'], undefined],
  [[' admin'], undefined],
  [['admin '], undefined],
];

describe("the subject of a certificate is read alike by contracts, read models and the embedded ledger's peers", () => {
  const who = { commonName: 'OU=admin', country: 'VN', organisation: 'OU=admin' };
  let certificateOf: (unit: readonly string[]) => Promise<X509Certificate>;
  before(async () => {
    const authority = await newAuthority({ ...who, commonName: 'ca' }, new Date());
    certificateOf = async (unit) => {
      const { certificate } = await authority.signing({ ...who, unit });
      return new X509Certificate(certificate);
    };
  });

  for (const [units, role] of rows) {
    it(`${JSON.stringify(units)}: ${role ?? 'no role'}`, async () => {
      const certificate = await certificateOf(units);
      expect(organisationalUnits(certificate.subject)).to.deep.equal(units);
      expect(unitsForMsp(certificate.subject)).to.deep.equal(units);
      expect(roleOf(certificate.subject)).to.equal(role);
      const creator = creatorFrom('VNMSP', certificate);
      expect([creator.administrator, creator.jwk?.kty]).to.deep.equal([role === 'admin', 'EC']);
    });
  }

  it('whatever is escaped in it', () => {
    const parts = ['OU=', 'CN=', '\\+ ', ' + ', '\n', '\\\\', '\\0A', '\\,', '\\ ', 'admin', 'OU=admin', 'x'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts)).map((words) => words.join('')),
        (subject) => {
          expect(unitsForMsp(subject)).to.deep.equal(organisationalUnits(subject));
        },
      ),
    );
  });
});
