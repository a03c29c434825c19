import { forms, precheck } from '@origin-ledger/model';
import { expect } from 'chai';
import { generateDocument } from './generate-document.js';
import { partners, sender } from './routes.js';

const today = Date.UTC(2026, 2, 20, 5);
const issuers = [sender, ...partners];
const made = (count: number, seed = 1): ReturnType<typeof generateDocument>[] =>
  issuers.flatMap((issuer) =>
    Array.from({ length: count }, (_, index) => generateDocument(issuer, { seed, index, today })),
  );

describe('the generated exchange', function () {
  this.timeout(60_000);

  it('is the same for the same seed, and another for another', () => {
    expect(made(50)).to.deep.equal(made(50));
    expect(made(50, 2)).to.not.deep.equal(made(50));
  });

  it('has no error that a pre-check would find', () => {
    for (const document of made(250)) {
      const { reference, declaration, certification, ...boxes } = document;
      const form = forms.get(document.form);
      if (form === undefined || reference === undefined) throw new Error('a form and a reference');
      const complete = {
        ...boxes,
        salt: 'A'.repeat(43),
        reference,
        declaration: { ...declaration, date: '2026-03-20' },
        certification: { ...certification, date: '2026-03-20', signatory: `${reference.member}:officer` },
      };
      const findings = precheck(complete, { form, exporting: reference.member, submitted: '2026-03-20' });
      expect(
        findings.filter(({ weight }) => weight === 'error'),
        JSON.stringify(document),
      ).to.deep.equal([]);
    }
  });

  it('is as various as trade: forms, partners, criteria, exporters, lengths', () => {
    const documents = made(1500);
    const different = (values: readonly (string | undefined)[]): number => new Set(values).size;
    expect(different(documents.map(({ form }) => form))).to.be.greaterThan(10);
    expect(different(documents.map(({ declaration }) => declaration.importing))).to.be.greaterThan(9);
    expect(different(documents.map(({ exporter }) => exporter.party))).to.be.greaterThan(500);
    const items = documents.flatMap((document) => document.items);
    expect(different(items.map(({ originCriterion }) => originCriterion))).to.be.greaterThan(50);
    const lengths = documents.map((document) => document.items.length);
    expect(Math.min(...lengths)).to.equal(1);
    expect(Math.max(...lengths)).to.equal(50);
    expect(documents.some(({ flags }) => flags.issuedRetroactively !== undefined)).to.equal(true);
    expect(documents.some(({ flags }) => flags.partialCumulation === true)).to.equal(true);
  });
});
