import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  criterionProblem,
  forms,
  FormSchema,
  operationOf,
  OriginError,
  precheck,
  readDocument,
  validatorOf,
  canonicalText,
  checkRules,
  type Form,
} from '@origin-ledger/model';
import { formD } from '@origin-ledger/model/testing';
import { expect } from 'chai';
import { dataFolder } from './sample-documents.js';

const folder = join(dataFolder, 'forms');
const entered = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Form,
);

/** A certificate under the form, for a member outside the ledger, with everything it asks for. */
const under = (form: Form, change: object = {}) => {
  const sample = formD({ form: form.code, ...change });
  const { exporter } = sample;
  const producer = { name: exporter.name, address: exporter.address, country: exporter.country };
  const items = sample.items.map((item) => ({ ...item, originCriterion: 'PE' }));
  return { ...sample, producer, items, declaration: { ...sample.declaration, importing: 'KZ' }, ...change };
};

const codeOf = (check: () => unknown): string => {
  try {
    check();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
};

describe('a form in a data file of its own', () => {
  for (const form of entered) {
    it(`${form.code} is none the model knows, fits the schema of forms, and is taken by the register as it stands`, () => {
      expect(forms.has(form.code)).to.equal(false);
      expect(validatorOf(FormSchema).problems(form)).to.deep.equal([]);
      const { args } = operationOf('registry.form/1');
      expect(validatorOf(args).problems({ form, with: 'SG' })).to.deep.equal([]);
    });
  }

  const eav = entered.find(({ code }) => code === 'EAV');
  if (eav === undefined) throw new Error('no EAV');
  const context = { form: eav, exporting: 'VN', submitted: '2026-03-10' };

  it('is judged by its own words, percentages and combinations', () => {
    const rows: readonly (readonly [string, string | undefined])[] = [
      ['PE', undefined],
      ['VAC 40%', undefined],
      ['VAC 39%', 'PERCENTAGE'],
      ['VAC 40% + CTH', undefined],
      ['PSR + CTH', 'UNLISTED_COMBINATION'],
      ['RVC 40%', 'UNKNOWN_WORD'],
    ];
    for (const [text, problem] of rows) expect(criterionProblem(eav, text), text).to.equal(problem);
  });

  it('a certificate under it is read and keeps every rule; what breaks one is named', () => {
    const document = readDocument(canonicalText(under(eav)), 'document', eav);
    expect(precheck(document, context).filter(({ weight }) => weight === 'error')).to.deep.equal([]);
    expect(
      codeOf(() => {
        checkRules(document, eav, 'VN', 'document');
      }),
    ).to.equal('accepted');
    const wrong = under(eav, {
      producer: undefined,
      declaration: { ...document.declaration, importing: 'SG' },
    });
    expect(
      precheck(JSON.parse(JSON.stringify(wrong)), context).map(({ rule, box }) => `${rule} ${box}`),
    ).to.include.members(['RCEP data producer', 'note 1 declaration.importing']);
    expect(codeOf(() => readDocument(canonicalText(under(eav)), 'document'))).to.equal(
      'DOCUMENT_INVALID document.form',
    );
  });
});
