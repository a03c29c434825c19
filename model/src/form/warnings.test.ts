import { expect } from 'chai';
import { formD as document } from '../testing/documents.js';
import { formD } from './tables/form-d.js';
import { warningsOf } from './warnings.js';

describe('warnings of contents [OCP 16.1]', () => {
  const [item] = document().items;
  if (item === undefined) throw new Error('no item');
  it('are what passes with a discrepancy, box by box, as of the day of issue; errors are none of them', () => {
    const said = document({ items: [{ ...item, hs: '620520', quantity: { value: '1200', unit: 'B34' } }] });
    const found = warningsOf(said, formD, 'VN');
    expect(found.map(({ box, rule }) => `${rule} ${box}`)).to.include.members([
      'note 5 items[0].maker',
      'note 6 items[0].hs',
    ]);
    expect(found.every(({ weight }) => weight === 'warning')).to.equal(true);
    expect(warningsOf(said, formD, 'VN')).to.deep.equal(found);
  });
  it('are none where the makers and full tariff codes are stated', () => {
    const full = document({ items: [{ ...item, hs: '62052000', maker: 'Red River Example Textiles' }] });
    expect(warningsOf(full, formD, 'VN')).to.deep.equal([]);
  });
});
