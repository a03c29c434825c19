import { expect } from 'chai';
import { creatorFrom } from './creator.js';
import { organisationalUnits, roleOf } from './organisational-units.js';

const rows: readonly (readonly [string, readonly string[], string | undefined])[] = [
  ['C=VN\nOU=admin\nCN=Admin', ['admin'], 'admin'],
  ['CN=Admin\nOU=admin', ['admin'], 'admin'],
  ['OU=admin + OU=customs\nCN=Admin', ['admin', 'customs'], 'admin'],
  ['OU=customs + OU=admin', ['customs', 'admin'], 'admin'],
  ['CN=x + OU=admin', ['admin'], 'admin'],
  ['OU=customs\nOU=admin\nOU=hanoi', ['customs', 'admin', 'hanoi'], 'admin'],
  ['OU=client\nCN=admin', ['client'], 'client'],
  ['OU=customs', ['customs'], undefined],
  ['CN=x', [], undefined],
  ['', [], undefined],
  ['OU=admin\nOU=client', ['admin', 'client'], undefined],
  ['OU=admin + OU=admin', ['admin', 'admin'], undefined],
  ['CN=a \\+ OU=admin', [], undefined],
  ['O=a\\0AOU=admin', [], undefined],
  ['OU=a \\+ OU=admin', ['a + OU=admin'], undefined],
  ['OU=customs\\, trade\\; \\"goods\\" \\\\ \\<hanoi\\>', ['customs, trade; "goods" \\ <hanoi>'], undefined],
  ['OU=admin\\00', ['admin\0'], undefined],
  ['OU=\\ admin', [' admin'], undefined],
  ['OU=Admin', ['Admin'], undefined],
  ['OU=Hải quan', ['Hải quan'], undefined],
  ['1.2.3.4=OU=admin', [], undefined],
];

describe('the subject of a certificate', () => {
  for (const [subject, units, role] of rows) {
    it(`${JSON.stringify(subject)} is ${role ?? 'of no role'}`, () => {
      expect(organisationalUnits(subject)).to.deep.equal(units);
      expect(roleOf(subject)).to.equal(role);
    });
  }

  it('says whether the creator is an administrator; a key that signs no requests is none', () => {
    const x = 'A'.repeat(43);
    const creator = (subject: string, jwk: object | undefined) =>
      creatorFrom('VNMSP', {
        subject,
        publicKey: {
          export: () => {
            if (jwk === undefined) throw new Error('no name for this curve');
            return jwk;
          },
        },
      });
    const ec = { kty: 'EC', crv: 'P-256', x, y: 'ZkhceA4vg9ckM71dhKBrtlQcKvMdrocXKL-FahdPk_Q' };
    const okp = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    expect(creator('OU=admin + OU=customs', { ...ec, alg: 'ES256' })).to.deep.equal({
      ...{ mspId: 'VNMSP', administrator: true, jwk: ec },
    });
    expect(creator('OU=client', okp)).to.deep.equal({ mspId: 'VNMSP', administrator: false, jwk: okp });
    // Nor one that others could sign for.
    const low = { ...okp, x };
    for (const other of [
      undefined,
      { kty: 'RSA' },
      { kty: 'EC', crv: 'P-384', x, y: x },
      { ...ec, y: '' },
      low,
    ])
      expect(creator('OU=admin', other).jwk).to.equal(undefined);
  });
});
