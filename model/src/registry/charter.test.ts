import { expect } from 'chai';
import { charterKey, departureKey, formKey, memberKey, voiceKey } from '../act/state-key.js';
import { formD } from '../form/tables/form-d.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import { codeOf, consents, departed, formEntered, issued, refusalOf, START } from '../simulation/scene.js';
import { TEST_CHARTER } from '../testing/records.js';
import type { CharterRecord } from './charter.js';
import { formSubject, type ConsentSubject, type VoiceRecord } from './consent.js';

type Args = Readonly<Record<string, unknown>>;

const enters = (ledger: SimulatedLedger, code: string, args: Args = {}) =>
  ledger.act({
    by: `${code}:administrator`,
    op: 'registry.member/1',
    args: {
      ...{ code, name: `Customs of ${code}`, utcOffsetMinutes: 420, exchanges: true },
      ...{ coEndorsers: [code === 'SG' ? 'VNMSP' : 'SGMSP'], charter: TEST_CHARTER, ...args },
    },
  });
const changes = (ledger: SimulatedLedger, by: string, charter: object, others: readonly string[]) =>
  ledger.act({ by: `${by}:administrator`, op: 'registry.charter/1', args: { charter, with: others } });
const leaves = (ledger: SimulatedLedger, member: string, other: string, by = 'ASEAN') =>
  ledger.act({ by: `${by}:administrator`, op: 'registry.departure/1', args: { member, with: other } });
const later = (ledger: SimulatedLedger): void => {
  ledger.now = new Date(Date.parse(ledger.now) + 1000).toISOString();
};
const charterOf = (ledger: SimulatedLedger) => ledger.state.get(charterKey()) as CharterRecord;
const kept = (keeper: string, members = TEST_CHARTER.members) => ({ charter: { keeper, members } });

/** A ledger on which nobody has entered himself. */
function unfounded(): SimulatedLedger {
  const ledger = new SimulatedLedger(START);
  for (const code of ['VN', 'SG', 'TH', 'ID', 'ASEAN']) {
    ledger.state.delete(memberKey(code));
    ledger.state.delete(voiceKey(code));
  }
  ledger.state.delete(charterKey());
  return ledger;
}

