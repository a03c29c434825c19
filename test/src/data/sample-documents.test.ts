import { readFileSync } from 'node:fs';
import { validatorOf } from '@origin-ledger/model';
import { readCodeLists } from '@origin-ledger/model/files';
import { newSigningKey, prepareIssue } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { formDSchema } from './form-d-schema.js';
import { sampleDocument, sampleNames, schemaFile } from './sample-documents.js';

const audience = `origin#${'0'.repeat(64)}`;
const folder = process.env['ORIGIN_CODE_LISTS'];
const lists = folder === undefined ? undefined : readCodeLists(folder);
const why = lists === undefined ? ' (skipped: ORIGIN_CODE_LISTS is not set)' : '';
const today = Date.parse('2025-11-20T03:00:00Z');

describe('sample certificates', () => {
  it('have a schema that is the one of the model', () => {
    expect(JSON.parse(readFileSync(schemaFile, 'utf8'))).to.deep.equal(formDSchema());
  });

  it('are refused by the schema when they bring a salt, or lack a box nobody fills', () => {
    const validate = validatorOf(formDSchema());
    const document = sampleDocument('vn-sg-coffee');
    expect(validate.is(document)).to.be.true;
    expect(validate.is({ ...document, salt: 'A'.repeat(43) })).to.be.false;
    expect(validate.is({ ...document, consignee: null })).to.be.false;
  });

  it('cover criteria of every kind and several pairs of members', () => {
    const documents = sampleNames().map(sampleDocument);
    const criteria = new Set(documents.flatMap(({ items }) => items.map((item) => item.originCriterion)));
    for (const kind of [/^WO$/, /^[4-9]\d%$/, /^CTH$/, /^CTSH \+ \d+%$/, /^SP$/, /^PC \d+%$/]) {
      expect(
        [...criteria].some((criterion) => kind.test(criterion)),
        String(kind),
      ).to.be.true;
    }
    const pairs = new Set(
      documents.map(({ exporter, declaration }) => exporter.country + declaration.importing),
    );
    expect(pairs.size).to.be.at.least(5);
  });

  for (const name of sampleNames()) {
    const document = sampleDocument(name);

    it(`${name} fits the schema`, () => {
      const validate = validatorOf(formDSchema());
      expect(validate.problems(document)).to.deep.equal([]);
    });

    it(`${name} can be issued by its exporter's member`, async () => {
      const key = await newSigningKey({ holder: `${document.exporter.country}:officer-1` });
      const prepared = await prepareIssue(key, {
        audience,
        utcOffsetMinutes: 420,
        now: today,
        documents: [document],
        office: 'TST',
        departure: '2025-11-22',
      });
      expect(prepared.references).to.have.length(1);
      expect(prepared.references[0]).to.match(new RegExp(`^${document.exporter.country}\\.TST\\.25-`));
    });

    (lists === undefined ? it.skip : it)(`${name} names HS codes and a port that exist${why}`, () => {
      for (const { hs } of document.items) expect(lists?.hs?.has(hs), hs).to.be.true;
      expect(lists?.ports?.has(document.transport.portOfDischarge)).to.be.true;
    });
  }
});
