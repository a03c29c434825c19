import { expect } from 'chai';
import { departureKey, memberKey } from '../act/state-key.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import { codeOf, departed, issued, received, START } from '../simulation/scene.js';
import type { MemberRecord } from './records.js';

const leaves = (ledger: SimulatedLedger, member: string, by = 'ASEAN:administrator') =>
  departed(ledger, member, { by });

describe('a member that has left', () => {
  it('is recorded by the keeper of the register alone, once, and never the keeper itself', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(leaves(ledger, 'TH', 'VN:administrator'))).to.equal('REGISTER_KEEPER_REQUIRED');
    expect(await codeOf(leaves(ledger, 'TH', 'VN:signatory'))).to.equal('ADMINISTRATOR_REQUIRED');
    expect(await codeOf(leaves(ledger, 'XX'))).to.equal('MEMBER_UNKNOWN');
    expect(await codeOf(leaves(ledger, 'ASEAN'))).to.equal('MEMBER_UNKNOWN');
    expect(await codeOf(leaves(ledger, 'TH'))).to.equal('done');
    expect(ledger.state.has(departureKey('TH'))).to.equal(true);
    expect(await codeOf(leaves(ledger, 'TH'))).to.equal('MEMBER_DEPARTED');
  });

  it('is named by no new certificate, and none that was issued before is sent to it', async () => {
    const ledger = new SimulatedLedger(START);
    const before = await issued(ledger, { to: 'TH' });
    await leaves(ledger, 'TH');
    const another = issued(ledger, { to: 'TH', number: '2' });
    expect(await codeOf(another.then(() => undefined))).to.equal('MEMBER_DEPARTED');
    const sent = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.send/1',
      args: { reference: before.reference, importing: 'TH' },
      parcels: [before.document],
    });
    expect(await codeOf(sent)).to.equal('MEMBER_DEPARTED');
    expect(await codeOf(issued(ledger, { to: 'SG', number: '3' }).then(() => undefined))).to.equal('done');
  });

  it('is drawn against no more: its peer would have to judge with the other', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await leaves(ledger, 'VN');
    const drawn = ledger.act({
      by: 'SG:customs',
      op: 'certificate.utilise/1',
      args: { reference: one.reference },
      parcels: [one.document, one.document],
    });
    expect(await codeOf(drawn)).to.equal('MEMBER_DEPARTED');
  });

  it('is back once its own administrator has entered it again, and may leave again', async () => {
    const ledger = new SimulatedLedger(START);
    await leaves(ledger, 'TH');
    ledger.now = new Date(Date.parse(ledger.now) + 60_000).toISOString();
    const entry = ledger.state.get(memberKey('TH')) as MemberRecord;
    ledger.state.set(memberKey('TH'), {
      ...entry,
      lastAct: `${'e'.repeat(43)}.${'e'.repeat(21)}A`,
      lastAt: ledger.now,
    });
    expect(await codeOf(issued(ledger, { to: 'TH' }).then(() => undefined))).to.equal('done');
    ledger.now = new Date(Date.parse(ledger.now) + 60_000).toISOString();
    expect(await codeOf(leaves(ledger, 'TH'))).to.equal('done');
  });
});
