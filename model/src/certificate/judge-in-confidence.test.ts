import { expect } from 'chai';
import type { Json } from '../canonical/canonical-json.js';
import { freshSalt, refusalOf } from '../simulation/scene.js';
import { judgeInConfidence, type KnownInConfidence } from './judge-in-confidence.js';

const salt = freshSalt();
const decision = (...outcomes: readonly ('GIVEN' | 'NOT_GIVEN')[]): Json => ({
  ...{ salt, certificate: 'VN.HAN.1', presentedOn: '2026-03-03' },
  items: outcomes.map((outcome, index) => ({
    ...{ number: index + 1, outcome, grounds: outcome === 'GIVEN' ? [] : ['CRITERION'] },
  })),
});
const determination = (originating: boolean): Json => ({
  salt,
  originating,
  grounds: originating ? [] : ['x'],
});

/** A certificate whose decision, and whose visit's determination, say this, where they are here. */
const known = (said: Readonly<Record<string, Json>>): KnownInConfidence =>
  ({
    certificate: { issued: '2026-03-01', expires: '2027-03-01', commitment: 'document' },
    reception: {
      decisions: [{ parcel: 'decision', items: [1, 2] }],
      cases: [{ number: 2, kind: 'visit', determined: { parcel: 'determined' } }],
    },
    today: '2026-03-05',
    contents: (commitment: string) => said[commitment],
  }) as unknown as KnownInConfidence;

const judged = (op: string, said: Json | undefined, stated: object, here: Readonly<Record<string, Json>>) =>
  refusalOf(
    Promise.resolve().then(() => {
      judgeInConfidence(op, said, stated, known(here));
      return undefined;
    }),
  );

describe('what gateways judge of contents [OCP 13.2] [OCP 19.9] [HB 5.1] [reading cancel]', () => {
  const refused = decision('NOT_GIVEN', 'NOT_GIVEN');
  for (const op of ['certificate.cancel/1', 'certificate.replace/1']) {
    const rows: readonly (readonly [string, Readonly<Record<string, Json>>, string])[] = [
      ['all refused', { decision: refused }, 'done'],
      ['one given', { decision: decision('NOT_GIVEN', 'GIVEN') }, 'CERTIFICATE_UTILISED args.reference'],
      ['not arrived yet', {}, 'done'],
    ];
    for (const [name, here, outcome] of rows)
      it(`${op} after a decision, ${name}: ${outcome}`, async () => {
        expect(await judged(op, { salt, reason: 'x' }, {}, here)).to.equal(outcome);
      });
  }
  const finals: readonly (readonly [boolean | undefined, boolean, string])[] = [
    [true, true, 'done'],
    [true, false, 'CASE_STATE parcels[0].originating'],
    [false, true, 'done'],
    [false, false, 'done'],
    [undefined, false, 'done'],
  ];
  for (const [before, after, outcome] of finals)
    it(`a visit found ${String(before)}, in the end ${after}: ${outcome}`, async () => {
      const here = before === undefined ? {} : { determined: determination(before) };
      expect(await judged('case.final-visit/1', determination(after), { case: 2 }, here)).to.equal(outcome);
    });
  it('preference for goods under partial cumulation is refused wherever their document is here', async () => {
    const here = { document: { flags: { partialCumulation: true } } };
    expect(await judged('certificate.decide/1', decision('GIVEN'), {}, here)).to.equal(
      'NO_PREFERENCE parcels[0].items',
    );
    expect(await judged('certificate.decide/1', refused, {}, here)).to.equal('done');
  });
});
