import { expect } from 'chai';
import { actKey, parseRequest, type ActRecord } from '@origin-ledger/model';
import { formD, issueRequest, registerMemberRequest, testKey } from '@origin-ledger/model/testing';
import { AT, journey, newScene, refusal, type Scene } from '../testing/scene.js';

describe('request:withdraw', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  it('takes the act record, so that the request can never act', async () => {
    const { jws } = await issueRequest(scene.officer, [formD()]);
    const id = parseRequest(jws).actId;
    const outcome = await scene.call('request:withdraw', [jws]);
    expect(JSON.parse(outcome.text)).to.include({ act: id, outcome: 'WITHDRAWN', result: null });
    expect(Object.keys(outcome.rwset.writes)).to.deep.equal([actKey(id)]);
    expect(Object.keys(outcome.rwset.policies)).to.deep.equal([actKey(id)]);
    expect(outcome.rwset.reads).to.have.length(3);
    expect(scene.ledger.json<ActRecord>(actKey(id))).to.include({ outcome: 'WITHDRAWN' });
    const acting = await scene.call('certificate:issue', [jws]);
    expect(refusal(acting)).to.equal('REQUEST_WITHDRAWN');
    expect(acting.rwset.writes).to.deep.equal({});
  });

  it('answers again what it answered, and tells the result of a request that has acted', async () => {
    const { issued } = await journey(scene, 'issued');
    const late = await scene.call('request:withdraw', [issued.jws]);
    expect(JSON.parse(late.text)).to.deep.include({ outcome: 'DONE' });
    expect(JSON.parse(late.text)).to.have.nested.property('result.certificates[0].expires', '2027-03-10');
    expect(late.rwset.writes).to.deep.equal({});
    const { jws } = await issueRequest(scene.officer, [formD()]);
    const first = await scene.call('request:withdraw', [jws]);
    const again = await scene.call('request:withdraw', [jws], 'VN', { at: AT + 5000 });
    expect(again.text).to.equal(first.text);
    expect(again.rwset.writes).to.deep.equal({});
  });

  it('withdraws a request that has expired, since its envelope may be held back', async () => {
    const { jws } = await issueRequest(scene.officer, [formD()], { lifetime: 60 });
    expect(await scene.call('request:withdraw', [jws], 'VN', { at: AT + 3_600_000 })).to.include({
      status: 200,
    });
  });

  it('withdraws an administrator’s request for that administrator only', async () => {
    const { jws } = await registerMemberRequest(scene.administrator.key, 'VN');
    expect(refusal(await scene.call('request:withdraw', [jws], 'VN'))).to.equal('ADMINISTRATOR_REQUIRED');
    expect(await scene.call('request:withdraw', [jws], scene.administrator)).to.include({ status: 200 });
  });

  it('refuses another member’s request, a forged one, and parcels', async () => {
    const { jws } = await issueRequest(scene.officer, [formD()]);
    expect(refusal(await scene.call('request:withdraw', [jws], 'SG'))).to.equal('MEMBER_MISMATCH');
    const forged = await issueRequest({ ...(await testKey()), kid: scene.officer.kid }, [formD()]);
    expect(refusal(await scene.call('request:withdraw', [forged.jws]))).to.equal('SIGNATURE_INVALID');
    expect(refusal(await scene.call('request:withdraw', [jws], 'VN', { transient: { a: 'b' } }))).to.equal(
      'PARCEL_UNDECLARED parcels',
    );
  });
});
