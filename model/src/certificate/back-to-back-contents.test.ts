import { expect } from 'chai';
import type { FormDDocument } from '../form/form-d-document.js';
import { formOf } from '../form/form.js';
import type { Draw } from '../quantity/balance.js';
import { freshSalt } from '../simulation/scene.js';
import { sampleDocument } from '../simulation/sample-document.js';
import { backToBackProblems, type DrawnOriginal } from './back-to-back-contents.js';

const form = formOf('D', 'test');
type Item = FormDDocument['items'][number];

/** Items of these criteria, quantities and units. */
function goods(...items: readonly (readonly [criterion: string, value: string, unit?: string])[]): Item[] {
  const [sample] = sampleDocument().items;
  if (sample === undefined) throw new Error('no item');
  return items.map(([originCriterion, value, unit = 'KGM'], index) => ({
    ...sample,
    number: index + 1,
    originCriterion,
    quantity: { value, unit },
  }));
}

/** An original of Thailand, and what is drawn of each of its items. */
function original(number: string, items: Item[], ...drawn: readonly string[]): DrawnOriginal {
  const reference = { member: 'TH', office: 'BKK', number };
  const draws: Draw[] = [
    {
      items: drawn.map((value, index) => ({
        number: index + 1,
        value,
        unit: items[index]?.quantity.unit ?? 'KGM',
      })),
    },
  ];
  return {
    certificate: { reference, issued: '2026-01-01' },
    document: { ...sampleDocument(), reference, items },
    form,
    after: { salt: freshSalt(), certificate: 'TH.BKK.1', previous: 'a'.repeat(64), draws, left: [] },
  };
}

const document = (items: Item[], ...numbers: readonly string[]): FormDDocument => ({
  ...sampleDocument(),
  items,
  flags: {
    backToBack: {
      originals: numbers.map((number) => ({
        reference: { member: 'TH', office: 'BKK', number },
        date: '2026-01-01',
      })),
    },
  },
});

/** A balance leaves every item named. */
const left = (one: DrawnOriginal): DrawnOriginal => ({
  ...one,
  after: { ...(one.after as object), left: [{ number: 1, value: '0', unit: 'KGM' }] },
});

describe('a back-to-back document and its originals [note 12] [OCP 11.1(i)] [OCP 11.1(f)] [OCP 11.1(d)] [HB back-to-back percentage]', () => {
  const whole = left(original('1', goods(['40%', '1000']), '600'));
  const rows: readonly (readonly [string, FormDDocument, readonly DrawnOriginal[], readonly string[]])[] = [
    ['carries exactly what is drawn', document(goods(['40%', '600']), '1'), [whole], []],
    ['carries less', document(goods(['40%', '599.999999']), '1'), [whole], []],
    ['one millionth more', document(goods(['40%', '600.000001']), '1'), [whole], ['items[0].quantity']],
    [
      'more in two items together',
      document(goods(['40%', '300'], ['40%', '300.5']), '1'),
      [whole],
      ['items[1].quantity'],
    ],
    ['in another unit', document(goods(['40%', '600', 'TNE']), '1'), [whole], ['items[0].originCriterion']],
    ['with another percentage', document(goods(['41%', '600']), '1'), [whole], ['items[0].originCriterion']],
    [
      'with a criterion without the percentage',
      document(goods(['CTH', '600']), '1'),
      [whole],
      ['items[0].originCriterion'],
    ],
    [
      'of two originals together',
      document(goods(['40%', '900']), '1', '2'),
      [whole, left(original('2', goods(['40%', '300']), '300'))],
      [],
    ],
    [
      'of two originals, percentages apart',
      document(goods(['40%', '600'], ['55%', '301']), '1', '2'),
      [whole, left(original('2', goods(['55%', '300']), '300'))],
      ['items[1].quantity'],
    ],
    ['names another original', document(goods(['40%', '600']), '2'), [whole], ['flags.backToBack.originals']],
    [
      'names one that is not drawn on',
      document(goods(['40%', '600']), '1', '2'),
      [whole],
      ['flags.backToBack.originals'],
    ],
    [
      'names another date',
      document(goods(['40%', '600']), '1'),
      [{ ...whole, certificate: { ...whole.certificate, issued: '2026-01-02' } }],
      ['flags.backToBack.originals'],
    ],
    [
      'draws nothing',
      document(goods(['40%', '1']), '1'),
      [{ ...whole, after: undefined }],
      ['items[0].originCriterion'],
    ],
  ];
  for (const [name, one, originals, problems] of rows) {
    it(`${name}: ${problems.join() || 'in order'}`, () => {
      expect(backToBackProblems(one, form, originals)).to.deep.equal(problems);
    });
  }
});
