import {
  canonicalText,
  commitmentOf,
  parcelName,
  parseCanonical,
  parseRequest,
  type CertificateView,
  type Json,
} from '@origin-ledger/model';
import { expect } from 'chai';
import { decisionAct, onCertificate } from '../acts.js';
import { newSigningKey, type HolderKey } from '../keys/holder-key.js';
import { prepareAct } from './prepare-act.js';
import { prepareUtilise } from './prepare-utilise.js';

const audience = `origin#${'0'.repeat(64)}`;
const commitment = 'a'.repeat(64);
const parcel = parcelName(`${'c'.repeat(43)}.${'a'.repeat(21)}A`, commitment);
const view = {
  name: 'VN.HAN.1',
  record: { reference: { member: 'VN', office: 'HAN', number: '1' }, importing: 'SG', commitment },
  reception: {},
  lastAct: `${'c'.repeat(43)}.${'a'.repeat(21)}A`,
} as unknown as CertificateView;

describe('a request for any act', () => {
  let key: HolderKey;
  before(async () => {
    key = await newSigningKey({ holder: 'SG:officer-1' });
  });

  it('commits to each parcel, salted, in normal form, for its readers', async () => {
    const items = [{ number: 1, outcome: 'NOT_GIVEN' as const, grounds: ['CRITERION'], note: 'e\u0301' }];
    const act = onCertificate(view, decisionAct(view.name, { presented: '2026-03-10', items }));
    const prepared = await prepareAct(key, { audience, ...act, after: view.lastAct });
    const { claims } = parseRequest(prepared.request);
    const [text = ''] = prepared.parcels;
    expect(claims.parcels).to.deep.equal([
      { box: 'decision VN.HAN.1', readers: ['VN', 'SG'], commitment: commitmentOf(text) },
    ]);
    expect(parseCanonical(text)).to.have.property('salt').with.length(43);
    expect(text).to.contain('\u00e9');
    expect(claims.args).to.deep.equal({ reference: view.record.reference, items: [1] });
    expect(prepared.references).to.deep.equal(['VN.HAN.1']);
  });

  it('is refused before it is sent: unknown operations, wrong arguments, texts that are not canonical', async () => {
    const refused = async (op: string, args: object, contents?: string): Promise<string> => {
      const parcels = contents === undefined ? [] : [{ box: 'x', readers: ['SG'], contents }];
      try {
        await prepareAct(key, { audience, op, args: { ...args }, parcels });
        return 'not refused';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(await refused('certificate.burn/1', {})).to.equal('REQUEST_OPERATION');
    expect(await refused('parcel.receive/1', { parcel: commitment })).to.equal('REQUEST_CLAIMS');
    expect(await refused('parcel.receive/1', { parcel }, '{ }')).to.equal('PARCEL_NOT_CANONICAL');
    expect(await refused('parcel.receive/1', { parcel })).to.equal('not refused');
  });

  it('draws exactly what there is, and no more', async () => {
    const salt = `${'a'.repeat(42)}A`;
    const left = [{ number: 1, value: '10.5', unit: 'KGM' }];
    const draws = (value: string) => [{ declaration: 'IM-1', items: [{ number: 1, value, unit: 'KGM' }] }];
    const balance = { salt, certificate: view.name, previous: commitment, draws: draws('1'), left };
    const before = { box: 'balance VN.HAN.1', commitment, text: canonicalText(balance) };
    const decisions = [canonicalText({ salt })];
    const prepared = await prepareUtilise(key, { audience, view, before, decisions, draws: draws('10.2') });
    const after = JSON.parse(prepared.parcels[1] ?? '') as { readonly left: Json };
    expect(prepared.parcels[2]).to.equal(decisions[0]);
    expect(after.left).to.deep.equal([{ number: 1, value: '0.3', unit: 'KGM' }]);
    try {
      await prepareUtilise(key, { audience, view, before, decisions, draws: draws('10.6') });
      expect.fail('it was not refused');
    } catch (error) {
      expect(error).to.have.property('code', 'QUANTITY_EXCEEDED');
    }
  });
});
