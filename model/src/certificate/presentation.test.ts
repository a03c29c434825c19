import { expect } from 'chai';
import {
  exhibitionUnmet,
  lateAcceptable,
  missingDocuments,
  presentedInTime,
  proofWaived,
  recordsKeptUntil,
  utilisationMarkedLate,
  type LateGround,
  type PresentedDocuments,
} from './presentation.js';
import { validityEnd, isRetroactive, retroactiveProblem } from './issue-date.js';
import {
  discrepancyWeight,
  keywordsPresent,
  mayRefuse,
  minorDiscrepancies,
  type RefusalGround,
} from './refusal-grounds.js';

describe('validity [OCP 14(a)] [reading dates]', () => {
  const rows: readonly (readonly [string, number, string])[] = [
    ['2026-03-03', 12, '2027-03-03'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-03-31', 10, '2027-01-31'],
  ];
  for (const [issued, months, expires] of rows) {
    it(`issued ${issued} for ${months} months is valid until ${expires}`, () => {
      expect(validityEnd(issued, months)).to.equal(expires);
    });
  }
  it('the last day is in time, the next is late', () => {
    expect(presentedInTime('2027-03-03', '2027-03-03')).to.equal(true);
    expect(presentedInTime('2027-03-04', '2027-03-03')).to.equal(false);
  });
});

describe('retroactive issue [OCP 10.1] [OCP 10.2] [note 14] [reading departure]', () => {
  const rows: readonly (readonly [string, string, boolean, string | undefined])[] = [
    ['2026-03-03', '2026-03-03', false, undefined],
    ['2026-03-03', '2026-03-03', true, 'RETROACTIVE_FLAG'],
    ['2026-03-04', '2026-03-03', false, 'RETROACTIVE_FLAG'],
    ['2026-03-04', '2026-03-03', true, undefined],
    ['2027-03-03', '2026-03-03', true, undefined],
    ['2027-03-04', '2026-03-03', true, 'RETROACTIVE_LATE'],
    ['2029-02-28', '2028-02-29', true, undefined],
    ['2029-03-01', '2028-02-29', true, 'RETROACTIVE_LATE'],
  ];
  for (const [issued, departure, retroactive, problem] of rows) {
    it(`issued ${issued}, departed ${departure}, ${retroactive ? 'marked' : 'not marked'}: ${problem ?? 'in order'}`, () => {
      expect(retroactiveProblem({ issued, departure, retroactive }, 12)).to.equal(problem);
    });
  }
  it('issue on the day of departure is not retroactive', () => {
    expect(isRetroactive('2026-03-03', '2026-03-03')).to.equal(false);
    expect(isRetroactive('2026-03-04', '2026-03-03')).to.equal(true);
  });
});

describe('late presentation [OCP 14(b)] [OCP 14(c)]', () => {
  const rows: readonly (readonly [LateGround, string | undefined, boolean])[] = [
    ['FORCE_MAJEURE', undefined, true],
    ['OTHER_VALID_CAUSE', '2027-06-01', true],
    ['IMPORTED_IN_TIME', '2027-03-03', true],
    ['IMPORTED_IN_TIME', '2027-03-04', false],
    ['IMPORTED_IN_TIME', undefined, false],
  ];
  for (const [ground, imported, accepted] of rows) {
    it(`${ground}, imported ${imported ?? 'never'}: ${accepted ? 'may be accepted' : 'not'}`, () => {
      expect(lateAcceptable(ground, imported, '2027-03-03')).to.equal(accepted);
    });
  }
});

describe('small consignments [OCP 15]', () => {
  for (const [fob, waived] of [
    ['200', true],
    ['199.999999', true],
    ['200.000001', false],
    ['1000', false],
  ] as const) {
    it(`${fob} US dollars: ${waived ? 'no proof needed' : 'a proof is needed'}`, () => {
      expect(proofWaived(fob)).to.equal(waived);
    });
  }
});

describe('utilisation told late [OCP 30.2]', () => {
  it('is marked after the last day of validity, not on it', () => {
    expect(utilisationMarkedLate('2027-03-03', '2027-03-03')).to.equal(false);
    expect(utilisationMarkedLate('2027-03-04', '2027-03-03')).to.equal(true);
  });
});

describe('records [OCP 17] [OCP 17.3] [OCP 31] [OCP 12A.4]', () => {
  it('are kept three years at least, longer where the law says so, never shorter', () => {
    expect(recordsKeptUntil('2026-03-03')).to.equal('2029-03-03');
    expect(recordsKeptUntil('2026-03-03', 5)).to.equal('2031-03-03');
    expect(recordsKeptUntil('2026-03-03', 1)).to.equal('2029-03-03');
  });
});

describe('documents at import [OCP 13.1] [OCP 30.1] [OCP 21]', () => {
  const direct: PresentedDocuments = {
    proof: true,
    declarationNamesReference: true,
    invoice: true,
    throughNonMember: false,
    evidence: [],
  };
  const transit: PresentedDocuments = {
    ...direct,
    throughNonMember: true,
    billOfLadingFrom: 'VN',
    evidence: ['TRANSIT_JUSTIFIED', 'NO_TRADE_OR_CONSUMPTION', 'NO_OPERATION'],
  };
  const rows: readonly (readonly [string, PresentedDocuments, readonly string[]])[] = [
    ['direct, complete', direct, []],
    ['direct, without invoice', { ...direct, invoice: false }, ['invoice']],
    ['without the proof', { ...direct, proof: false }, ['proof']],
    [
      'declared without its reference',
      { ...direct, declarationNamesReference: false },
      ['declarationNamesReference'],
    ],
    ['through a non-member, complete', transit, []],
    [
      'through a non-member, bill of lading from elsewhere',
      { ...transit, billOfLadingFrom: 'HK' },
      ['billOfLadingFrom'],
    ],
    [
      'through a non-member, worked there',
      { ...transit, evidence: ['TRANSIT_JUSTIFIED', 'NO_TRADE_OR_CONSUMPTION'] },
      ['evidence.NO_OPERATION'],
    ],
  ];
  for (const [name, presented, missing] of rows) {
    it(`${name}: misses ${missing.join() || 'nothing'}`, () => {
      expect(missingDocuments('VN', presented)).to.deep.equal(missing);
    });
  }
});

describe('exhibition [OCP 22] [note 13]', () => {
  const facts = {
    dispatchedAndExhibited: true,
    soldToConsignee: true,
    consignedDuringOrRightAfter: true,
    inTheStateSent: true,
    underCustomsControl: true,
    nameAndAddressIndicated: true,
  };
  it('gets preference when all is shown', () => {
    expect(exhibitionUnmet(facts)).to.deep.equal([]);
  });
  it('names each condition that is not shown', () => {
    for (const name of Object.keys(facts))
      expect(exhibitionUnmet({ ...facts, [name]: false })).to.deep.equal([name]);
  });
});

describe('grounds of refusal [OCP 16.1] [OCP 16.2]', () => {
  const rows: readonly (readonly [readonly RefusalGround[], boolean])[] = [
    [['NOT_ORIGINATING'], true],
    [['MINOR_DISCREPANCY'], false],
    [['CLASSIFICATION'], false],
    [['MINOR_DISCREPANCY', 'CLASSIFICATION'], false],
    [['NO_REPLY'], false],
    [['NO_REPLY', 'CLASSIFICATION'], false],
    [['NO_CONSENT_TO_VISIT'], true],
    [['MINOR_DISCREPANCY', 'NOT_AUTHENTIC'], true],
    [[], false],
  ];
  for (const [grounds, may] of rows) {
    it(`${grounds.join(' and ') || 'none'}: ${may ? 'may be refused' : 'no ground of refusal'}`, () => {
      expect(mayRefuse(grounds)).to.equal(may);
    });
  }
  it('minor discrepancies are warnings; paper sizes, ink and ticks mean nothing on an electronic certificate', () => {
    for (const { code, paperOnly } of minorDiscrepancies) {
      expect(discrepancyWeight(code, 'paper')).to.equal('warning');
      expect(discrepancyWeight(code, 'electronic')).to.equal(paperOnly ? undefined : 'warning');
    }
  });
  it("[OCP 12B.3] finds the registered keywords in another's wording", () => {
    expect(keywordsPresent(['porcelain', 'tableware'], 'White tableware of Porcelain')).to.equal(true);
    expect(keywordsPresent(['porcelain', 'tableware'], 'White tableware')).to.equal(false);
  });
});
