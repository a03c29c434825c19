import { expect } from 'chai';
import { formOf } from '../form/form.js';
import { sampleDocument } from '../simulation/sample-document.js';
import { checkApplication, isAcceptable, type ApplicationContext } from './check-application.js';

type Members = Record<string, unknown>;
type Change = (document: ReturnType<typeof sampleDocument> & Members) => void;

/** A document as its applicant states it: without the boxes of the authority. */
function applied(change: Change = () => undefined): Members {
  const document = { ...sampleDocument() } as ReturnType<typeof sampleDocument> & Members;
  document.items.forEach((item) => {
    item.fob = { amount: '500', currency: 'USD' };
  });
  document.exporter.party = 'VN:exporter-1';
  change(document);
  const { salt, reference, certification, ...rest } = document;
  expect([salt, reference, certification]).not.to.include(undefined);
  return rest;
}

const context: ApplicationContext = { member: 'VN', submitted: '2026-03-03' };
const found = (value: unknown, more: Partial<ApplicationContext> = {}): string[] =>
  checkApplication(value, { ...context, ...more }).map(({ weight, rule, box }) => `${weight} ${rule} ${box}`);

describe('the pre-check of an application', () => {
  for (const [what, change, findings, more] of [
    ['[OCP 28] complete, without the boxes of the authority: nothing is found', () => undefined, []],
    [
      '[OCP 5] in the name of another exporter: an error',
      (document) => {
        document.exporter.party = 'VN:exporter-2';
      },
      ['error OCP 5 exporter.party'],
      { applicant: 'VN:exporter-1' },
    ],
    [
      '[OCP 5] in no exporter’s name: an error',
      (document) => {
        delete document.exporter.party;
      },
      ['error OCP 5 exporter.party'],
      { applicant: 'VN:exporter-1' },
    ],
    ['[OCP 5] in the own name: nothing', () => undefined, [], { applicant: 'VN:exporter-1' }],
    [
      '[reading FOB] without a FOB price: a warning, for the authority is told it',
      ({ items: [item] }) => {
        delete item?.fob;
      },
      ['warning reading FOB items[0].fob'],
    ],
    [
      '[reading FOB] [OCP 25] without one that must be shown: only the error',
      ({ items: [item], declaration }) => {
        if (item === undefined) throw new Error('no item');
        delete item.fob;
        item.originCriterion = '45%';
        declaration.importing = 'KH';
      },
      ['error OCP 25 items[0].fob'],
    ],
    [
      '[OCP 16.1] [OCP 6] several things at once, errors and warnings',
      (document) => {
        const [first, second] = document.items;
        if (first === undefined || second === undefined) throw new Error('no items');
        first.hs = '691110';
        first.invoices = [{ number: 'SH-78', date: '2026-03-04' }];
        second.quantity.value = '0';
        second.deMinimisPercent = '5';
        document.flags.deMinimis = true;
        document.transport.departure = '2026-03-01';
      },
      [
        'warning note 6 items[0].hs',
        'error OCP 6 items[1].quantity.value',
        'warning box 10 items[0].invoices[0].date',
        'error OCP 10.1 flags.issuedRetroactively',
      ],
    ],
    [
      'a form nobody knows: named, with what is incomplete besides',
      (document) => {
        document.form = 'ZZ';
        document.consignee.name = '';
      },
      ['error form data form', 'error OCP 28 consignee.name'],
    ],
    [
      'a form that is declared and not applied for: an error',
      (document) => {
        document.form = 'OD';
      },
      ['error form data form'],
    ],
    [
      'an exporter’s own reference and dates of the authority are passed over',
      (document) => {
        document['reference'] = { member: 'XX' } as never;
      },
      [],
    ],
  ] as const satisfies readonly (readonly [
    string,
    Change,
    readonly string[],
    Partial<ApplicationContext>?,
  ])[]) {
    it(what, () => {
      expect(found(applied(change), more)).to.deep.equal(findings);
    });
  }

  it('[OCP 3] judges a form as the register says', () => {
    const one = { ...formOf('D', 'test'), itemLimit: 1 };
    expect(found(applied(), { formOf: () => one })).to.deep.equal(['error item limit items']);
  });

  for (const value of [undefined, null, 5, 'D', [], {}]) {
    it(`finds everything missing in ${JSON.stringify(value)}`, () => {
      const findings = checkApplication(value, context);
      expect(findings.map(({ box }) => box)).to.include('form');
      expect(isAcceptable(findings)).to.equal(false);
    });
  }

  it('[OCP 16.1] lets warnings pass, errors not', () => {
    const warning = { box: 'a', rule: 'note 6', weight: 'warning', remedy: '' } as const;
    expect(isAcceptable([])).to.equal(true);
    expect(isAcceptable([warning])).to.equal(true);
    expect(isAcceptable([warning, { ...warning, weight: 'error' }])).to.equal(false);
  });
});