describe('a network is founded', () => {
  it('by whoever enters himself first: the charter is what he states, and every other founder states the same', async () => {
    const ledger = unfounded();
    const { act, writes } = await enters(ledger, 'VN', {
      charter: { ...TEST_CHARTER, members: ['VN', 'SG', 'TH', 'ASEAN'] },
    });
    expect(charterOf(ledger)).to.deep.equal({ ...TEST_CHARTER, lastAct: act.id, lastAt: START });
    expect(act.previous).to.deep.equal({ 'member VN': [], 'voice VN': [], charter: [] });
    const { owner } = writes.find(({ key }) => key === charterKey()) ?? {};
    expect(owner).to.deep.equal({ majorityOf: ['ASEANMSP', 'SGMSP', 'THMSP', 'VNMSP'] });
    const second = await enters(ledger, 'SG');
    expect(second.act.previous).to.deep.equal({ 'member SG': [], 'voice SG': [] });
    expect(charterOf(ledger).lastAct).to.equal(act.id);
  });

  const rogues: readonly (readonly [string, Args, string])[] = [
    ['itself as the keeper', { keeper: 'TH', members: TEST_CHARTER.members }, 'args.charter.keeper'],
    ['no other with a voice', { keeper: 'ASEAN', members: ['ASEAN', 'TH'] }, 'args.charter.members'],
    ['both', { keeper: 'TH', members: ['TH', 'ID'] }, 'args.charter.keeper args.charter.members'],
  ];
  for (const [what, charter, boxes] of rogues) {
    it(`and who is first with ${what} is noticed by every other, before anything is issued`, async () => {
      const ledger = unfounded();
      await enters(ledger, 'TH', { charter });
      for (const code of ['VN', 'SG', 'ASEAN'])
        expect(await refusalOf(enters(ledger, code))).to.equal(`CHARTER_DISAGREES ${boxes}`);
      expect(await codeOf(issued(ledger, { to: 'TH' }))).to.equal('MEMBER_NOT_REGISTERED');
    });
  }

  it('with a charter that names the keeper and the founder, and by no entry without one', async () => {
    const ledger = unfounded();
    const refused = async (charter: object | undefined) =>
      refusalOf(enters(ledger, 'VN', charter === undefined ? { charter } : { charter }));
    expect(await refused({ keeper: 'ID', members: TEST_CHARTER.members })).to.equal(
      'REQUEST_CLAIMS args.charter.keeper',
    );
    expect(await refused({ keeper: 'SG', members: ['SG', 'TH'] })).to.equal(
      'REQUEST_CLAIMS args.charter.members',
    );
    const args = {
      code: 'VN',
      name: 'Customs',
      utcOffsetMinutes: 420,
      exchanges: true,
      coEndorsers: ['SGMSP'],
    };
    const without = ledger.act({ by: 'VN:administrator', op: 'registry.member/1', args });
    expect(await refusalOf(without)).to.equal('REQUEST_CLAIMS args.charter');
  });

  it('who comes later states the charter as it stands, and has no voice yet', async () => {
    const ledger = new SimulatedLedger(START);
    ledger.state.delete(memberKey('ID'));
    ledger.state.delete(voiceKey('ID'));
    const own = { keeper: 'ID', members: ['ID', 'VN'] };
    expect(await codeOf(enters(ledger, 'ID', { charter: own, exchanges: false }))).to.equal(
      'CHARTER_DISAGREES',
    );
    await enters(ledger, 'ID', { exchanges: false });
    expect(await codeOf(consents(ledger, 'ID', { departure: 'TH' }))).to.equal('CHARTER_MEMBER_REQUIRED');
    expect(await codeOf(changes(ledger, 'ID', own, []))).to.equal('CHARTER_MEMBER_REQUIRED');
    expect(await codeOf(leaves(ledger, 'TH', 'VN', 'ID'))).to.equal('REGISTER_KEEPER_REQUIRED');
    expect(await codeOf(formEntered(ledger, formD, 'ID:administrator'))).to.equal('REGISTER_KEEPER_REQUIRED');
  });
});

