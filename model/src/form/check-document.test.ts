import { expect } from 'chai';
import { canonicalText } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import { formD, testReference } from '../testing/documents.js';
import { publicPart } from '../testing/requests.js';
import { checkAgreement, readDocument } from './check-document.js';

function refusal(check: () => unknown): string {
  try {
    check();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
}

const document = formD();
const [item] = document.items;
const withItem = (change: object): object => ({ ...document, items: [{ ...item, ...change }] });

describe('contents of a Form D', () => {
  it('are read as they were written', () => {
    expect(readDocument(canonicalText(document), 'd')).to.deep.equal(document);
  });

  for (const [what, value, boxes] of [
    [
      'a number where a decimal string belongs',
      withItem({ quantity: { value: 1200, unit: 'KGM' } }),
      'd.items[0].quantity.value',
    ],
    [
      'a decimal with trailing zeros',
      withItem({ quantity: { value: '1.50', unit: 'KGM' } }),
      'd.items[0].quantity.value',
    ],
    ['an HS chapter that does not exist', withItem({ hs: '770000' }), 'd.items[0].hs'],
    [
      'an origin criterion that does not exist',
      withItem({ originCriterion: 'XX' }),
      'd.items[0].originCriterion',
    ],
    ['no invoice', withItem({ invoices: [] }), 'd.items[0].invoices'],
    ['an unknown box', { ...document, secret: 'x' }, 'd.secret'],
    [
      'a missing box',
      Object.fromEntries(Object.entries(document).filter(([box]) => box !== 'consignee')),
      'd.consignee',
    ],
    ['a short salt', { ...document, salt: 'abc' }, 'd.salt'],
    [
      'a date that does not exist',
      { ...document, transport: { ...document.transport, departure: '2026-02-30' } },
      'd.transport.departure',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(refusal(() => readDocument(canonicalText(value), 'd'))).to.equal(`DOCUMENT_INVALID ${boxes}`);
    });
  }

  it('refuses text that is not canonical or not NFC', () => {
    const decomposed = withItem({ description: 'cafe\u0301' });
    for (const text of [
      `${canonicalText(document)} `,
      JSON.stringify({ b: 1, a: 2 }),
      canonicalText(decomposed),
    ])
      expect(refusal(() => readDocument(text, 'd'))).to.equal('PARCEL_NOT_CANONICAL d');
  });

  describe('agreement with the public part', () => {
    const stated = { ...publicPart(document), reference: document.reference };
    it('holds for what the document itself states', () => {
      expect(
        refusal(() => {
          checkAgreement(document, stated, 'd');
        }),
      ).to.equal('accepted');
    });

    for (const [change, box] of [
      [{ reference: testReference({ number: 'X' }) }, 'reference'],
      [{ importing: 'TH' }, 'declaration.importing'],
      [{ issued: '2026-03-11' }, 'certification.date'],
      [{ departure: '2026-03-11' }, 'transport.departure'],
      [{ retroactive: true }, 'flags.issuedRetroactively'],
      [{ items: 2 }, 'items'],
    ] as const) {
      it(`names ${box} where it differs`, () => {
        expect(
          refusal(() => {
            checkAgreement(document, { ...stated, ...change }, 'd');
          }),
        ).to.equal(`DOCUMENT_DISAGREES d.${box}`);
      });
    }
  });
});
