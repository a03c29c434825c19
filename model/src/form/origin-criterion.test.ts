import { expect } from 'chai';
import { forms } from './form.js';
import { Form } from './form-definition.js';
import { criterionProblem, percentagesOf, type CriterionProblem } from './origin-criterion.js';
import { validatorOf } from '../validation/validator.js';

const form = (code: string): Form => {
  const found = forms.get(code);
  if (found === undefined) throw new Error(`no form ${code}`);
  return found;
};

const cases: Readonly<Record<string, readonly (readonly [string, CriterionProblem | undefined])[]>> = {
  D: [
    ['WO', undefined],
    ['40%', undefined],
    ['100%', undefined],
    ['39%', 'PERCENTAGE'],
    ['101%', 'PERCENTAGE'],
    ['0%', 'PERCENTAGE'],
    ['040%', 'MALFORMED'],
    ['40.6%', 'PERCENTAGE'],
    ['39.99%', 'PERCENTAGE'],
    ['39.9999999999999999999%', 'PERCENTAGE'],
    ['-40%', 'MALFORMED'],
    ['RVC 40%', 'MALFORMED'],
    ['RVC', 'MALFORMED'],
    ['PE', 'UNKNOWN_WORD'],
    ['CTH', undefined],
    ['CTH 40%', 'PERCENTAGE'],
    ['CTSH + 35%', undefined],
    ['35% + CTSH', undefined],
    ['CTSH+35%', undefined],
    ['CTSH + 1%', undefined],
    ['CTSH + 0%', 'PERCENTAGE'],
    ['CTSH + 100%', undefined],
    ['CTSH + 101%', 'PERCENTAGE'],
    ['CTSH +', 'MALFORMED'],
    ['+ 35%', 'MALFORMED'],
    ['CTSH +  35%', 'MALFORMED'],
    ['CTH + SP', undefined],
    ['CTH + SP + 40%', 'UNLISTED_COMBINATION'],
    ['CTH + CTH', 'UNLISTED_COMBINATION'],
    ['WO + CTH', 'UNLISTED_COMBINATION'],
    ['PC 25%', undefined],
    ['PC 20%', undefined],
    ['PC 39%', undefined],
    ['PC 19%', 'PERCENTAGE'],
    ['PC 40%', 'PERCENTAGE'],
    ['PC 39.99%', 'PERCENTAGE'],
    ['PC', 'PERCENTAGE'],
    ['PC 25% + CTH', 'UNLISTED_COMBINATION'],
    ['', 'MALFORMED'],
    ['cth', 'UNKNOWN_WORD'],
  ],
  E: [
    ['PE', undefined],
    ['PSR', undefined],
    ['RVC 40%', undefined],
    ['RVC', 'PERCENTAGE'],
    ['40%', 'MALFORMED'],
    ['CTSH', 'UNKNOWN_WORD'],
    ['RVC 40% + CTH', 'UNLISTED_COMBINATION'],
    ['RVC 100%', undefined],
    ['RVC 101%', 'PERCENTAGE'],
  ],
  AK: [
    ['WO-AK', undefined],
    ['CC + SPECIFIC PROCESSES', undefined],
    ['CC + RVC 45% + SPECIFIC PROCESSES', undefined],
    ['CC + CTH + RVC 45% + SPECIFIC PROCESSES', 'UNLISTED_COMBINATION'],
    ['WO-AK + CC', 'UNLISTED_COMBINATION'],
    ['CTC + RVC 45%', undefined],
    ['RVC', 'PERCENTAGE'],
    ['SP', 'UNKNOWN_WORD'],
  ],
  AJ: [
    ['RVC + ACU', undefined],
    ['CTC + ACU + DMI', undefined],
    ['CTC + ACU + DMI + SP', 'UNLISTED_COMBINATION'],
    ['CTH + CTC', undefined],
    ['RVC + CTH', undefined],
    ['DMI + ACU', 'UNLISTED_COMBINATION'],
    ['RVC 40%', 'PERCENTAGE'],
    ['ACU', 'UNLISTED_COMBINATION'],
  ],
  AI: [
    ['RVC 37% + CTSH', undefined],
    ['CTSH', 'UNLISTED_COMBINATION'],
    ['RVC + CTSH', 'PERCENTAGE'],
  ],
  AANZ: [
    ['RVC', undefined],
    ['RVC 50%', 'PERCENTAGE'],
    ['RVC 50% + CTSH', undefined],
    ['RVC + CTSH', 'PERCENTAGE'],
    ['CTH + RVC 40%', undefined],
    ['PE', undefined],
    ['OTHER', undefined],
    ['OTHER + RVC', 'UNLISTED_COMBINATION'],
  ],
  AHK: [
    ['RVC 50% + CTH', undefined],
    ['CTSH', undefined],
    ['PE', undefined],
  ],
  RCEP: [
    ['CTC + ACU + DMI', undefined],
    ['RVC + ACU + 2.6.6B', undefined],
    ['CR', undefined],
    ['CTC + ACU + DMI + 2.6.6A', 'UNLISTED_COMBINATION'],
    ['CTC + RVC', 'UNLISTED_COMBINATION'],
    ['RVC 40%', 'PERCENTAGE'],
    ['CTH', 'UNKNOWN_WORD'],
  ],
  A: [
    ['P', undefined],
    ['Y 50%', undefined],
    ['Y 51%', 'PERCENTAGE'],
    ['PK 12%', undefined],
    ['Y', 'PERCENTAGE'],
    ['PK 50%', undefined],
    ['PK 51%', 'PERCENTAGE'],
    ['P 10%', 'PERCENTAGE'],
    ['Y 50% + P', 'UNLISTED_COMBINATION'],
    ['WO', 'UNKNOWN_WORD'],
  ],
  VK: [
    ['CTH', 'NOT_CHECKED'],
    [' ', 'MALFORMED'],
  ],
};

