import { expect } from 'chai';
import { COUNTRY_CODES, CURRENCY_CODES } from './iso-codes.js';

describe('codes of countries and currencies', () => {
  const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

  it('name countries that the platform knows too, and those of every member', () => {
    expect([...COUNTRY_CODES].filter((code) => regions.of(code) === undefined)).to.deep.equal([]);
    expect(COUNTRY_CODES.size).to.equal(249);
    const asean = ['BN', 'ID', 'KH', 'LA', 'MM', 'MY', 'PH', 'SG', 'TH', 'TL', 'VN'];
    expect(asean.filter((code) => !COUNTRY_CODES.has(code))).to.deep.equal([]);
  });

  for (const code of ['UK', 'TP', 'ZZ', 'XX', 'EU', 'XK', 'vn', '']) {
    it(`take ${code === '' ? 'nothing' : code} for no country`, () => {
      expect(COUNTRY_CODES.has(code)).to.equal(false);
    });
  }

  it('name currencies that are money', () => {
    const known = new Set(Intl.supportedValuesOf('currency'));
    // Newer than some platforms: Caribbean guilder, Zimbabwe gold.
    const young = new Set(['XCG', 'ZWG', 'VED', 'SLE', 'XAD']);
    expect([...CURRENCY_CODES].filter((code) => !known.has(code) && !young.has(code))).to.deep.equal([]);
    expect(['VND', 'SGD', 'USD', 'EUR', 'THB'].every((code) => CURRENCY_CODES.has(code))).to.equal(true);
    for (const code of ['ZZZ', 'XXX', 'XTS', 'XAU', 'RMB']) expect(CURRENCY_CODES.has(code)).to.equal(false);
  });
});
