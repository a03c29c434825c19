import { expect } from 'chai';
import { authorityKey, keyKey, memberKey } from '../act/state-key.js';
import { SimulatedLedger, type SimulatedAct } from '../simulation/ledger.js';
import { parcel, refusalOf, START, TOO_EARLY } from '../simulation/scene.js';
import { validatorOf } from '../validation/validator.js';
import { KeyRecord } from './records.js';
import { ownerCode } from '../testing/records.js';

type Args = Readonly<Record<string, unknown>>;
const ADMINISTRATOR = 'VN:administrator';
const said = parcel('reason', { member: 'VN', office: 'HAN', number: '1' }, ['VN']);

/** Asks for the registration of a key of this holder, which proves itself. */
async function keyAct(ledger: SimulatedLedger, args: Args = {}): Promise<SimulatedAct> {
  const holder = typeof args['holder'] === 'string' ? args['holder'] : 'VN:officer-9';
  const proven = await ledger.provenKey('fresh', holder);
  return {
    by: ADMINISTRATOR,
    op: 'registry.key/1',
    args: {
      ...{ holder, roles: ['customs'], ...proven },
      ...{ notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z' },
      ...args,
    },
  };
}
const registered = async (ledger: SimulatedLedger, args: Args = {}) => ledger.act(await keyAct(ledger, args));
const kidOf = (performance: { readonly act: { readonly result?: unknown } }) =>
  (performance.act.result as { readonly kid: string }).kid;

describe('a key names the box that is wrong [OCP 2.1]', () => {
  const signatory = { roles: ['signatory'], authorities: ['ISSUER'] };
  const rows: readonly (readonly [string, Args, string])[] = [
    ['of an officer', {}, 'done'],
    ['of a signatory on a list', signatory, 'done'],
    ['of a signatory on none', { roles: ['signatory'] }, 'REQUEST_CLAIMS args.authorities'],
    ['of an officer on a list', { authorities: ['ISSUER'] }, 'REQUEST_CLAIMS args.authorities'],
    [
      'of a signatory on a list that is not there',
      { ...signatory, authorities: ['ISSUER', 'NOBODY'] },
      'AUTHORITY_UNKNOWN args.authorities[1]',
    ],
    [
      'of a signatory on a list no longer in function',
      { ...signatory, authorities: ['CERTIFIER'] },
      'AUTHORITY_UNKNOWN args.authorities[0]',
    ],
    ["of another member's officer", { holder: 'SG:officer-9' }, 'OTHER_MEMBER args.holder'],
    ['of the administrator', { holder: 'VN:administrator' }, 'OTHER_MEMBER args.holder'],
    ['that ends when it begins', { notAfter: '2026-01-01T00:00:00.000Z' }, 'REQUEST_CLAIMS args.notAfter'],
    ['that lasts a moment', { notAfter: '2026-01-01T00:00:00.001Z' }, 'done'],
  ];
  for (const [name, args, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const key = authorityKey('VN', 'CERTIFIER');
      ledger.state.set(key, { ...(ledger.state.get(key) as object), active: false });
      expect(await refusalOf(ledger.act(await keyAct(ledger, args)))).to.equal(refusal);
    });
  }
  const low = { crv: 'Ed25519', kty: 'OKP', x: `AQ${'A'.repeat(41)}` };
  it('that anybody can sign for: the proof is not looked at', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await refusalOf(registered(ledger, { jwk: low }))).to.equal('KEY_UNFIT args.jwk');
  });
  it('that was revoked, under every spelling of its coordinate', async () => {
    const ledger = new SimulatedLedger(START);
    const act = await keyAct(ledger);
    const { act: done } = await ledger.act(act);
    const kid = kidOf({ act: done });
    await ledger.act({ by: ADMINISTRATOR, op: 'registry.revoke-key/1', args: { kid } });
    const { jwk } = act.args as { readonly jwk: { readonly x: string } };
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = letters.indexOf(jwk.x.at(-1) ?? '');
    const refusals = await Promise.all(
      [0, 1, 2, 3].map((stray) => {
        const spelled = { ...jwk, x: jwk.x.slice(0, -1) + (letters[last + stray] ?? '') };
        return refusalOf(ledger.act({ ...act, args: { ...act.args, jwk: spelled } }));
      }),
    );
    expect(refusals[0]).to.equal('KEY_EXISTS args.jwk');
    for (const refusal of refusals.slice(1)) expect(refusal).to.match(/^REQUEST_CLAIMS args\.jwk/);
  });
  it('with a proof for another holder, or by a member that has not entered itself', async () => {
    const ledger = new SimulatedLedger(START);
    const { proof } = await ledger.provenKey('fresh', 'VN:officer-8');
    expect(await refusalOf(registered(ledger, { proof }))).to.equal('KEY_PROOF args.proof');
    ledger.state.delete(memberKey('VN'));
    expect(await refusalOf(registered(ledger))).to.equal('MEMBER_NOT_REGISTERED');
  });
  it('is registered once, with nothing confidential, and by administrators', async () => {
    const ledger = new SimulatedLedger(START);
    const act = await keyAct(ledger);
    expect(await refusalOf(ledger.act({ ...act, parcels: [said] }))).to.equal('PARCEL_UNDECLARED parcels');
    expect(await refusalOf(ledger.act({ ...act, by: 'VN:customs' }))).to.equal('ADMINISTRATOR_REQUIRED');
    const { act: done, writes } = await ledger.act(act);
    const record = writes.find(({ key }) => key === keyKey(kidOf({ act: done })));
    expect([record && ownerCode(record.owner), done.previous]).to.deep.equal([
      'VN',
      { [`key ${kidOf({ act: done })}`]: [] },
    ]);
    expect(await refusalOf(ledger.act(act))).to.equal('KEY_EXISTS args.jwk');
  });
  it('says whose it is, what for, of which lists, and until when', async () => {
    const ledger = new SimulatedLedger(START);
    const performance = await registered(ledger, signatory);
    const record = ledger.state.get(keyKey(kidOf(performance))) as KeyRecord;
    expect(validatorOf(KeyRecord).problems(record)).to.deep.equal([]);
    expect(record).to.deep.include({
      ...{ member: 'VN', holder: 'VN:officer-9', alg: 'Ed25519', lastAct: performance.act.id, lastAt: START },
      ...signatory,
    });
  });
});

