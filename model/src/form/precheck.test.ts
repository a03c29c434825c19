import { expect } from 'chai';
import { catalogue, type RuleId } from '../rule/catalogue.js';
import { sampleDocument } from '../simulation/sample-document.js';
import type { FormDDocument } from './form-d-document.js';
import { formOf } from './form.js';
import { documentRules, precheck, type PrecheckContext } from './precheck.js';
import { fobShown } from './rules/fob-rules.js';

type Change = (document: FormDDocument) => void;

const first = (document: FormDDocument): FormDDocument['items'][number] => {
  const [item] = document.items;
  if (item === undefined) throw new Error('no item');
  return item;
};
const each =
  (change: (item: FormDDocument['items'][number]) => void): Change =>
  (document) => {
    document.items.forEach(change);
  };
const all =
  (...changes: readonly Change[]): Change =>
  (document) => {
    changes.forEach((change) => {
      change(document);
    });
  };
const criterion =
  (text: string): Change =>
  (document) => {
    first(document).originCriterion = text;
  };
const flags =
  (value: FormDDocument['flags']): Change =>
  (document) => {
    document.flags = value;
  };
/** De minimis on the second item, whose criterion is a tariff change. */
const deMinimis =
  (percent: string): Change =>
  (document) => {
    document.flags = { deMinimis: true };
    const [, item] = document.items;
    if (item !== undefined) item.deMinimisPercent = percent;
  };
const accumulated =
  (index: number, ...members: readonly string[]): Change =>
  (document) => {
    document.flags = { accumulation: true };
    const item = document.items[index];
    if (item !== undefined) item.accumulatedFrom = [...members];
  };
const importing =
  (member: string): Change =>
  (document) => {
    document.declaration.importing = member;
  };
const originals = (...members: readonly string[]): FormDDocument['flags'] => ({
  backToBack: {
    originals: members.map((member, index) => ({
      reference: { member, office: 'BKK', number: `N${index}` },
      date: '2026-01-01',
    })),
  },
});

function findings(change: Change, context: Partial<PrecheckContext> = {}): string[] {
  const document = sampleDocument();
  change(document);
  return precheck(document, {
    form: formOf(context.form?.code ?? 'D', 'test'),
    exporting: 'VN',
    submitted: '2026-03-03',
    ...context,
  }).map(({ weight, rule, box }) => `${weight} ${rule} ${box}`);
}

const fob = { amount: '500', currency: 'USD' };
const lists: PrecheckContext['lists'] = {
  hs: new Set(['691110']),
  ports: new Set(['SGSIN']),
  units: new Set(['KGM']),
  packages: new Set(['CT']),
};

