import { expect } from 'chai';
import {
  charterKey,
  keyKey,
  memberKey,
  parseRequest,
  voiceKey,
  type KeyRecord,
  type MemberRecord,
  type Role,
} from '@origin-ledger/model';
import {
  memberRecord,
  registerKeyRequest,
  registerMemberRequest,
  revokeKeyRequest,
  TEST_CHARTER,
  testKey,
} from '@origin-ledger/model/testing';
import { AT, newScene, refusal, type Scene } from '../testing/scene.js';
import { testIdentity } from '../testing/identity.js';

describe('registry contract', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  describe('registerMember', () => {
    it('lets an administrator enter his own member, under a policy of its own', async () => {
      scene.ledger.state.delete(memberKey('VN'));
      scene.ledger.state.delete(voiceKey('VN'));
      const { jws } = await registerMemberRequest(scene.administrator.key, 'VN');
      const outcome = await scene.call('registry:registerMember', [jws], scene.administrator);
      const id = parseRequest(jws).actId;
      expect(JSON.parse(outcome.text)).to.deep.equal({
        act: id,
        at: '2026-03-10T05:00:00.000Z',
        op: 'registry.member/1',
        result: { member: 'VN' },
      });
      expect(scene.ledger.json<MemberRecord>(memberKey('VN'))).to.deep.equal(
        memberRecord('VN', { lastAct: id, lastAt: '2026-03-10T05:00:00.000Z' }),
      );
      // The entry, its voice, the act.
      expect(Object.keys(outcome.rwset.policies)).to.have.length(3);
      expect(outcome.rwset.event).to.deep.equal({
        name: 'act',
        payload: JSON.stringify({ id, op: 'registry.member/1', references: ['member VN', 'voice VN'] }),
      });
    });

    it('founds the network with its first entry, whose charter every member reads', async () => {
      for (const key of [memberKey('VN'), voiceKey('VN'), charterKey()]) scene.ledger.state.delete(key);
      expect(refusal(await scene.call('registry:charter', [], 'TH'))).to.equal('NOT_FOUND charter');
      const { jws } = await registerMemberRequest(scene.administrator.key, 'VN');
      const outcome = await scene.call('registry:registerMember', [jws], scene.administrator);
      expect(Object.keys(outcome.rwset.policies)).to.include(charterKey()).and.have.length(4);
      const answer = await scene.call('registry:charter', [], 'TH');
      expect(JSON.parse(answer.text)).to.deep.include(TEST_CHARTER);
    });

    it('sets no policy on an entry that exists', async () => {
      const { jws } = await registerMemberRequest(scene.administrator.key, 'VN', { name: 'New name' });
      const outcome = await scene.call('registry:registerMember', [jws], scene.administrator);
      expect(Object.keys(outcome.rwset.policies)).to.have.length(1);
      expect(scene.ledger.json<MemberRecord>(memberKey('VN'))?.name).to.equal('New name');
    });

    it('refuses the entry of another member', async () => {
      const { jws } = await registerMemberRequest(
        scene.administrator.key,
        'SG',
        {},
        {
          iss: 'VN:administrator',
        },
      );
      expect(refusal(await scene.call('registry:registerMember', [jws], scene.administrator))).to.equal(
        'MEMBER_CODE args.code',
      );
    });

    it('refuses a member that is its own co-endorser', async () => {
      const { jws } = await registerMemberRequest(scene.administrator.key, 'VN', {
        coEndorsers: ['VNMSP', 'SGMSP'],
      });
      expect(refusal(await scene.call('registry:registerMember', [jws], scene.administrator))).to.equal(
        'REQUEST_CLAIMS args.coEndorsers',
      );
    });

    it('refuses a client of the member, also with the request of its administrator', async () => {
      const { jws } = await registerMemberRequest(scene.administrator.key, 'VN');
      expect(refusal(await scene.call('registry:registerMember', [jws], 'VN'))).to.equal(
        'ADMINISTRATOR_REQUIRED',
      );
      const own = await registerMemberRequest(scene.gateways.VN.key, 'VN');
      expect(refusal(await scene.call('registry:registerMember', [own.jws], 'VN'))).to.equal(
        'ADMINISTRATOR_REQUIRED',
      );
    });

    it('refuses a request of another administrator, another issuer, another network', async () => {
      const other = await testIdentity('VNMSP', 'admin');
      const { jws } = await registerMemberRequest(other.key, 'VN');
      const call = (request: string) => scene.call('registry:registerMember', [request], scene.administrator);
      expect(refusal(await call(jws))).to.equal('ADMINISTRATOR_REQUIRED');
      const { key } = scene.administrator;
      const issuer = await registerMemberRequest(key, 'VN', {}, { iss: 'VN:officer-1' });
      expect(refusal(await call(issuer.jws))).to.equal('ISSUER_MISMATCH iss');
      const network = await registerMemberRequest(key, 'VN', {}, { aud: `origin#${'b'.repeat(64)}` });
      expect(refusal(await call(network.jws))).to.equal('REQUEST_AUDIENCE aud');
    });

    it('refuses an organisation that is no member', async () => {
      const stranger = await testIdentity('Org1', 'admin');
      const { jws } = await registerMemberRequest(stranger.key, 'VN');
      expect(refusal(await scene.call('registry:registerMember', [jws], stranger))).to.equal('MEMBER_CODE');
    });

    it('does not take a value of the subject for the role of administrator', async () => {
      const sly = await testIdentity('VNMSP', 'client', 'x\nOU=admin');
      const { jws } = await registerMemberRequest(sly.key, 'VN');
      expect(refusal(await scene.call('registry:registerMember', [jws], sly))).to.equal(
        'ADMINISTRATOR_REQUIRED',
      );
      const plus = await testIdentity('VNMSP', 'client', 'x + OU=admin');
      const { jws: other } = await registerMemberRequest(plus.key, 'VN');
      expect(refusal(await scene.call('registry:registerMember', [other], plus))).to.equal(
        'ADMINISTRATOR_REQUIRED',
      );
    });
  });

  describe('registerKey', () => {
    it('enters a key that proves to be held', async () => {
      const key = await testKey('Ed25519');
      const { jws } = await registerKeyRequest(scene.administrator.key, key, 'VN:officer-2', ['signatory']);
      const outcome = await scene.call('registry:registerKey', [jws], scene.administrator);
      expect(JSON.parse(outcome.text)).to.have.deep.property('result', { kid: key.kid });
      const answer = await scene.call('registry:key', [key.kid], 'TH');
      expect(JSON.parse(answer.text)).to.include({ holder: 'VN:officer-2', alg: 'Ed25519', member: 'VN' });
    });

    it('refuses a key that exists, a holder of another member, the name of the administrator', async () => {
      const { administrator } = scene;
      const call = async (...parameters: Parameters<typeof registerKeyRequest>) =>
        refusal(
          await scene.call(
            'registry:registerKey',
            [(await registerKeyRequest(...parameters)).jws],
            administrator,
          ),
        );
      const key = await testKey();
      const iss = 'VN:administrator';
      expect(await call(administrator.key, scene.officer, 'VN:officer-9', ['system'])).to.equal(
        'KEY_EXISTS args.jwk',
      );
      expect(await call(administrator.key, key, 'SG:officer-1', ['customs'], { iss })).to.equal(
        'OTHER_MEMBER args.holder',
      );
      expect(await call(administrator.key, key, iss, ['customs'])).to.equal('OTHER_MEMBER args.holder');
    });

    it('[OCP 2.1] enters a signatory as an official of listed authorities of his member, and nobody else', async () => {
      const enter = async (roles: readonly Role[], authorities?: readonly string[]) => {
        const key = await testKey();
        const { jws } = await registerKeyRequest(scene.administrator.key, key, 'VN:officer-2', roles);
        const args = Object.entries(parseRequest(jws).claims.args).filter(([name]) => name !== 'authorities');
        const stated = await registerKeyRequest(scene.administrator.key, key, 'VN:officer-2', roles, {
          args: { ...Object.fromEntries(args), ...(authorities === undefined ? {} : { authorities }) },
        });
        const outcome = await scene.call('registry:registerKey', [stated.jws], scene.administrator);
        return outcome.status === 200 ? 'done' : refusal(outcome);
      };
      expect(await enter(['signatory'])).to.equal('REQUEST_CLAIMS args.authorities');
      expect(await enter(['customs'], ['ISSUER'])).to.equal('REQUEST_CLAIMS args.authorities');
      expect(await enter(['signatory'], ['ISSUER', 'NOBODY'])).to.equal(
        'AUTHORITY_UNKNOWN args.authorities[1]',
      );
      expect(await enter(['signatory', 'customs'], ['ISSUER'])).to.equal('done');
    });

    it('refuses a proof made for another holder', async () => {
      const key = await testKey();
      const foreign = await registerKeyRequest(scene.administrator.key, key, 'VN:officer-3', ['signatory']);
      const { args } = parseRequest(foreign.jws).claims;
      const { jws } = await registerKeyRequest(scene.administrator.key, key, 'VN:officer-2', ['signatory'], {
        args: { ...args, holder: 'VN:officer-2' },
      });
      expect(refusal(await scene.call('registry:registerKey', [jws], scene.administrator))).to.equal(
        'KEY_PROOF args.proof',
      );
    });

    it('refuses while the member is not registered', async () => {
      scene.ledger.state.delete(memberKey('VN'));
      const { jws } = await registerKeyRequest(scene.administrator.key, await testKey(), 'VN:officer-2', [
        'signatory',
      ]);
      expect(refusal(await scene.call('registry:registerKey', [jws], scene.administrator))).to.equal(
        'MEMBER_NOT_REGISTERED',
      );
    });
  });

  describe('revokeKey', () => {
    const revoke = async (member: string, kid: string, changes = {}): Promise<string> => {
      const { jws } = await revokeKeyRequest(scene.administrator.key, member, kid, changes);
      return refusal(await scene.call('registry:revokeKey', [jws], scene.administrator));
    };

    it('marks the key and keeps its entry', async () => {
      await revoke('VN', scene.officer.kid);
      expect(scene.ledger.json<KeyRecord>(keyKey(scene.officer.kid))).to.include({
        holder: 'VN:officer-1',
        revokedAt: new Date(AT).toISOString(),
      });
    });

    it('refuses an unknown key, a key of another member, a second revocation', async () => {
      expect(await revoke('VN', 'w'.repeat(43))).to.equal('KEY_UNKNOWN args.kid');
      expect(await revoke('VN', scene.receiver.kid)).to.equal('OTHER_MEMBER args.kid');
      await revoke('VN', scene.officer.kid);
      expect(await revoke('VN', scene.officer.kid)).to.equal('KEY_REVOKED args.kid');
    });

    it('refuses parcels', async () => {
      const parcels = [{ box: 'document X', commitment: 'c'.repeat(64), readers: ['VN'] }];
      expect(await revoke('VN', scene.officer.kid, { parcels })).to.equal('PARCEL_UNDECLARED parcels');
    });
  });

  it('answers members and keys to every member, and tells which are unknown', async () => {
    const { text } = await scene.call('registry:member', ['SG'], 'TH');
    expect(JSON.parse(text)).to.deep.equal(memberRecord('SG'));
    expect(refusal(await scene.call('registry:member', ['MY'], 'TH'))).to.equal('MEMBER_UNKNOWN code');
    expect(refusal(await scene.call('registry:key', ['nothing'], 'TH'))).to.equal('KEY_UNKNOWN kid');
  });
});