describe('a revocation names the box that is wrong', () => {
  const revoke = (ledger: SimulatedLedger, kid: string, act: Partial<SimulatedAct> = {}) =>
    ledger.act({ by: ADMINISTRATOR, op: 'registry.revoke-key/1', args: { kid }, ...act });
  it("a key nobody registered, another member's, one revoked, and anything confidential", async () => {
    const ledger = new SimulatedLedger(START);
    const kid = kidOf(await registered(ledger));
    expect(await refusalOf(revoke(ledger, 'k'.repeat(43)))).to.equal('KEY_UNKNOWN args.kid');
    expect(await refusalOf(revoke(ledger, kid, { by: 'SG:administrator' }))).to.equal(
      'OTHER_MEMBER args.kid',
    );
    expect(await refusalOf(revoke(ledger, kid, { parcels: [said] }))).to.equal('PARCEL_UNDECLARED parcels');
    ledger.now = TOO_EARLY;
    expect(await refusalOf(revoke(ledger, kid))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = START;
    await revoke(ledger, kid);
    expect(await refusalOf(revoke(ledger, kid))).to.equal('KEY_REVOKED args.kid');
  });
  for (const notTrustedSince of [undefined, '2026-02-01T00:00:00.000Z']) {
    it(`keeps the entry, says when, and ${notTrustedSince === undefined ? 'no more' : 'since when it is not trusted'}`, async () => {
      const ledger = new SimulatedLedger(START);
      const performance = await registered(ledger);
      const kid = kidOf(performance);
      const before = ledger.state.get(keyKey(kid)) as KeyRecord;
      ledger.now = '2026-03-04T05:00:00.000Z';
      const args = { kid, ...(notTrustedSince === undefined ? {} : { notTrustedSince }) };
      const { act, writes } = await revoke(ledger, kid, { args });
      expect(ledger.state.get(keyKey(kid))).to.deep.equal({
        ...before,
        ...{ revokedAt: ledger.now, lastAct: act.id, lastAt: ledger.now },
        ...(notTrustedSince === undefined ? {} : { notTrustedSince }),
      });
      expect(act.result).to.deep.equal({ kid, revokedAt: ledger.now });
      expect(act.previous).to.deep.equal({ [`key ${kid}`]: [performance.act.id] });
      expect(writes.map(({ owner }) => ownerCode(owner))).to.deep.equal(['VN', 'VN']);
    });
  }
});
