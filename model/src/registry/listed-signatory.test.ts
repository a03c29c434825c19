import { expect } from 'chai';
import { authorityKey } from '../act/state-key.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import { codeOf, issued, received, START, step } from '../simulation/scene.js';
import { authorityEntries } from '../testing/records.js';
import { signatoryProblem, type AuthorityStanding } from './listed-signatory.js';

const MINISTRY: AuthorityStanding = { kind: 'issuing', active: true, offices: ['HAN', 'SGN'] };

describe('an official and his authorities [OCP 2.1] [OCP 2.2] [reading listed]', () => {
  const cases: readonly (readonly [
    string,
    readonly (AuthorityStanding | undefined)[],
    'issuing' | 'competent',
    string | undefined,
    string | undefined,
  ])[] = [
    ['of a listed issuing authority and one of its offices', [MINISTRY], 'issuing', 'SGN', undefined],
    ['of no authority', [], 'issuing', 'HAN', 'AUTHORITY_UNKNOWN'],
    ['of one that is not on the list', [undefined], 'issuing', 'HAN', 'AUTHORITY_UNKNOWN'],
    ['for an office of another', [MINISTRY], 'issuing', 'DAD', 'AUTHORITY_NOT_ENTITLED'],
    ['of one that lists no offices', [{ ...MINISTRY, offices: [] }], 'issuing', 'DAD', undefined],
    [
      'of one no longer in function',
      [{ ...MINISTRY, active: false }],
      'issuing',
      'HAN',
      'AUTHORITY_NOT_ENTITLED',
    ],
    ['of one of another kind', [MINISTRY], 'competent', undefined, 'AUTHORITY_NOT_ENTITLED'],
    ['of an agency', [{ ...MINISTRY, kind: 'agency' }], 'issuing', 'HAN', 'AUTHORITY_NOT_ENTITLED'],
    [
      'of two, of which the second is entitled',
      [undefined, { ...MINISTRY, kind: 'competent' }, MINISTRY],
      'issuing',
      'HAN',
      undefined,
    ],
    [
      'of two, of which each lacks something',
      [
        { ...MINISTRY, active: false },
        { ...MINISTRY, offices: ['DAD'] },
      ],
      'issuing',
      'HAN',
      'AUTHORITY_NOT_ENTITLED',
    ],
  ];
  for (const [name, authorities, kind, office, expected] of cases)
    it(`${name}: ${expected ?? 'may sign'}`, () => {
      expect(signatoryProblem(authorities, kind, office)).to.equal(expected);
    });
});

describe('acts of listed officials [OCP 2.2] [OCP 12] [OCP 29.1] [reading listed]', () => {
  const [issuer] = authorityEntries('VN');
  const enter = (ledger: SimulatedLedger, change: object) =>
    ledger.act({ by: 'VN:administrator', op: 'registry.authority/1', args: { ...issuer, ...change } });
  const issuing = (ledger: SimulatedLedger, number = '2') =>
    codeOf(issued(ledger, { number }).then(() => undefined));

  it('nothing is issued, issued again or copied once the authority is no longer in function; earlier proofs stand', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await enter(ledger, { active: false });
    expect(await issuing(ledger)).to.equal('AUTHORITY_NOT_ENTITLED');
    for (const [op, kind] of [
      ['certificate.reissue/1', undefined],
      ['certificate.true-copy/1', 'cause'],
    ] as const)
      expect(await codeOf(step(ledger, one, op, 'VN:signatory', {}, kind)), op).to.equal(
        'AUTHORITY_NOT_ENTITLED',
      );
    expect(ledger.certificate(one.reference).validity).to.equal('VALID');
    await enter(ledger, { active: true });
    expect(await issuing(ledger)).to.equal('done');
  });
  it('an office is numbered by the authority that lists it', async () => {
    const ledger = new SimulatedLedger(START);
    await enter(ledger, { offices: ['DAD'] });
    expect(await issuing(ledger)).to.equal('AUTHORITY_NOT_ENTITLED');
    await enter(ledger, { offices: ['DAD', 'HAN'] });
    expect(await issuing(ledger)).to.equal('done');
  });
  it('a signatory of an authority that was never listed issues nothing', async () => {
    const ledger = new SimulatedLedger(START);
    ledger.state.delete(authorityKey('VN', 'ISSUER'));
    ledger.state.delete(authorityKey('VN', 'CERTIFIER'));
    expect(await issuing(ledger)).to.equal('AUTHORITY_UNKNOWN');
  });
});
