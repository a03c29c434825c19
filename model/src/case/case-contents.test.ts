import { expect } from 'chai';
import { freshSalt } from '../simulation/scene.js';
import { box4, decisionProblems } from '../certificate/decision-contents.js';
import {
  checkRequestProblems,
  determinationProblems,
  finalFollows,
  followsDetermination,
  mayRelease,
  noticeProblems,
} from './case-contents.js';

const salt = freshSalt();
const release = (prohibitedOrRestricted: boolean, fraudSuspected: boolean) => ({
  prohibitedOrRestricted,
  fraudSuspected,
});

describe('contents of a request [OCP 18] [OCP 18(a)] [OCP 18(c)]', () => {
  const random = { salt, random: true, reasons: [] };
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['with reasons', { ...random, random: false, reasons: ['seal differs'] }, []],
    ['without reasons', { ...random, random: false }, ['reasons']],
    ['at random, without reasons', random, []],
    ['without a salt', { random: false, reasons: ['x'] }, ['salt']],
    ['that leaves open whether it is at random', { salt, reasons: ['x'] }, ['random']],
    ['of goods released', { ...random, released: release(false, false) }, []],
    ['of prohibited goods released', { ...random, released: release(true, false) }, ['released']],
    ['of goods released on suspicion of fraud', { ...random, released: release(false, true) }, ['released']],
  ];
  for (const [name, contents, problems] of rows) {
    it(`${name}: ${problems.join() || 'in order'}`, () => {
      expect(checkRequestProblems(contents)).to.deep.equal(problems);
    });
  }
});

describe('contents of a notice [OCP 19.2] [OCP 19.3]', () => {
  const notice = {
    salt,
    notifiedBy: 'Singapore Customs',
    premises: 'Song Hong Ceramics',
    proposed: '2026-05-01',
    coverage: 'Item 1',
    officials: [{ name: 'Officer', designation: 'Head' }],
    delivered: ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'],
  };
  it('complete is in order', () => {
    expect(noticeProblems(notice)).to.deep.equal([]);
  });
  it('names a day that exists', () => {
    expect(noticeProblems({ ...notice, proposed: '2026-02-29' })).to.deep.equal(['proposed']);
  });
  for (const name of ['notifiedBy', 'premises', 'proposed', 'coverage', 'officials']) {
    it(`without ${name} is not complete`, () => {
      expect(noticeProblems({ ...notice, [name]: undefined }).length).to.be.greaterThan(0);
    });
  }
  for (const one of notice.delivered) {
    it(`not delivered to ${one} is not complete`, () => {
      expect(
        noticeProblems({ ...notice, delivered: notice.delivered.filter((other) => other !== one) }),
      ).to.deep.equal([`delivered.${one}`]);
    });
  }
});

describe('determination [OCP 18(c)] [OCP 18(d)] [OCP 19.7] [OCP 19.8] [OCP 19.9]', () => {
  it('names its grounds when goods are not originating', () => {
    expect(determinationProblems({ salt, originating: false, grounds: [] })).to.deep.equal(['grounds']);
    expect(determinationProblems({ salt, originating: true, grounds: [] })).to.deep.equal([]);
    expect(determinationProblems({ salt, originating: 'no', grounds: [] })).to.deep.equal(['originating']);
  });
  it('[OCP 20] found originating stays so; found otherwise can be either in the end', () => {
    for (const [before, final, follows] of [
      [true, true, true],
      [true, false, false],
      [false, true, true],
      [false, false, true],
    ] as const)
      expect(finalFollows({ originating: before }, { originating: final })).to.equal(follows);
  });
  it('originating: preference is reinstated for every item', () => {
    expect(followsDetermination({ originating: true }, ['GIVEN', 'NOT_GIVEN'])).to.equal(false);
    expect(followsDetermination({ originating: true }, ['GIVEN'])).to.equal(true);
    expect(followsDetermination({ originating: false }, ['NOT_GIVEN'])).to.equal(true);
  });
  it('goods may be released meanwhile, unless prohibited or suspected of fraud', () => {
    expect(mayRelease({ prohibitedOrRestricted: false, fraudSuspected: false })).to.equal(true);
    expect(mayRelease({ prohibitedOrRestricted: true, fraudSuspected: false })).to.equal(false);
    expect(mayRelease({ prohibitedOrRestricted: false, fraudSuspected: true })).to.equal(false);
  });
});