const rows: readonly (readonly [string, Change, readonly string[], Partial<PrecheckContext>?])[] = [
  ['a document that keeps every rule has no finding', () => undefined, []],
  ['a document within every list has no finding', () => undefined, [], { lists }],
  [
    '[criteria words] an unknown word is an error',
    criterion('PE'),
    ['error criteria words items[0].originCriterion'],
  ],
  [
    '[criteria words] another spelling is an error',
    criterion('RVC 40%'),
    ['error criteria words items[0].originCriterion'],
  ],
  ['[criteria words] the spelling of declarations is in order too', criterion('CTH+40%'), []],
  [
    '[HB percentage] a fraction is to be rounded down: an error of the percentage, not of the words',
    criterion('40.6%'),
    ['error HB percentage items[0].originCriterion'],
  ],
  [
    '[HB percentage] [RVC alone] 39% alone is an error',
    criterion('39%'),
    ['error HB percentage items[0].originCriterion'],
  ],
  [
    '[note 4] each item is judged by itself',
    (document) => {
      const [, second] = document.items;
      if (second !== undefined) second.originCriterion = 'PE';
    },
    ['error criteria words items[1].originCriterion'],
  ],
  [
    '[criteria combination] an unlisted combination is a warning',
    criterion('WO + CTH'),
    ['warning criteria combination items[0].originCriterion'],
  ],
  [
    '[reading HS] 999999 is an error',
    all((document) => {
      first(document).hs = '99999900';
    }),
    ['error OCP 28 items[0].hs'],
  ],
  [
    '[reading HS] a code that is in no list is an error',
    (document) => {
      first(document).hs = '69119999';
    },
    ['error reading HS items[0].hs'],
    { lists },
  ],
  [
    '[note 6] a code shorter than the tariff is a warning',
    (document) => {
      first(document).hs = '691110';
    },
    ['warning note 6 items[0].hs'],
  ],
  [
    '[note 5] goods without their maker are a warning',
    (document) => {
      delete first(document).maker;
    },
    ['warning note 5 items[0].maker'],
  ],
  [
    '[box 3] a port that is in no list is an error',
    (document) => {
      document.transport.portOfDischarge = 'SGXXX';
    },
    ['error box 3 transport.portOfDischarge'],
    { lists },
  ],
  [
    '[box 9] a density for a weight is a warning',
    (document) => {
      first(document).quantity.unit = 'B34';
    },
    ['warning box 9 items[0].quantity.unit'],
  ],
  [
    '[OCP 6] a quantity of nothing is an error',
    (document) => {
      first(document).quantity.value = '0';
    },
    ['error OCP 6 items[0].quantity.value'],
  ],
  [
    '[box 10] an invoice dated after submission is a warning',
    (document) => {
      first(document).invoices = [{ number: 'SH-78', date: '2026-03-04' }];
    },
    ['warning box 10 items[0].invoices[0].date'],
  ],
  [
    '[box 10] several invoices are in order',
    (document) => {
      first(document).invoices.push({ number: 'SH-78', date: '2026-03-03' });
    },
    [],
  ],
  [
    '[box 11] another country of production is an error',
    (document) => {
      document.declaration.production = 'TH';
    },
    ['error box 11 declaration.production'],
  ],
  [
    '[note 1] a member that does not apply the form is an error',
    importing('CN'),
    ['error note 1 declaration.importing'],
  ],
  [
    '[note 1] the own member as destination is an error',
    importing('VN'),
    ['error note 1 declaration.importing'],
  ],
  [
    '[item limit] more items than the form allows are an error',
    (document) => {
      document.items = Array.from({ length: 51 }, (_, index) => ({ ...first(document), number: index + 1 }));
    },
    ['error item limit items'],
  ],
  [
    '[OCP 25] value content with Indonesia shows FOB',
    all(importing('ID'), criterion('40%')),
    ['error OCP 25 items[0].fob'],
  ],
  [
    '[OCP 25] [reading FOB] partial cumulation with Cambodia shows FOB',
    all(
      importing('KH'),
      each((item) => {
        item.originCriterion = 'PC 25%';
      }),
      flags({ partialCumulation: true }),
    ),
    ['error OCP 25 items[0].fob', 'error OCP 25 items[1].fob'],
  ],
  [
    '[OCP 25] [reading FOB] a combination with Lao PDR shows FOB',
    all(importing('LA'), criterion('CTH + 35%')),
    ['error OCP 25 items[0].fob'],
  ],
  [
    '[OCP 25] FOB shown where asked for is in order',
    all(importing('ID'), criterion('40%'), (document) => {
      first(document).fob = fob;
    }),
    [],
  ],
  [
    '[reading FOB] FOB shown where nobody asks is a warning',
    (document) => {
      first(document).fob = fob;
    },
    ['warning reading FOB items[0].fob'],
  ],
  ['[reading FOB] value content without a listed member needs no FOB', criterion('40%'), []],
  [
    '[note 16] [reading PC] PC without its mark is an error',
    each((item) => {
      item.originCriterion = 'PC 25%';
    }),
    ['error note 16 flags.partialCumulation'],
  ],
  [
    '[note 16] the mark without PC is an error',
    flags({ partialCumulation: true }),
    ['error note 16 flags.partialCumulation'],
  ],
  [
    '[note 16] [reading PC] PC beside another criterion is an error',
    all(criterion('PC 25%'), flags({ partialCumulation: true })),
    ['error note 16 items'],
  ],
  ['[note 17] de minimis with a tariff change is in order', deMinimis('9.5'), []],
  ['[note 17] de minimis of exactly a tenth is in order', deMinimis('10'), []],
  [
    '[note 17] de minimis of more than a tenth is an error',
    deMinimis('10.000001'),
    ['error note 17 items[1].deMinimisPercent'],
  ],
  [
    '[note 17] the mark without a percentage is an error',
    flags({ deMinimis: true }),
    ['error note 17 flags.deMinimis'],
  ],
  [
    '[note 17] a percentage without the mark is an error',
    all(deMinimis('5'), flags({})),
    ['error note 17 flags.deMinimis'],
  ],
  [
    '[note 17] de minimis on an item without a tariff change is an error, whatever the others have',
    all(flags({ deMinimis: true }), (document) => {
      first(document).deMinimisPercent = '5';
    }),
    ['error note 17 items[0].deMinimisPercent'],
  ],
  [
    '[note 17] [criteria words] a combination with a tariff change, in either spelling, is one',
    all(
      deMinimis('5'),
      each((item) => {
        item.originCriterion = 'CTSH+40%';
      }),
    ),
    [],
  ],
  [
    '[note 15] accumulation with the members whose materials were used is in order',
    accumulated(1, 'TH', 'MY'),
    [],
  ],
  [
    '[note 15] the mark without materials is an error',
    flags({ accumulation: true }),
    ['error note 15 flags.accumulation'],
  ],
  [
    '[note 15] materials without the mark are an error',
    all(accumulated(1, 'TH'), flags({})),
    ['error note 15 flags.accumulation'],
  ],
  [
    '[note 15] materials of a country that does not apply the form are an error',
    accumulated(1, 'CN'),
    ['error note 15 items[1].accumulatedFrom'],
  ],
  [
    '[note 15] materials of the producing member are none of another',
    accumulated(1, 'VN'),
    ['error note 15 items[1].accumulatedFrom'],
  ],
  [
    '[note 15] accumulation on wholly obtained goods is a warning',
    accumulated(0, 'TH'),
    ['warning note 15 items[0].accumulatedFrom'],
  ],
  [
    '[OCP 23] [note 11] an invoice from a third country is in order, from another member too',
    flags({ thirdCountryInvoicing: { company: 'Trading', country: 'TH' } }),
    [],
  ],
  [
    '[reading third country] an invoice from the importing country is an error',
    flags({ thirdCountryInvoicing: { company: 'Trading', country: 'SG' } }),
    ['error reading third country flags.thirdCountryInvoicing.country'],
  ],
  [
    '[note 11] third country invoicing without the company is an error',
    flags({ thirdCountryInvoicing: { country: 'TH' } } as unknown as FormDDocument['flags']),
    ['error OCP 28 flags.thirdCountryInvoicing.company'],
  ],
  [
    '[note 13] [OCP 22] an exhibition without its address is an error',
    flags({ exhibition: { name: 'Fair' } } as unknown as FormDDocument['flags']),
    ['error OCP 28 flags.exhibition.address'],
  ],
  [
    '[note 12] [OCP 11.1(i)] [box 11] back-to-back names its originals and the first country',
    all(flags(originals('TH')), (document) => {
      document.declaration.production = 'TH';
    }),
    [],
  ],
  [
    '[note 12] [OCP 11.1(i)] originals of two first members are an error',
    all(flags(originals('TH', 'MY')), (document) => {
      document.declaration.production = 'TH';
    }),
    ['error note 12 flags.backToBack.originals'],
  ],
  [
    '[OCP 10.1] [note 14] [reading departure] issued on the day of departure and marked is an error',
    all(flags({ issuedRetroactively: { reason: 'omission' } }), (document) => {
      document.transport.departure = '2026-03-03';
    }),
    ['error OCP 10.1 flags.issuedRetroactively'],
  ],
  [
    '[OCP 10.1] [note 14] issued after departure and not marked is an error',
    (document) => {
      document.transport.departure = '2026-03-02';
    },
    ['error OCP 10.1 flags.issuedRetroactively'],
  ],
  [
    '[OCP 10.2] issued a year after departure, on the same day, is in order',
    all(flags({ issuedRetroactively: { reason: 'omission' } }), (document) => {
      document.transport.departure = '2025-03-03';
    }),
    [],
  ],
  [
    '[OCP 10.2] issued a year and a day after departure is an error',
    all(flags({ issuedRetroactively: { reason: 'omission' } }), (document) => {
      document.transport.departure = '2025-03-02';
    }),
    ['error OCP 10.2 transport.departure'],
  ],
  [
    '[reading OD departure] a declaration dated after departure is a warning',
    all((document) => {
      document.transport.departure = '2026-03-01';
    }),
    ['warning reading OD departure certification.date'],
    { form: formOf('OD', 'test') },
  ],
  [
    '[reading PC declaration] partial cumulation on a declaration is a warning',
    all(
      each((item) => {
        item.originCriterion = 'PC 25%';
      }),
      flags({ partialCumulation: true }),
    ),
    ['warning reading PC declaration flags.partialCumulation'],
    { form: formOf('OD', 'test') },
  ],
  [
    '[RCEP data] RCEP asks for producer and exported code',
    all(
      importing('TH'),
      each((item) => {
        item.originCriterion = 'CTC';
        item.exportedHs = '691110';
      }),
      (document) => {
        delete first(document).exportedHs;
      },
    ),
    ['error RCEP data producer', 'error RCEP data items[0].exportedHs'],
    { form: formOf('RCEP', 'test') },
  ],
];

