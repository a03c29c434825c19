import { expect } from 'chai';
import { testKey } from '../testing/keys.js';
import { validatorOf } from '../validation/validator.js';
import { PublicJwk, thumbprint } from './public-jwk.js';
import { isUsableKey } from './usable-key.js';

const ZERO = 'A'.repeat(43);
/** The prime of P-256's field, and that of Ed25519's, little-endian. */
const P256_PRIME = '_____wAAAAEAAAAAAAAAAAAAAAD_______________8';
const [X, Y] = ['jlM7b6C_e0YluzBmfAH7YH75-LioD-9bMAYocDGHsqM', 'c-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALQ'];
/** The point above nought, whose `x` may be written as the prime too. */
const Y_OF_ZERO = 'ZkhceA4vg9ckM71dhKBrtlQcKvMdrocXKL-FahdPk_Q';
const A = '709i-EeXM62HnPrO08ianDndT8eV7y76HD6v5NcpoIE';

const ec = (x: string, y: string): PublicJwk => ({ crv: 'P-256', kty: 'EC', x, y });
const okp = (x: string): PublicJwk => ({ crv: 'Ed25519', kty: 'OKP', x });

describe('a public key that is registered', () => {
  const rows: readonly (readonly [string, PublicJwk, boolean])[] = [
    ['P-256: a point', ec(X, Y), true],
    ['P-256: the point above nought', ec(ZERO, Y_OF_ZERO), true],
    ['P-256: its x written as the prime', ec(P256_PRIME, Y_OF_ZERO), false],
    ['P-256: off the curve', ec(X, 'c-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALU'), false],
    ['P-256: coordinates exchanged', ec(Y, X), false],
    ['P-256: both nought, which stands for infinity', ec(ZERO, ZERO), false],
    ['P-256: past the end of the field', ec('_'.repeat(42) + '8', Y), false],
    ['Ed25519: a point', okp(A), true],
    ['Ed25519: RFC 8037, A.2', okp('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'), true],
    ['Ed25519: of order 1', okp('AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), false],
    ['Ed25519: of order 1, with a sign', okp('AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA'), false],
    ['Ed25519: of order 1, past the prime', okp('7v_______________________________________38'), false],
    ['Ed25519: of order 2', okp('7P_______________________________________38'), false],
    ['Ed25519: of order 2, with a sign', okp('7P________________________________________8'), false],
    ['Ed25519: of order 4', okp(ZERO), false],
    ['Ed25519: of order 4, the other', okp('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA'), false],
    ['Ed25519: of order 4, as the prime', okp('7f_______________________________________38'), false],
    [
      'Ed25519: of order 4, as the prime with a sign',
      okp('7f________________________________________8'),
      false,
    ],
    ['Ed25519: of order 8, first', okp('xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o'), false],
    ['Ed25519: of order 8, second', okp('xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA_o'), false],
    ['Ed25519: of order 8, third', okp('JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU'), false],
    ['Ed25519: of order 8, fourth', okp('JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_IU'), false],
    ['Ed25519: a point and one of order 2', okp('_q-dB7hozFJ4YwUxLDdlY8YisDhqENEF48FQGyjWX34'), false],
    ['Ed25519: a point and one of order 4', okp('PpFxnAeoJvQOUE8tMnisXqEBLWm1I33D2wevfd-B-ME'), false],
    ['Ed25519: a point and one of order 8', okp('QKTPXGEdc3ovHG_MqE2cq_7YCYfxhqWmxX5im_8a8n8'), false],
    ['Ed25519: off the curve', okp('AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), false],
  ];
  for (const [name, jwk, usable] of rows) {
    it(`${name}: ${usable ? 'can be signed for by its holder' : 'refused'}`, () => {
      expect(validatorOf(PublicJwk).is(jwk)).to.be.true;
      expect(isUsableKey(jwk)).to.equal(usable);
    });
  }

  it('is every key that is made', async () => {
    for (const alg of ['ES256', 'Ed25519'] as const)
      expect(isUsableKey((await testKey(alg)).jwk), alg).to.be.true;
  });

  it('has one spelling of its coordinates, and so one thumbprint', () => {
    const key = validatorOf(PublicJwk);
    // Two bits of the last character carry nothing: of four characters that decode alike, one is written.
    for (const last of ['E', 'F', 'G', 'H']) {
      const spelled = okp(A.slice(0, -1) + last);
      expect(key.is(spelled), last).to.equal(last === 'E');
    }
    for (const x of [`${A}=`, A.slice(0, -1), `${A.slice(0, -1)}+`, ` ${A}`])
      expect(key.is(okp(x)), x).to.be.false;
    expect(thumbprint(okp(A))).to.match(/^[\w-]{42}[AEIMQUYcgkosw048]$/);
    for (const stray of ['F', 'G', 'H']) expect(isUsableKey(okp(A.slice(0, -1) + stray)), stray).to.be.false;
  });
});
