import {
  checkArguments,
  commitmentOf,
  operationOf,
  OriginError,
  parseRequest,
  readDocument,
  verifySignature,
} from '@origin-ledger/model';
import { expect } from 'chai';
import { newSigningKey, type HolderKey } from '../keys/holder-key.js';
import { audience, coffee } from '../testing/coffee.js';
import { certificateNumbers, freshCertificateNumber } from './certificate-numbers.js';
import { prepareIssue, type PrepareIssueOptions } from './prepare-issue.js';
import { prepareReceive } from './prepare-receive.js';
import { prepareSend } from './prepare-send.js';

const reference = { member: 'VN', office: 'HAN', number: '26-000001' };

describe('requests prepared offline', () => {
  let key: HolderKey;
  /** 00:30 on 14 March in Hanoi, still the 13th in Greenwich. */
  const now = Date.parse('2026-03-13T17:30:00Z');
  const options: PrepareIssueOptions = {
    audience,
    now,
    utcOffsetMinutes: 420,
    documents: [coffee],
    office: 'HAN',
    number: '26-000001',
    departure: '2026-03-20',
  };
  const refusal = (change: Partial<PrepareIssueOptions>): Promise<unknown> =>
    prepareIssue(key, { ...options, ...change }).then(
      () => undefined,
      (error: unknown) => error,
    );

  before(async () => {
    key = await newSigningKey({ holder: 'VN:officer-1' });
  });

  it('names as readers the two states, or the own one alone where the partner is outside the ledger', async () => {
    const readers = async (form: string, importing: string, originCriterion: string): Promise<unknown> => {
      const document = { ...coffee, form, items: coffee.items.map((item) => ({ ...item, originCriterion })) };
      const { request } = await prepareIssue(key, { ...options, documents: [document], importing });
      return parseRequest(request).claims.parcels[0]?.readers;
    };
    expect(await readers('D', 'SG', 'WO')).to.deep.equal(['VN', 'SG']);
    expect(await readers('E', 'CN', 'WO')).to.deep.equal(['VN']);
    expect(await readers('E', 'SG', 'WO')).to.deep.equal(['VN', 'SG']);
    expect(await readers('A', 'NO', 'P')).to.deep.equal(['VN']);
  });

  it('sign nothing that says nothing, hides what it says, or has no spelling in UTF-8', async () => {
    for (const name of [' ', 'A\u200BB', 'A\u202EB', 'A\uD800B']) {
      const document = { ...coffee, exporter: { ...coffee.exporter, name } };
      expect(await refusal({ documents: [document] }))
        .to.be.instanceOf(OriginError)
        .with.deep.include({ code: 'DOCUMENT_INVALID', boxes: ['documents[0].exporter.name'] });
    }
  });

  it('spell what has one reading as its form does, before it is signed', async () => {
    const [item] = coffee.items;
    if (item === undefined) throw new TypeError('no item');
    const written = { ...item, hs: '0901.11', quantity: { value: '36000.00', unit: 'kgm' } };
    const { parcels } = await prepareIssue(key, { ...options, documents: [{ ...coffee, items: [written] }] });
    expect(parcels[0]).to.include('"hs":"090111"').and.include('"quantity":{"unit":"KGM","value":"36000"}');
  });

  it('are none where a member would issue for itself', async () => {
    const error = await refusal({ importing: 'VN' });
    expect(error)
      .to.be.instanceOf(OriginError)
      .with.deep.include({ code: 'FORM_MEMBERS', boxes: ['documents[0].declaration.importing'] });
  });

  it('fill salt, reference and the day of issue in the issuing member’s zone', async () => {
    const { request, parcels, references, id } = await prepareIssue(key, options);
    const parsed = parseRequest(request);
    checkArguments(operationOf(parsed.claims.op), parsed);
    await verifySignature(request, parsed.header.alg, { alg: key.alg, jwk: key.publicJwk });
    expect(parsed.actId).to.equal(id);
    expect(references).to.deep.equal(['VN.HAN.26-000001']);
    const document = readDocument(parcels[0] ?? '', 'document');
    expect(document.certification).to.deep.equal({
      place: 'Hanoi',
      date: '2026-03-14',
      signatory: 'VN:officer-1',
    });
    expect(document.declaration.date).to.equal('2026-03-14');
    expect(parsed.claims.parcels[0]?.commitment).to.equal(commitmentOf(parcels[0] ?? ''));
    expect(parsed.claims.parcels[0]?.readers).to.deep.equal(['VN', 'SG']);
  });

  it('are dated back a few seconds against clock differences, and live at most a day', async () => {
    const { claims } = parseRequest((await prepareIssue(key, options)).request);
    expect(claims.iat).to.equal(now / 1000 - 5);
    expect(claims.exp - claims.iat).to.equal(24 * 60 * 60);
  });

  it('say the day it is, also in the first seconds of it: the request is dated back, its legal date is not', async () => {
    for (const [seconds, day] of [
      [-1, '2026-03-13'],
      [0, '2026-03-14'],
      [4, '2026-03-14'],
    ] as const) {
      const at = Date.parse('2026-03-13T17:00:00Z') + seconds * 1000;
      const { parcels } = await prepareIssue(key, { ...options, now: at });
      expect(readDocument(parcels[0] ?? '', 'document').certification.date).to.equal(day);
    }
  });

  it('never have the same salt, jti or commitment twice', async () => {
    const [one, two] = await Promise.all([prepareIssue(key, options), prepareIssue(key, options)]);
    expect(one.id).not.to.equal(two.id);
    expect(one.parcels[0]).not.to.equal(two.parcels[0]);
  });

  it('tell what passes with a warning, box by box of each document (OCP 16.1)', async () => {
    const items = coffee.items.map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'maker')),
    ) as unknown as typeof coffee.items;
    const { warnings } = await prepareIssue(key, { ...options, documents: [{ ...coffee, items }] });
    expect(warnings?.map(({ box }) => box)).to.include('documents[0].items[0].maker');
  });

  it('bring text into NFC', async () => {
    const documents = [{ ...coffee, certification: { place: 'Ha\u0300 No\u0302\u0323i' } }];
    const { parcels } = await prepareIssue(key, { ...options, documents });
    expect(readDocument(parcels[0] ?? '', 'document').certification.place).to.equal('Hà Nội');
  });

  it('are refused with the boxes that are wrong, never with their values', async () => {
    const error = await refusal({ documents: [{ ...coffee, form: 'Secret Goods' }] });
    expect(error).to.be.instanceOf(OriginError).with.property('code', 'DOCUMENT_INVALID');
    expect((error as OriginError).boxes).to.deep.equal(['documents[0].form']);
    expect((error as OriginError).message).not.to.contain('Secret');
  });

  it('refuse a departure before the day of issue without the retroactive mark (OCP 10)', async () => {
    expect(await refusal({ departure: '2026-03-13' })).to.have.property('code', 'RETROACTIVE_FLAG');
    const marked = { ...coffee, flags: { issuedRetroactively: { reason: 'clerical error' } } };
    expect(await refusal({ documents: [marked], departure: '2026-03-13' })).to.equal(undefined);
    expect(await refusal({ documents: [marked], departure: '2025-03-13' })).to.have.property(
      'code',
      'RETROACTIVE_LATE',
    );
  });

  it('need a departure: nothing is assumed', async () => {
    const without = Object.entries(options).filter(([name]) => name !== 'departure');
    const error = await prepareIssue(key, Object.fromEntries(without) as unknown as PrepareIssueOptions).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect((error as OriginError).boxes).to.deep.equal(['documents[0].transport.departure']);
  });

  it('number a batch consecutively', async () => {
    const { references } = await prepareIssue(key, {
      ...options,
      documents: [coffee, coffee],
      number: '26-000099',
    });
    expect(references).to.deep.equal(['VN.HAN.26-000099', 'VN.HAN.26-000100']);
    expect(() => certificateNumbers('A', 2)).to.throw('REQUEST_CLAIMS');
    expect(freshCertificateNumber('2026-03-14')).to.match(/^26-[0-9A-Z]{12}$/);
  });

  it('send only the document that was committed to', async () => {
    const document = '{"some":"text"}';
    const send = { audience, reference, importing: 'SG', commitment: commitmentOf(document) };
    expect((await prepareSend(key, { ...send, document })).parcels).to.deep.equal([document]);
    expect((await prepareSend(key, send)).parcels).to.deep.equal([]);
    const error = await prepareSend(key, { ...send, document: '{}' }).catch((failure: unknown) => failure);
    expect(error).to.have.property('code', 'PARCEL_MISMATCH');
  });

  it('confirm only what was read back', async () => {
    const receive = {
      audience,
      reference,
      commitment: commitmentOf('{}'),
      document: '{}',
      after: `${key.kid}.${'A'.repeat(22)}`,
    };
    const { claims } = parseRequest((await prepareReceive(key, receive)).request);
    expect(claims.args).to.deep.equal({ reference, commitment: commitmentOf('{}') });
    expect(claims.after).to.equal(receive.after);
    const error = await prepareReceive(key, { ...receive, document: '{ }' }).catch(
      (failure: unknown) => failure,
    );
    expect(error).to.have.property('code', 'COMMITMENT_MISMATCH');
  });
});
