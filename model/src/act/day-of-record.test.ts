import { expect } from 'chai';
import { OriginError } from '../errors/origin-error.js';
import { SimulatedLedger, type SimulatedAct } from '../simulation/ledger.js';
import {
  balanceParcel,
  certificateArgs,
  freshSalt,
  parcel,
  received,
  refusalOf,
  START,
} from '../simulation/scene.js';
import { conditions, exporterLink } from '../selfcertification/exporter-record.js';
import { checkDayOfRecord } from './day-of-record.js';

const authorisation = {
  by: 'VN:signatory',
  args: {
    ...{ code: '0001', authorisation: 'VN/0001', name: 'Song Hong Ceramics', address: 'Ha Noi' },
    ...{
      link: exporterLink('VN.0001', 'VN:exporter', freshSalt()),
      products: [{ hs: '691110', description: 'Tableware' }],
    },
    ...{ signatories: ['VN:sig-1'], issued: '2026-03-01', trader: false, confirmed: [...conditions] },
  },
};

/** The code of a refusal with its box, or `done`. */
function outcome(stated: string, signed: string, at: string, utcOffsetMinutes: number): string {
  try {
    const iat = Date.parse(signed) / 1000;
    checkDayOfRecord(stated, { at, iat, utcOffsetMinutes }, 'args.issued', 'ISSUE_DATE');
    return 'done';
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
}

const ANOTHER_DAY = 'SIGNED_ANOTHER_DAY args.issued';
const WRONG = 'ISSUE_DATE args.issued';

/** Midnight that begins 11 March, in UTC. */
for (const [zone, minutes, midnight] of [
  ['Hanoi', 420, '2026-03-10T17:00:00.000Z'],
  ['Singapore', 480, '2026-03-10T16:00:00.000Z'],
  ['Yangon', 390, '2026-03-10T17:30:00.000Z'],
] as const) {
  const off = (seconds: number): string => new Date(Date.parse(midnight) + seconds * 1000).toISOString();
  const HOUR = 3600;
  describe(`a legal date in ${zone} is the day of record`, () => {
    for (const [what, stated, signed, recorded, expected] of [
      ['at once, before midnight', '2026-03-10', -61, -60, 'done'],
      ['in the last second of the day', '2026-03-10', -2, -0.001, 'done'],
      ['signed at noon, recorded before midnight', '2026-03-10', -12 * HOUR, -1, 'done'],
      ['signed before midnight, recorded with the stroke of it', '2026-03-10', -1, 0, ANOTHER_DAY],
      ['signed for the next day, recorded with the stroke of it', '2026-03-11', -1, 0, 'done'],
      ['signed for the next day, recorded before it', '2026-03-11', -60, -1, WRONG],
      ['signed just after midnight, a clock dated back by seconds', '2026-03-11', -5, 1, 'done'],
      ['signed after midnight for the day before', '2026-03-10', 1, 2, WRONG],
      [
        'dated back by a signing that claims to be half a day old',
        '2026-03-10',
        -11 * HOUR,
        HOUR,
        ANOTHER_DAY,
      ],
      ['and by one that claims nearly a day', '2026-03-10', -23 * HOUR, 0.9 * HOUR, ANOTHER_DAY],
      ['signed the day before for today, long ago', '2026-03-11', -HOUR, HOUR, ANOTHER_DAY],
      ['some other day', '2026-03-09', 1, 2, WRONG],
    ] as const)
      it(`${what}: ${expected}`, () => {
        expect(outcome(stated, off(signed), off(recorded), minutes)).to.equal(expected);
      });
  });
}

describe('an act that sets a legal date is signed on the day it is recorded', () => {
  /** Half past midnight in Ha Noi and half past one in Singapore, on the day after START. */
  const NEXT_DAY = '2026-03-03T17:30:00.000Z';
  const fresh = (changes: Parameters<typeof certificateArgs>[0]) =>
    certificateArgs({ number: '9', ...changes });
  const kg = (number: number, value: string) => ({ number, value, unit: 'KGM' });
  const cases: Readonly<
    Record<string, (ledger: SimulatedLedger, issued: string) => Promise<readonly [SimulatedAct, string]>>
  > = {
    'certificate.issue/1': (_ledger, issued) => {
      const { args, issued: one } = fresh({ issued });
      const act = { by: 'VN:signatory', args: { certificates: [args] }, parcels: [one.document] };
      return Promise.resolve([{ op: 'certificate.issue/1', ...act }, 'args.certificates[0].issued']);
    },
    'certificate.replace/1': async (ledger, issued) => {
      const old = await received(ledger);
      const { args, issued: one } = fresh({ issued });
      const said = { reference: old.reference, certificate: args };
      const parcels = [one.document, parcel('reason', old.reference, ['VN', 'SG'])];
      const act = { by: 'VN:signatory', op: 'certificate.replace/1', args: said, parcels };
      return [act, 'args.certificate.issued'];
    },
    'certificate.back-to-back/1': async (ledger, issued) => {
      const original = await received(ledger);
      const { args, issued: one } = fresh({ from: 'SG', to: 'TH', issued });
      const left = [kg(1, '200'), kg(2, '1200')];
      const drawn = balanceParcel(original, original.document, [{ items: [kg(1, '1000')] }], left);
      const said = { certificate: args, first: 'VN', originals: [original.reference] };
      const parcels = [one.document, original.document, drawn];
      const act = { by: 'SG:signatory', op: 'certificate.back-to-back/1', args: said, parcels };
      return [act, 'args.certificate.issued'];
    },
    'selfcertification.standing/1': async (ledger, from) => {
      const { args, by } = authorisation;
      await ledger.act({ by, op: 'selfcertification.authorise/1', args });
      const said = { code: args.code, state: 'SUSPENDED', from };
      return [{ by, op: 'selfcertification.standing/1', args: said }, 'args.from'];
    },
  };
  for (const [op, prepared] of Object.entries(cases)) {
    it(`${op}: refused when it was signed the day before, and done when signed anew for that day`, async () => {
      for (const issued of ['2026-03-03', '2026-03-04']) {
        const ledger = new SimulatedLedger(START);
        const [act, box] = await prepared(ledger, issued);
        ledger.now = NEXT_DAY;
        expect(await refusalOf(ledger.act({ ...act, signed: START }))).to.equal(`SIGNED_ANOTHER_DAY ${box}`);
        const wrong = `${op.startsWith('certificate') ? 'ISSUE_DATE' : 'REQUEST_CLAIMS'} ${box}`;
        expect(await refusalOf(ledger.act(act))).to.equal(issued === '2026-03-04' ? 'done' : wrong);
      }
    });
  }
});
