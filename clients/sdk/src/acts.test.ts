import { operationOf, parcelName, validatorOf } from '@origin-ledger/model';
import { expect } from 'chai';
import { caseActs, certificateActs, decisionAct, type CertificateAct } from './acts.js';
import { selfCertificationActs } from './self-certification.js';

const NAME = 'VN.HAN.26-000123';
const reference = { member: 'VN', office: 'HAN', number: '26-000123' };
const digest = 'a'.repeat(64);
const answers = parcelName(`${'k'.repeat(43)}.${'j'.repeat(21)}A`, digest);
const said = { text: 'as told' };
const found = { originating: false, grounds: ['CRITERION'] };
const given = { presented: '2026-03-14', items: [{ number: 1, outcome: 'GIVEN' as const }] };

/** Every builder of an act on a certificate, called as a program calls it. */
const built: Readonly<Record<string, CertificateAct>> = {
  decide: decisionAct(NAME, given),
  reassess: decisionAct(NAME, given, answers),
  requestCheck: caseActs.requestCheck(
    { case: 1, items: [1], random: false, suspend: true },
    { reasons: ['the criterion'], information: 'an invoice' },
  ),
  replyToCheck: caseActs.replyToCheck({ case: 1, answers }, said),
  determineCheck: caseActs.determineCheck({ case: 1 }, found),
  notifyVisit: caseActs.notifyVisit({ case: 2, items: [1], check: 1, suspend: true, awaits: answers }, said),
  answerVisit: caseActs.answerVisit({ case: 2, consent: true, answers }, said),
  postponeVisit: caseActs.postponeVisit({ case: 2, extraDays: 5 }, said),
  holdVisit: caseActs.holdVisit({ case: 2, on: '2026-03-14' }),
  determineVisit: caseActs.determineVisit({ case: 2, awaits: answers }, found),
  commentVisit: caseActs.commentVisit({ case: 2, answers }, said),
  finalVisit: caseActs.finalVisit({ case: 2, awaits: answers }, found),
  notReceived: certificateActs.notReceived(),
  resend: certificateActs.resend(),
  reissue: certificateActs.reissue(),
  trueCopy: certificateActs.trueCopy('LOSS'),
  cancel: certificateActs.cancel('called off'),
  revoke: certificateActs.revoke('fraud'),
  clarify: certificateActs.clarify({ items: [1], answers }, said),
  openClassification: certificateActs.openClassification([1], said),
  acceptLate: certificateActs.acceptLate(
    { presented: '2026-03-14', ground: 'IMPORTED_IN_TIME', imported: '2026-03-01' },
    said,
  ),
};

describe('typed acts', () => {
  it('none is left out of this test', () => {
    for (const name of [...Object.keys(caseActs), ...Object.keys(certificateActs)])
      expect(Object.keys(built)).to.include(name);
  });
  for (const [name, { op, args, parcel }] of Object.entries(built))
    it(`${name} is ${op} as the ledger takes it, and says what the act says`, () => {
      const definition = operationOf(op);
      expect(validatorOf(definition.args).problems({ reference, ...args })).to.deep.equal([]);
      expect(parcel?.kind).to.equal(definition.says);
    });

  it('of self-certification are as the ledger takes them', () => {
    const authorisation = {
      ...{
        code: '77',
        authorisation: 'SG/77',
        name: 'Example',
        address: '3 Example Quay',
        party: 'SG:exporter',
      },
      ...{ products: [], signatories: ['SG:sig-1'], issued: '2026-03-14', trader: false, confirmed: [] },
    };
    const declaration = {
      ...{ exporter: '77', number: 'INV-1', date: '2026-03-14', importing: 'TH', departure: '2026-03-14' },
      ...{ items: 1, hs: ['691110'], signatory: 'SG:sig-1', medium: 'INVOICE' as const, digest },
    };
    for (const { op, args } of [
      selfCertificationActs.authorise(authorisation),
      selfCertificationActs.changeStanding({ code: '77', state: 'SUSPENDED', from: '2026-03-14' }),
      selfCertificationActs.declareOrigin('SG', declaration, said),
    ])
      expect(validatorOf(operationOf(op).args).problems(args), op).to.deep.equal([]);
    const { parcels = [] } = selfCertificationActs.declareOrigin('SG', declaration, said);
    expect(parcels.map(({ box, readers }) => [box, ...readers])).to.deep.equal([
      ['document SG.CE-77.INV-1', 'SG', 'TH'],
    ]);
  });
});
