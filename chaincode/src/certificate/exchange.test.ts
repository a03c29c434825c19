import { expect } from 'chai';
import {
  certificateKey,
  collectionOf,
  memberKey,
  receptionKey,
  type CertificateRecord,
} from '@origin-ledger/model';
import {
  formD,
  receiveRequest,
  sendRequest,
  testReference,
  type Changes,
} from '@origin-ledger/model/testing';
import {
  AT,
  documentName,
  journey,
  newScene,
  REFERENCE,
  refusal,
  transientOf,
  type Scene,
} from '../testing/scene.js';

describe('certificate:send', () => {
  let scene: Scene;
  let document: ReturnType<typeof formD>;
  beforeEach(async () => {
    scene = await newScene();
    ({ document } = await journey(scene, 'issued'));
  });

  const send = async (changes: Changes = {}, of = document, at = AT + 1000): Promise<string> => {
    const request = await sendRequest(scene.officer, of, changes);
    return refusal(
      await scene.call('certificate:send', [request.jws], 'VN', { at, transient: transientOf(request) }),
    );
  };

  it('records the sending and puts the contents into both collections, under their commitment', async () => {
    const request = await sendRequest(scene.officer, document);
    const outcome = await scene.call('certificate:send', [request.jws], 'VN', {
      at: AT + 1000,
      transient: transientOf(request),
    });
    const [commitment = ''] = request.commitments;
    const [text = ''] = request.parcels;
    expect(outcome.rwset.privateWrites).to.deep.equal({
      [`documents-SG ${documentName(commitment)}`]: text,
      [`documents-VN ${documentName(commitment)}`]: text,
    });
    expect(outcome.rwset.privateReads).to.deep.equal([]);
    expect(JSON.parse(outcome.text)).to.have.deep.property('result', {
      reference: REFERENCE,
      transmission: 'SENT',
    });
    expect(scene.ledger.json(certificateKey(testReference()))).to.include({ transmission: 'SENT' });
    expect(scene.ledger.json(receptionKey(testReference()))).to.include({
      importing: 'SG',
      sentAt: '2026-03-10T05:00:01.000Z',
    });
    // The certificate's key keeps its policy; those of reception and act are new.
    expect(Object.keys(outcome.rwset.policies)).to.have.length(2);
    expect(JSON.stringify(outcome.rwset.writes)).not.to.include('Example');
  });

  it('answers a replay, without its contents too', async () => {
    const request = await sendRequest(scene.officer, document);
    const first = await scene.call('certificate:send', [request.jws], 'VN', {
      at: AT + 1000,
      transient: transientOf(request),
    });
    const again = await scene.call('certificate:send', [request.jws]);
    expect(again.text).to.equal(first.text);
    expect(again.rwset.privateWrites).to.deep.equal({});
  });

  it('refuses contents that are missing, more than committed to, or altered', async () => {
    const request = await sendRequest(scene.officer, document);
    const [commitment = ''] = request.commitments;
    const call = async (transient: Record<string, string>) => {
      const outcome = await scene.call('certificate:send', [request.jws], 'VN', { at: AT + 1000, transient });
      expect(outcome.rwset.privateWrites).to.deep.equal({});
      return refusal(outcome);
    };
    expect(await call({})).to.equal('PARCEL_MISSING parcels[0]');
    expect(await call({ ...transientOf(request), extra: 'x' })).to.equal('PARCEL_UNDECLARED parcels');
    expect(await call({ [commitment]: `${request.parcels[0] ?? ''} ` })).to.equal(
      'PARCEL_MISMATCH parcels[0]',
    );
  });

  it('refuses another document than the one issued', async () => {
    expect(await send({}, formD())).to.equal('COMMITMENT_MISMATCH parcels[0].commitment');
  });

  it('refuses what does not fit the record', async () => {
    const { declaration } = document;
    expect(await send({}, formD({ reference: testReference({ number: 'NONE' }) }))).to.equal(
      'CERTIFICATE_UNKNOWN args.reference',
    );
    expect(await send({}, formD({ reference: testReference({ member: 'TH' }) }))).to.equal(
      'OTHER_MEMBER args.reference.member',
    );
    expect(await send({}, { ...document, declaration: { ...declaration, importing: 'TH' } })).to.equal(
      'MEMBER_UNKNOWN args.importing',
    );
    expect(await send({ parcels: [] })).to.equal('PARCEL_MISSING parcels[0].box');
    expect(await send({ after: `${'c'.repeat(43)}.${'a'.repeat(21)}A` })).to.equal('AFTER_MISMATCH after');
    const long = 31 * 60;
    expect(await send({ iat: AT / 1000 - long }, document, AT - long * 1000)).to.equal(
      'TIMESTAMP_BEFORE_LAST_ACT',
    );
    scene.ledger.state.delete(memberKey('SG'));
    expect(await send()).to.equal('MEMBER_UNKNOWN args.importing');
  });

  it('refuses to send twice, and a certificate that is no longer valid', async () => {
    await send();
    expect(await send()).to.equal('CERTIFICATE_ALREADY_SENT args.reference');
    const record = scene.ledger.json<CertificateRecord>(certificateKey(testReference()));
    scene.ledger.put(certificateKey(testReference()), { ...record, validity: 'CANCELLED' });
    expect(await send()).to.equal('CERTIFICATE_NOT_VALID args.reference');
  });
});