describe('what takes two members', () => {
  it('is nothing for a member that is not the keeper, however it entered itself', async () => {
    const ledger = new SimulatedLedger(START);
    await consents(ledger, 'VN', { departure: 'SG' });
    for (const gone of ['SG', 'ASEAN'])
      expect(await codeOf(leaves(ledger, gone, 'VN', 'TH'))).to.equal('REGISTER_KEEPER_REQUIRED');
    const small = { ...formD, itemLimit: 1 };
    expect(await codeOf(formEntered(ledger, small, 'TH:administrator'))).to.equal('REGISTER_KEEPER_REQUIRED');
    expect(ledger.state.has(formKey('D'))).to.equal(false);
  });

  it('is nothing for the keeper alone, nor with a member that consented to something else', async () => {
    const ledger = new SimulatedLedger(START);
    const box = 'CONSENT_MISSING args.with';
    expect(await refusalOf(leaves(ledger, 'TH', 'VN'))).to.equal(box);
    await consents(ledger, 'ASEAN', { departure: 'TH' });
    expect(await refusalOf(leaves(ledger, 'TH', 'ASEAN'))).to.equal(box);
    await consents(ledger, 'VN', { departure: 'SG' });
    expect(await refusalOf(leaves(ledger, 'TH', 'VN'))).to.equal(box);
    await consents(ledger, 'VN', formSubject(formD));
    const small = { ...formD, itemLimit: 1 };
    const enter = { by: 'ASEAN:administrator', op: 'registry.form/1', args: { form: small, with: 'VN' } };
    expect(await refusalOf(ledger.act(enter))).to.equal(box);
    expect(await codeOf(leaves(ledger, 'SG', 'VN'))).to.equal('done');
  });

  it('is nothing with a member that has no voice, or has left, or has taken its consent back', async () => {
    const ledger = new SimulatedLedger(START);
    const to: ConsentSubject = { departure: 'TH' };
    await consents(ledger, 'SG', to);
    await consents(ledger, 'VN', to);
    await ledger.act({ by: 'VN:administrator', op: 'registry.consent/1', args: { to, withdrawn: true } });
    expect(await codeOf(leaves(ledger, 'TH', 'VN'))).to.equal('CONSENT_MISSING');
    expect(await codeOf(leaves(ledger, 'TH', 'ID'))).to.equal('CONSENT_MISSING');
    await departed(ledger, 'SG');
    expect(await codeOf(leaves(ledger, 'TH', 'SG'))).to.equal('CONSENT_MISSING');
    expect(await codeOf(consents(ledger, 'SG', to))).to.equal('CHARTER_MEMBER_REQUIRED');
  });

  it('a consent counts once: who was recorded as departed and came back is not so recorded again by it', async () => {
    const ledger = new SimulatedLedger(START);
    await consents(ledger, 'VN', { departure: 'SG' });
    await leaves(ledger, 'SG', 'VN');
    later(ledger);
    await enters(ledger, 'SG');
    expect(await codeOf(issued(ledger, { to: 'SG' }))).to.equal('done');
    expect(await codeOf(leaves(ledger, 'SG', 'VN'))).to.equal('CONSENT_MISSING');
    const small = { ...formD, itemLimit: 1 };
    await formEntered(ledger, small);
    const again = { by: 'ASEAN:administrator', op: 'registry.form/1', args: { form: small, with: 'SG' } };
    expect(await codeOf(ledger.act(again))).to.equal('CONSENT_MISSING');
  });

  it('who leaves may consent itself', async () => {
    const ledger = new SimulatedLedger(START);
    await consents(ledger, 'TH', { departure: 'TH' });
    expect(await codeOf(leaves(ledger, 'TH', 'TH'))).to.equal('done');
  });

  it('a member keeps twenty consents, one for each subject; the oldest give way', async () => {
    const ledger = new SimulatedLedger(START);
    for (let number = 10; number <= 30; number += 1)
      await consents(ledger, 'VN', { departure: `X${number}` });
    await consents(ledger, 'VN', { departure: 'X30' });
    const { consents: stand } = ledger.state.get(voiceKey('VN')) as VoiceRecord;
    expect(stand.map(({ to }) => ('departure' in to ? to.departure : ''))).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => `X${index + 11}`),
    );
  });

  it('is written under a policy that a keeper to come can meet', async () => {
    const ledger = new SimulatedLedger(START);
    const { writes } = await departed(ledger, 'TH');
    const { owner } = writes.find(({ key }) => key === departureKey('TH')) ?? {};
    expect(owner).to.deep.include({ majorityOf: TEST_CHARTER.members.map((code) => `${code}MSP`) });
    expect(owner).to.have.nested.property('keeper.code', 'ASEAN');
  });
});

