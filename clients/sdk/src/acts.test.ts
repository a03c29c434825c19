import { operationOf, parcelName, referenceText, validatorOf } from '@origin-ledger/model';
import { formD } from '@origin-ledger/model/testing';
import { expect } from 'chai';
import { caseActs, certificateActs, decisionAct, type CertificateAct } from './acts.js';
import {
  freshDeclarationReference,
  newExporterLink,
  selfCertificationActs,
  type OriginDeclaration,
} from './self-certification.js';

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
    { case: 1, items: [1], suspend: true },
    { random: false, reasons: ['the criterion'], information: 'an invoice' },
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
  clarify: certificateActs.clarify(answers, [{ number: 1, clarification: 'as measured' }]),
  openClassification: certificateActs.openClassification([1], said),
  acceptLate: certificateActs.acceptLate({
    ...{ presented: '2026-03-14', ground: 'IMPORTED_IN_TIME', imported: '2026-03-01', cause: 'a storm' },
  }),
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
        link: newExporterLink('SG.77', 'SG:exporter').link,
      },
      ...{ products: [], signatories: ['SG:sig-1'], issued: '2026-03-14', trader: false, confirmed: [] },
    };
    const { salt, ...document } = formD({
      form: 'OD',
      reference: freshDeclarationReference('SG'),
    });
    const declaration: OriginDeclaration = {
      ...document,
      declaration: { ...document.declaration, importing: 'TH' },
      selfCertification: { exporter: '77', link: salt, medium: 'INVOICE', number: 'INV-1', digest },
    };
    for (const { op, args } of [
      selfCertificationActs.authorise(authorisation),
      selfCertificationActs.changeStanding({ code: '77', state: 'SUSPENDED', from: '2026-03-14' }),
      selfCertificationActs.declareOrigin(declaration),
    ])
      expect(validatorOf(operationOf(op).args).problems(args), op).to.deep.equal([]);
    const { args, parcels = [] } = selfCertificationActs.declareOrigin(declaration);
    expect(parcels.map(({ box, readers }) => [box, ...readers])).to.deep.equal([
      [`document ${referenceText(declaration.reference)}`, 'SG', 'TH'],
    ]);
    // Neither exporter nor goods, and no document's number.
    expect(Object.keys(args).sort()).to.deep.equal(['date', 'departure', 'importing', 'items', 'number']);
    expect(args['number']).to.match(/^[0-9A-F]{24}$/);
  });
});