describe('certificate:receive', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  const receive = async (commitment: string, changes: Changes = {}, at = AT + 2000): Promise<string> => {
    const { jws } = await receiveRequest(scene.receiver, testReference(), commitment, changes);
    return refusal(await scene.call('certificate:receive', [jws], 'SG', { at }));
  };

  it('records receipt under the importing member’s own key, after seeing the hash on the ledger', async () => {
    const { commitment, ids } = await journey(scene, 'sent');
    const { jws } = await receiveRequest(scene.receiver, testReference(), commitment, {
      after: ids[1] ?? '',
    });
    const outcome = await scene.call('certificate:receive', [jws], 'SG', { at: AT + 2000 });
    expect(JSON.parse(outcome.text)).to.have.deep.property('result', {
      reference: REFERENCE,
      transmission: 'RECEIVED',
    });
    expect(outcome.rwset.hashedReads).to.deep.equal([`documents-SG ${documentName(commitment)}`]);
    expect(outcome.rwset.privateReads).to.deep.equal([]);
    expect(Object.keys(outcome.rwset.writes)).to.include(receptionKey(testReference()));
    expect(Object.keys(outcome.rwset.writes)).not.to.include(certificateKey(testReference()));
  });

  it('refuses when the contents are not on the ledger', async () => {
    const { commitment } = await journey(scene, 'sent');
    scene.ledger.privateHashes.delete(`${collectionOf('SG')} ${documentName(commitment)}`);
    expect(await receive(commitment)).to.equal('PARCEL_NOT_HELD args.commitment');
  });

  it('refuses what was not sent, was received, or has another commitment', async () => {
    const unknown = await receive('a'.repeat(64));
    expect(unknown).to.equal('CERTIFICATE_UNKNOWN args.reference');
    const { commitment, document, sent } = await journey(scene, 'issued');
    expect(document.form).to.equal('D');
    expect(await receive(commitment)).to.equal('CERTIFICATE_NOT_SENT args.reference');
    await scene.call('certificate:send', [sent.jws], 'VN', { at: AT + 1000, transient: transientOf(sent) });
    expect(await receive('a'.repeat(64))).to.equal('COMMITMENT_MISMATCH args.commitment');
    const long = 31 * 60;
    expect(await receive(commitment, { iat: AT / 1000 - long }, AT - long * 1000)).to.equal(
      'TIMESTAMP_BEFORE_LAST_ACT',
    );
    const parcels = [{ box: `document ${REFERENCE}`, commitment, readers: ['SG'] }];
    expect(await receive(commitment, { parcels })).to.equal('PARCEL_UNDECLARED parcels');
    await receive(commitment);
    expect(await receive(commitment)).to.equal('CERTIFICATE_ALREADY_RECEIVED args.reference');
  });

  it('refuses a member that is not the importing one', async () => {
    const { commitment } = await journey(scene, 'sent');
    const record = scene.ledger.json<CertificateRecord>(certificateKey(testReference()));
    scene.ledger.put(certificateKey(testReference()), { ...record, importing: 'TH' });
    expect(await receive(commitment)).to.equal('OTHER_MEMBER args.reference');
  });
});