describe('another keeper', () => {
  const agreed = async (...members: readonly string[]): Promise<SimulatedLedger> => {
    const ledger = new SimulatedLedger(START);
    for (const member of members) await consents(ledger, member, kept('SG'));
    return ledger;
  };
  const rows: readonly (readonly [string, readonly string[], string, readonly string[], string])[] = [
    ['three of four', ['SG', 'TH'], 'VN', ['SG', 'TH'], 'done'],
    ['three of four, the new keeper asking', ['VN', 'TH'], 'SG', ['VN', 'TH'], 'done'],
    ['all', ['VN', 'TH', 'ASEAN'], 'SG', ['ASEAN', 'VN', 'TH'], 'done'],
    ['two in collusion', ['TH'], 'SG', ['TH'], 'CONSENT_MAJORITY args.with'],
    ['two, one of them named twice', ['SG', 'TH'], 'SG', ['SG', 'TH'], 'CONSENT_MAJORITY args.with'],
    ['two, and one that said nothing', ['TH'], 'SG', ['TH', 'VN'], 'CONSENT_MISSING args.with[1]'],
    ['two, and one without a voice', ['TH'], 'SG', ['TH', 'ID'], 'CONSENT_MISSING args.with[1]'],
    [
      'three without the one to be',
      ['TH', 'ASEAN'],
      'VN',
      ['TH', 'ASEAN'],
      'CONSENT_MISSING args.charter.keeper',
    ],
  ];
  for (const [who, consenting, by, others, outcome] of rows)
    it(`by ${who}: ${outcome}`, async () => {
      const ledger = await agreed(...consenting);
      expect(await refusalOf(changes(ledger, by, kept('SG').charter, others))).to.equal(outcome);
      expect(charterOf(ledger).keeper).to.equal(outcome === 'done' ? 'SG' : 'ASEAN');
    });

  it('by nobody who consents twice, whatever the form of it', async () => {
    const ledger = await agreed('TH');
    await consents(ledger, 'TH', { charter: { keeper: 'SG', members: [...TEST_CHARTER.members].reverse() } });
    expect(await codeOf(changes(ledger, 'SG', kept('SG').charter, ['TH', 'TH']))).to.equal('REQUEST_CLAIMS');
  });

  it('by no weight that others’ leaving gives: more than half of all with a voice, of whom those who left count for nothing', async () => {
    const ledger = new SimulatedLedger(START);
    await departed(ledger, 'VN');
    await consents(ledger, 'TH', { departure: 'SG' });
    await leaves(ledger, 'SG', 'TH');
    const charter = { keeper: 'TH', members: ['ASEAN', 'TH'] };
    await consents(ledger, 'TH', { charter });
    expect(await codeOf(changes(ledger, 'ASEAN', charter, ['TH']))).to.equal('CONSENT_MAJORITY');
    later(ledger);
    await enters(ledger, 'VN');
    await enters(ledger, 'SG');
    for (const member of ['SG', 'ASEAN']) await consents(ledger, member, kept('SG'));
    expect(await codeOf(changes(ledger, 'VN', kept('SG').charter, ['SG', 'ASEAN']))).to.equal('done');
  });

  it('enters what the one before entered, and he no more; consents given under him count no more', async () => {
    const ledger = await agreed('SG', 'TH');
    await formEntered(ledger, formD);
    await consents(ledger, 'TH', formSubject({ ...formD, itemLimit: 20 }));
    await changes(ledger, 'VN', kept('SG').charter, ['SG', 'TH']);
    const form = { ...formD, itemLimit: 20 };
    const enter = { by: 'SG:administrator', op: 'registry.form/1', args: { form, with: 'TH' } };
    expect(await codeOf(ledger.act(enter))).to.equal('CONSENT_MISSING');
    await consents(ledger, 'TH', formSubject(form));
    expect(await codeOf(ledger.act({ ...enter, by: 'ASEAN:administrator' }))).to.equal(
      'REGISTER_KEEPER_REQUIRED',
    );
    expect(await codeOf(ledger.act(enter))).to.equal('done');
    expect(await codeOf(departed(ledger, 'ASEAN', { by: 'SG:administrator' }))).to.equal('done');
  });

  it('may come with others who have a voice: entered members, the keeper among them', async () => {
    const ledger = new SimulatedLedger(START);
    const members = ['ASEAN', 'ID', 'SG', 'TH', 'VN'];
    for (const member of ['SG', 'TH']) await consents(ledger, member, kept('ASEAN', members));
    const asked = (charter: object) => refusalOf(changes(ledger, 'VN', charter, ['SG', 'TH']));
    expect(await asked({ keeper: 'ASEAN', members: [...members, 'XX'] })).to.equal(
      'MEMBER_UNKNOWN args.charter.members[5]',
    );
    expect(await asked({ keeper: 'XX', members })).to.equal('REQUEST_CLAIMS args.charter.keeper');
    expect(await asked({ keeper: 'ASEAN', members })).to.equal('done');
    expect(await codeOf(consents(ledger, 'ID', { departure: 'TH' }))).to.equal('done');
  });
});