describe('pre-check of a document', () => {
  for (const [name, change, expected, context] of rows) {
    it(name, () => {
      expect(findings(change, context).sort()).to.deep.equal([...expected].sort());
    });
  }

  it('[OCP 3] [OCP 5] [OCP 28] lists every finding at once, also when boxes are missing or ill-typed', () => {
    const document = { ...sampleDocument(), consignee: 7, extra: 1 } as Record<string, unknown>;
    delete document['exporter'];
    document['items'] = sampleDocument().items.map((item) => ({ ...item, originCriterion: 'PE', hs: 'x' }));
    const found = precheck(document, { form: formOf('D', 'test'), exporting: 'VN', submitted: '2026-03-03' });
    expect(found.map(({ box }) => box)).to.include.members([
      'exporter',
      'consignee',
      'extra',
      'items[0].hs',
      'items[1].hs',
      'items[0].originCriterion',
      'items[1].originCriterion',
    ]);
    expect(found.every(({ remedy, rule }) => remedy !== '' && rule.length > 0)).to.equal(true);
  });
  for (const value of [null, 7, 'text', [], {}]) {
    it(`[OCP 28] answers ${JSON.stringify(value)} with findings, not with a failure`, () => {
      expect(
        precheck(value, { form: formOf('D', 'test'), exporting: 'VN', submitted: '2026-03-03' }),
      ).not.to.deep.equal([]);
    });
  }
  it('[OCP 16.1] a finding names box, rule, weight and remedy, and no value of the document', () => {
    const document = sampleDocument();
    first(document).description = 'PLANTED-WORD';
    first(document).originCriterion = 'PLANTED';
    const text = JSON.stringify(
      precheck(document, { form: formOf('D', 'test'), exporting: 'VN', submitted: '2026-01-01' }),
    );
    expect(text).to.include('originCriterion').and.not.to.include('PLANTED');
  });
  it('every rule of the boxes names itself among the rules it holds', () => {
    for (const rule of documentRules) expect(rule.rules).to.include(rule.id);
  });
  it('a rule weighs what the catalogue says: what blocks is an error, what warns a warning', () => {
    const strictest = new Map<string, string>();
    for (const { id, weight } of documentRules) if (strictest.get(id) !== 'error') strictest.set(id, weight);
    for (const [id, weight] of strictest)
      expect(catalogue[id as RuleId].weight, id).to.equal(weight === 'error' ? 'block' : 'warn');
  });
  it('a remedy says what to do, and of each box one rule says it', () => {
    const remedies = documentRules.map(({ remedy }) => remedy);
    expect(remedies.every((remedy) => /^[A-Z].{20,}\.$/.test(remedy))).to.equal(true);
    expect(new Set(remedies).size).to.equal(remedies.length);
  });
});

describe('FOB [OCP 25] [OCP 11.1(b)]', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['40%', 'VN', 'ID', true],
    ['40%', 'ID', 'SG', true],
    ['40%', 'VN', 'SG', false],
    ['CTH', 'VN', 'ID', false],
    ['CTH + 35%', 'KH', 'SG', true],
    ['PC 20%', 'LA', 'TH', true],
    ['WO', 'LA', 'KH', false],
  ];
  for (const [text, from, to, shown] of cases) {
    it(`${text} from ${from} to ${to}: ${shown ? 'shown' : 'not shown'}`, () => {
      expect(fobShown(formOf('D', 'test'), text, from, to)).to.equal(shown);
    });
  }
});
