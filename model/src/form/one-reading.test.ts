import { expect } from 'chai';
import { inOneReading } from './one-reading.js';

const item = (box: string, value: unknown): unknown => {
  const [outer = '', inner] = box.split('.');
  return { items: [inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } }] };
};

describe('a document in one reading', () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['hs', '0901.11', '090111'],
    ['hs', '0901 11 00', '09011100'],
    ['hs', '90111', '90111'],
    ['hs', '0901-11', '0901-11'],
    ['quantity.value', '36000.00', '36000'],
    ['quantity.value', '36000.50', '36000.5'],
    ['quantity.value', 36000, '36000'],
    ['quantity.value', '0.0', '0'],
    ['quantity.value', '100', '100'],
    ['quantity.value', '36,000', '36,000'],
    ['quantity.value', '36000,5', '36000,5'],
    ['quantity.unit', 'kgm', 'KGM'],
    ['packages.type', 'bg', 'BG'],
    ['packages.count', 40, 40],
    ['fob.currency', ' usd ', 'USD'],
    ['fob.amount', 12.5, '12.5'],
    ['originCriterion', 'wo', 'WO'],
    ['description', ' Coffee\r\nRobusta ', 'Coffee\nRobusta'],
    ['description', 'kgm', 'kgm'],
  ];
  for (const [box, written, read] of cases)
    it(`has ${JSON.stringify(written)} in ${box} as ${JSON.stringify(read)}`, () => {
      expect(inOneReading(item(box, written))).to.deep.equal(item(box, read));
    });

  it('keeps a date that could be read in two ways', () => {
    const document = { transport: { departure: '10/11/2025' } };
    expect(inOneReading(document)).to.deep.equal(document);
  });
});