describe('box 8 [note 3] [criteria words] [criteria combination] [RVC alone] [PC content] [form A share] [AANZ percentage] [OCP 8]', () => {
  for (const [code, rows] of Object.entries(cases)) {
    for (const [text, problem] of rows) {
      it(`form ${code} answers ${problem ?? 'in order'} to "${text}"`, () => {
        expect(criterionProblem(form(code), text)).to.equal(problem);
      });
    }
  }
});

describe('percentages [HB back-to-back percentage]', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['50%', '50%', true],
    ['50%', '51%', false],
    ['50% + CTH', 'CTH + 50%', true],
    ['CTH', '40%', false],
    ['CTH', 'CTSH', true],
  ];
  for (const [original, backToBack, same] of rows) {
    it(`of original ${original} and back-to-back ${backToBack} ${same ? 'agree' : 'differ'}`, () => {
      expect(percentagesOf(form('D'), original) === percentagesOf(form('D'), backToBack)).to.equal(same);
    });
  }
});

describe('forms as data [form data] [note 1]', () => {
  const validator = validatorOf(Form);
  for (const [code, value] of forms) {
    it(`form ${code} fits the schema of a form`, () => {
      expect(validator.problems(value)).to.deep.equal([]);
      expect(value.outside.every((country) => value.members.includes(country))).to.equal(true);
    });
  }
  it('has at least the forms of the rulebook', () => {
    expect([...forms.keys()]).to.include.members([
      'D',
      'E',
      'AK',
      'AJ',
      'AI',
      'AANZ',
      'AHK',
      'RCEP',
      'VK',
      'CPTPP',
      'EUR.1',
      'B',
    ]);
  });
  it('Form D has the ten members of note 1', () => {
    expect([...form('D').members].sort()).to.deep.equal([
      'BN',
      'ID',
      'KH',
      'LA',
      'MM',
      'MY',
      'PH',
      'SG',
      'TH',
      'VN',
    ]);
  });
  it('a form that is data alone is checked like those known before', () => {
    const added: Form = {
      ...form('E'),
      code: 'Z',
      criteria: { ...form('E').criteria, first: ['GROWN'], alone: [], percentages: {} },
    };
    expect(validator.problems(added)).to.deep.equal([]);
    expect(criterionProblem(added, 'GROWN')).to.equal(undefined);
    expect(criterionProblem(added, 'PE')).to.equal('UNKNOWN_WORD');
  });
});