describe('contents of a decision [note 9] [OCP 13.2] [OCP 13.3] [OCP 30.3] [OCP 16.1] [OCP 16.2]', () => {
  const item = (number: number, outcome: 'GIVEN' | 'NOT_GIVEN', ...grounds: string[]) => ({
    number,
    outcome,
    grounds,
  });
  const stated = { certificate: 'VN.HAN.1', items: [1, 2] };
  const contents = {
    salt,
    certificate: 'VN.HAN.1',
    presentedOn: '2026-03-03',
    items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN', 'CRITERION')],
  };
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['in agreement', contents, []],
    ['of another certificate', { ...contents, certificate: 'VN.HAN.2' }, ['certificate']],
    ['on other items', { ...contents, items: [item(1, 'GIVEN')] }, ['items']],
    ['that names no day of presentation', { ...contents, presentedOn: undefined }, ['presentedOn']],
    [
      'refused without a ground',
      { ...contents, items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN')] },
      ['items[1].grounds'],
    ],
    [
      'refused by classification',
      { ...contents, items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN', 'CLASSIFICATION')] },
      ['items[1].grounds'],
    ],
    [
      'given with grounds',
      { ...contents, items: [item(1, 'GIVEN', 'CRITERION'), item(2, 'GIVEN')] },
      ['items[0].grounds'],
    ],
  ];
  for (const [name, value, problems] of rows) {
    it(`a decision ${name}: ${problems.join() || 'in order'}`, () => {
      expect(decisionProblems(value, stated)).to.deep.equal(problems);
    });
  }
  const late = { ...contents, items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN', 'PRESENTED_LATE')] };
  it('[OCP 14(b)] [OCP 14(c)] lateness is no ground where the proof came in time or was accepted late', () => {
    expect(decisionProblems(late, { ...stated, inTime: false })).to.deep.equal([]);
    expect(decisionProblems(late, { ...stated, inTime: true })).to.deep.equal(['items[1].grounds']);
    const other = {
      ...contents,
      items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN', 'PRESENTED_LATE', 'CRITERION')],
    };
    expect(decisionProblems(other, { ...stated, inTime: true })).to.deep.equal([]);
  });
  it('[reading overdue] silence is no ground', () => {
    const silent = { ...contents, items: [item(1, 'GIVEN'), item(2, 'NOT_GIVEN', 'NO_REPLY')] };
    expect(decisionProblems(silent, stated)).to.deep.equal(['items[1].grounds']);
  });
  it('[OCP 19.8] goods found originating are given again, whatever else is decided', () => {
    expect(decisionProblems(contents, { ...stated, foundOriginating: [1] })).to.deep.equal([]);
    expect(decisionProblems(contents, { ...stated, foundOriginating: [1, 2] })).to.deep.equal([
      'items[1].outcome',
    ]);
  });
  it('[OCP 16.1] minor discrepancies are recorded with either outcome; those of paper only on paper', () => {
    const found = (...discrepancies: readonly string[]) => ({
      ...contents,
      items: [{ ...item(1, 'GIVEN'), discrepancies }, item(2, 'NOT_GIVEN', 'CRITERION')],
    });
    expect(decisionProblems(found('TYPING', 'UNITS_DIFFER_FROM_DOCUMENTS'), stated)).to.deep.equal([]);
    expect(decisionProblems(found('INK_COLOUR'), stated)).to.deep.equal(['items[0].discrepancies']);
    expect(decisionProblems({ ...found('INK_COLOUR'), medium: 'paper' }, stated)).to.deep.equal([]);
    expect(decisionProblems(found('SMUDGE'), stated)).to.include('items[0].discrepancies[0]');
  });
  const papers = {
    proof: true,
    declarationNamesReference: true,
    invoice: true,
    throughNonMember: true,
    billOfLadingFrom: 'VN',
    evidence: ['TRANSIT_JUSTIFIED', 'NO_TRADE_OR_CONSUMPTION', 'NO_OPERATION'],
  };
  it('[OCP 13.1] [OCP 21] nothing is given while papers the officer records are missing', () => {
    expect(decisionProblems({ ...contents, presented: papers }, stated)).to.deep.equal([]);
    const elsewhere = { ...papers, billOfLadingFrom: 'SG', evidence: [] };
    expect(decisionProblems({ ...contents, presented: elsewhere }, stated)).to.deep.equal([
      'presented.billOfLadingFrom',
      'presented.evidence.TRANSIT_JUSTIFIED',
      'presented.evidence.NO_TRADE_OR_CONSUMPTION',
      'presented.evidence.NO_OPERATION',
    ]);
    const refused = [item(1, 'NOT_GIVEN', 'DIRECT_CONSIGNMENT'), item(2, 'NOT_GIVEN', 'DIRECT_CONSIGNMENT')];
    const none = { ...contents, items: refused, presented: elsewhere };
    expect(decisionProblems(none, stated)).to.deep.equal([]);
  });
  it('[OCP 22] nothing is given while a condition of an exhibition is not shown', () => {
    const exhibition = {
      dispatchedAndExhibited: true,
      soldToConsignee: true,
      consignedDuringOrRightAfter: true,
      inTheStateSent: true,
      underCustomsControl: true,
      nameAndAddressIndicated: true,
    };
    expect(decisionProblems({ ...contents, exhibition }, stated)).to.deep.equal([]);
    expect(
      decisionProblems({ ...contents, exhibition: { ...exhibition, underCustomsControl: false } }, stated),
    ).to.deep.equal(['exhibition.underCustomsControl']);
  });
  it('any refused item makes box 4 "not given", and marks its number', () => {
    expect(box4(contents.items)).to.deep.equal({ given: false, marked: [2] });
    expect(box4([item(1, 'GIVEN')])).to.deep.equal({ given: true, marked: [] });
  });
});
