import { expect } from 'chai';
import { algorithmOf, thumbprint, type PublicJwk } from './public-jwk.js';

describe('thumbprint of a key (RFC 7638)', () => {
  it('is that of RFC 8037, A.3', () => {
    const jwk: PublicJwk = { crv: 'Ed25519', kty: 'OKP', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    expect(thumbprint(jwk)).to.equal('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(algorithmOf(jwk)).to.equal('Ed25519');
  });

  it('is that of RFC 7638, 3.1, for its members in any order', () => {
    const rsa = {
      n:
        '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok' +
        'njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6' +
        'qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8aw' +
        'apJzKnqDKgw',
      kty: 'RSA',
      e: 'AQAB',
    };
    expect(thumbprint(rsa as unknown as PublicJwk)).to.equal('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });
});
