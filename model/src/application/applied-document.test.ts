import { expect } from 'chai';
import { formOf } from '../form/form.js';
import type { FormDDocument } from '../form/form-d-document.js';
import { sampleDocument } from '../simulation/sample-document.js';
import { declaredOtherwise, withoutHiddenFob } from './applied-document.js';

const fob = { amount: '500', currency: 'USD' };
const sample = (change: (document: FormDDocument) => void = () => undefined): FormDDocument => {
  const document = sampleDocument();
  change(document);
  return document;
};
const declared = (change: (document: FormDDocument) => void = () => undefined) =>
  sample(change) as unknown as Record<string, unknown>;
const first = ({ items: [item] }: FormDDocument) => item ?? expect.fail('no item');

describe('a certificate against the application it names', () => {
  for (const [what, document, application, boxes] of [
    ['[OCP 9] the same: no difference', sample(), declared(), []],
    [
      'the authority’s own boxes and the link are its own',
      sample((one) => {
        one.salt = `${'B'.repeat(42)}A`;
        one.reference.number = '77';
        one.certification.place = 'Hue';
        one.declaration.application = `${'k'.repeat(43)}.${'A'.repeat(22)}`;
      }),
      declared(),
      [],
    ],
    [
      '[reading FOB] a FOB price told to the authority is left out',
      sample(),
      declared((one) => {
        first(one).fob = fob;
      }),
      [],
    ],
    [
      'a FOB price that was not told is not invented',
      sample((one) => {
        first(one).fob = fob;
      }),
      declared(),
      ['items[0].fob'],
    ],
    [
      'the date of box 11 follows from the signature where none was stated',
      sample(),
      declared((one) => {
        Reflect.deleteProperty(one.declaration, 'date');
      }),
      [],
    ],
    [
      'another date than the one stated is a difference',
      sample(),
      declared((one) => {
        one.declaration.date = '2020-01-01';
      }),
      ['declaration.date'],
    ],
    [
      '[OCP 6] [OCP 9] every altered, added and missing box is named',
      sample((one) => {
        first(one).quantity.value = '1201';
        one.consignee.name = 'Somebody Else';
        one.flags.accumulation = true;
      }),
      declared((one) => {
        one.transport.route = 'via Cat Lai';
      }),
      ['consignee.name', 'transport.route', 'items[0].quantity.value', 'flags.accumulation'],
    ],
    [
      'an item less is a difference of all items',
      sample((one) => {
        one.items.pop();
      }),
      declared(),
      ['items'],
    ],
  ] as const) {
    it(what, () => {
      expect(declaredOtherwise(document, application)).to.deep.equal(boxes);
    });
  }

  it('[OCP 25] [reading FOB] keeps the FOB prices rule 25 shows, and leaves out the others', () => {
    const { items } = sample((one) => {
      one.items.forEach((item) => {
        item.fob = fob;
      });
      first(one).originCriterion = '45%';
    });
    const shown = (importing: string) =>
      withoutHiddenFob(items, formOf('D', 'test'), 'VN', importing).map((item) => item.fob !== undefined);
    expect(shown('KH')).to.deep.equal([true, false]);
    expect(shown('SG')).to.deep.equal([false, false]);
    const { fobMembers, ...elsewhere } = formOf('D', 'test');
    expect(fobMembers).not.to.equal(undefined);
    expect(withoutHiddenFob(items, elsewhere, 'VN', 'SG')).to.deep.equal(items);
  });
});
