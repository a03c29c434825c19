import { expect } from 'chai';
import {
  actKey,
  certificateKey,
  keyKey,
  memberKey,
  parseRequest,
  signRequest,
  type ActRecord,
  type CertificateRecord,
} from '@origin-ledger/model';
import {
  formD,
  issueRequest,
  joseAttacks,
  memberRecord,
  mirrored,
  testKey,
  testReference,
  TEST_AUDIENCE,
  TEST_SECONDS,
  type Changes,
} from '@origin-ledger/model/testing';
import { AT, newScene, REFERENCE, refusal, registered, transientOf, type Scene } from '../testing/scene.js';

describe('certificate:issue', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  const issue = async (changes: Changes = {}, document = formD()): Promise<string> => {
    const { jws } = await issueRequest(scene.officer, [document], changes);
    return refusal(await scene.call('certificate:issue', [jws]));
  };

  it('records the public part, the act and nothing confidential, in twelve messages to the peer', async () => {
    const request = await issueRequest(scene.officer, [formD()]);
    const outcome = await scene.call('certificate:issue', [request.jws]);
    const id = parseRequest(request.jws).actId;
    const record: CertificateRecord = {
      reference: testReference(),
      form: 'D',
      importing: 'SG',
      issued: '2026-03-10',
      departure: '2026-03-10',
      retroactive: false,
      expires: '2027-03-10',
      items: 1,
      commitment: request.commitments[0] ?? '',
      validity: 'VALID',
      transmission: 'ISSUED',
      issuedIn: id,
      lastAct: id,
      lastAt: '2026-03-10T05:00:00.000Z',
    };
    expect(scene.ledger.json(certificateKey(testReference()))).to.deep.equal(record);
    expect(scene.ledger.json<ActRecord>(actKey(id))).to.include({ outcome: 'DONE', request: request.jws });
    expect(outcome.text).to.equal(
      `{"act":"${id}","at":"2026-03-10T05:00:00.000Z","op":"certificate.issue/1",` +
        `"result":{"certificates":[{"expires":"2027-03-10","reference":"${REFERENCE}"}]}}`,
    );
    expect(outcome.rwset.privateWrites).to.deep.equal({});
    expect(Object.keys(outcome.rwset.policies)).to.deep.equal(Object.keys(outcome.rwset.writes));
    expect(new Set(outcome.rwset.reads)).to.have.property('size', outcome.rwset.reads.length);
    expect(outcome.roundTrips).to.equal(3);
  });

  it('takes the key of the registry in Ed25519 too', async () => {
    const key = await testKey('Ed25519');
    registered(scene.ledger, key, 'VN:officer-2', ['signatory']);
    const { jws } = await issueRequest(key, [formD()], { iss: 'VN:officer-2' });
    expect(await scene.call('certificate:issue', [jws])).to.have.property('status', 200);
  });

  it('issues 500 in one request, each key read and written once', async () => {
    const documents = Array.from({ length: 500 }, (_, index) =>
      formD({ reference: testReference({ number: `26-${index}` }) }),
    );
    const { jws } = await issueRequest(scene.officer, documents);
    const { status, rwset, roundTrips } = await scene.call('certificate:issue', [jws]);
    expect(status).to.equal(200);
    // Two reads, and 1,002 writes in messages of at most 1,000.
    expect(roundTrips).to.equal(4);
    expect(Object.keys(rwset.writes)).to.have.length(501);
    expect(Object.keys(rwset.policies)).to.have.length(501);
    expect(rwset.reads).to.have.length(507);
    expect(new Set(rwset.reads)).to.have.property('size', 507);
  });

  it('issues all of a batch or none', async () => {
    await issue();
    const documents = [formD({ reference: testReference({ number: 'NEW' }) }), formD()];
    const { jws } = await issueRequest(scene.officer, documents);
    const outcome = await scene.call('certificate:issue', [jws]);
    expect(refusal(outcome)).to.equal('NUMBER_USED args.certificates[1].number');
    expect(outcome.rwset.writes).to.deep.equal({});
  });

  describe('once only', () => {
    it('answers a replay with the first result, byte for byte, and writes nothing', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()]);
      const first = await scene.call('certificate:issue', [jws]);
      const again = await scene.call('certificate:issue', [jws], 'VN', { at: AT + 60_000 });
      expect(again.text).to.equal(first.text);
      expect(again.rwset).to.include({ event: undefined });
      expect(again.rwset.writes).to.deep.equal({});
      expect(again.roundTrips).to.equal(1);
    });

    it('takes the mirrored signature for the same request', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()]);
      const first = await scene.call('certificate:issue', [jws]);
      const other = mirrored(jws);
      expect(other).not.to.equal(jws);
      const again = await scene.call('certificate:issue', [other]);
      expect(again).to.include({ status: 200, text: first.text });
      expect(again.rwset.writes).to.deep.equal({});
    });

    it('answers a replay after the request has expired and its key is revoked', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()], { lifetime: 60 });
      const first = await scene.call('certificate:issue', [jws]);
      registered(scene.ledger, scene.officer, 'VN:officer-1', ['signatory'], {
        revokedAt: new Date(AT).toISOString(),
      });
      const again = await scene.call('certificate:issue', [jws], 'VN', { at: AT + 3_600_000 });
      expect(again.text).to.equal(first.text);
    });

    it('refuses other contents under the same jti', async () => {
      const jti = parseRequest((await issueRequest(scene.officer, [formD()])).jws).claims.jti;
      await issue({ jti });
      expect(await issue({ jti }, formD({ reference: testReference({ number: 'OTHER' }) }))).to.equal(
        'JTI_REUSED jti',
      );
    });
  });

  describe('refuses', () => {
    it('what is no request of the origin format', async () => {
      const call = async (jws: string) => refusal(await scene.call('certificate:issue', [jws]));
      const { jws } = await issueRequest(scene.officer, [formD()]);
      expect(await call('')).to.equal('REQUEST_MALFORMED');
      expect(await call('a.b')).to.equal('REQUEST_MALFORMED');
      expect(await call(`${jws}=`)).to.equal('SIGNATURE_INVALID');
      const [header = '', payload = '', signature = ''] = jws.split('.');
      const none = Buffer.from(`{"alg":"none","kid":"${scene.officer.kid}","typ":"origin-request+jwt"}`);
      expect(await call(`${none.toString('base64url')}.${payload}.${signature}`)).to.equal(
        'ALGORITHM_MISMATCH alg',
      );
      const spaced = Buffer.from(`${Buffer.from(payload, 'base64url').toString()} `);
      expect(await call(`${header}.${spaced.toString('base64url')}.${signature}`)).to.equal(
        'REQUEST_NOT_CANONICAL payload',
      );
    });

    it('signed texts that are none, as RFC 8725 and RFC 7515 warn of them', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()]);
      for (const { name, jws: forged } of await joseAttacks(jws, scene.officer)) {
        const outcome = await scene.call('certificate:issue', [forged]);
        expect(refusal(outcome), name).to.match(/^[A-Z_]+( |$)/);
      }
    });

    it('a signature that is not of the registered key', async () => {
      const stranger = await testKey();
      const { jws } = await issueRequest({ ...stranger, kid: scene.officer.kid }, [formD()]);
      expect(refusal(await scene.call('certificate:issue', [jws]))).to.equal('SIGNATURE_INVALID');
    });

    it('a key that is unknown, revoked, past its validity or before it', async () => {
      const stranger = await testKey();
      const { jws } = await issueRequest(stranger, [formD()]);
      expect(refusal(await scene.call('certificate:issue', [jws]))).to.equal('KEY_UNKNOWN kid');
      const put = (overrides: Parameters<typeof registered>[4]): void => {
        registered(scene.ledger, scene.officer, 'VN:officer-1', ['signatory'], overrides);
      };
      put({ revokedAt: '2026-03-01T00:00:00.000Z' });
      expect(await issue()).to.equal('KEY_REVOKED kid');
      put({ notAfter: '2026-03-10T05:00:00.000Z' });
      expect(await issue()).to.equal('KEY_EXPIRED kid');
      put({ notBefore: '2026-03-10T05:00:00.001Z' });
      expect(await issue()).to.equal('KEY_NOT_YET_VALID kid');
    });

    it('an algorithm other than the registered one', async () => {
      registered(scene.ledger, scene.officer, 'VN:officer-1', ['signatory'], { alg: 'Ed25519' });
      expect(await issue()).to.equal('ALGORITHM_MISMATCH alg');
    });

    it('a signer of another member, another holder, another role', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()]);
      expect(refusal(await scene.call('certificate:issue', [jws], 'SG'))).to.equal('MEMBER_MISMATCH');
      expect(await issue({ iss: 'VN:officer-9' })).to.equal('ISSUER_MISMATCH iss');
      registered(scene.ledger, scene.officer, 'VN:officer-1', ['auditor']);
      expect(await issue()).to.equal('ROLE_MISSING signatory');
    });

    it('another network, another operation, a member not registered', async () => {
      expect(await issue({ aud: `other#${'a'.repeat(64)}` })).to.equal('REQUEST_AUDIENCE aud');
      const { jws } = await issueRequest(scene.officer, [formD()]);
      expect(refusal(await scene.call('certificate:send', [jws]))).to.equal('REQUEST_OPERATION op');
      scene.ledger.state.delete(memberKey('VN'));
      expect(await issue()).to.equal('MEMBER_NOT_REGISTERED');
    });

    it('a transaction timed outside the request', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()], { lifetime: 60 });
      const at = async (time: number) =>
        refusal(await scene.call('certificate:issue', [jws], 'VN', { at: time, commit: false }));
      expect(await at(AT - 1)).to.equal('REQUEST_NOT_YET_VALID iat');
      expect(await at(AT + 60_000)).to.equal('REQUEST_EXPIRED exp');
      expect(await at(AT + 59_999)).to.match(/^not refused/);
    });

    it('a transaction timed when no act can be, a withdrawal too', async () => {
      const { jws } = await issueRequest(scene.officer, [formD()]);
      for (const time of [1e16, Date.UTC(9990, 0, 1), -1, NaN])
        for (const name of ['certificate:issue', 'request:withdraw'])
          expect(refusal(await scene.call(name, [jws], 'VN', { at: time }))).to.equal(
            'TIMESTAMP_OUTSIDE_WINDOW',
          );
    });

    it('a lifetime above 24 hours', async () => {
      expect(await issue({ lifetime: 86_401 })).to.equal('REQUEST_LIFETIME exp');
    });

    it('unknown, missing and ill-typed arguments, by their boxes', async () => {
      const { args } = parseRequest((await issueRequest(scene.officer, [formD()])).jws).claims;
      const [certificate] = args['certificates'] as Record<string, unknown>[];
      const { departure, ...rest } = certificate ?? {};
      expect(departure).to.equal('2026-03-10');
      expect(await issue({ args: { certificates: [{ ...rest, items: '1', more: 1 }] } })).to.equal(
        'REQUEST_CLAIMS args.certificates[0].departure args.certificates[0].more args.certificates[0].items',
      );
      expect(await issue({ args: { certificates: [] }, parcels: [] })).to.equal(
        'REQUEST_CLAIMS args.certificates',
      );
    });

    it('members, forms and dates that the rules do not allow', async () => {
      const box = 'args.certificates[0]';
      const { declaration, certification, transport } = formD();
      const importing = (code: string) => formD({ declaration: { ...declaration, importing: code } });
      expect(await issue({}, importing('MY'))).to.equal(`MEMBER_UNKNOWN ${box}.importing`);
      expect(await issue({}, importing('ASEAN'))).to.equal(`MEMBER_UNKNOWN ${box}.importing`);
      const own = [{ box: `document ${REFERENCE}`, commitment: 'a'.repeat(64), readers: ['VN'] }];
      expect(await issue({ parcels: own }, importing('VN'))).to.equal(`FORM_MEMBERS ${box}.importing`);
      scene.ledger.put(memberKey('JP'), memberRecord('JP'));
      expect(await issue({}, importing('JP'))).to.equal(`FORM_MEMBERS ${box}.importing`);
      const dated = (date: string) => formD({ certification: { ...certification, date } });
      expect(await issue({}, dated('2026-03-09'))).to.equal(`ISSUE_DATE ${box}.issued`);
      const departed = (departure: string, flags = {}) =>
        formD({ transport: { ...transport, departure }, flags });
      expect(await issue({}, departed('2026-03-09'))).to.equal(`RETROACTIVE_FLAG ${box}.retroactive`);
      const flags = { issuedRetroactively: { reason: 'late' } };
      expect(await issue({}, departed('2025-03-09', flags))).to.equal(`RETROACTIVE_LATE ${box}.departure`);
      expect(await issue({}, departed('2026-02-30', flags))).to.equal(`REQUEST_CLAIMS ${box}.departure`);
    });

    it('a number twice in a batch, and a number used', async () => {
      const { jws } = await issueRequest(scene.officer, [formD(), formD()]);
      expect(refusal(await scene.call('certificate:issue', [jws]))).to.equal(
        'NUMBER_REPEATED args.certificates[1].number',
      );
      await issue();
      expect(await issue()).to.equal('NUMBER_USED args.certificates[0].number');
    });

    it('commitments that are missing, of another document, for other readers', async () => {
      expect(await issue({ parcels: [] })).to.equal('PARCEL_MISSING parcels');
      const parcel = { box: `document ${REFERENCE}`, commitment: 'a'.repeat(64), readers: ['VN', 'SG'] };
      expect(await issue({ parcels: [{ ...parcel, box: 'document VN.HAN.OTHER' }] })).to.equal(
        'PARCEL_MISSING parcels[0].box',
      );
      expect(await issue({ parcels: [{ ...parcel, readers: ['VN', 'TH'] }] })).to.equal(
        'PARCEL_READERS parcels[0].readers',
      );
    });

    it('contents that come along, since a third member may endorse', async () => {
      const request = await issueRequest(scene.officer, [formD()]);
      const outcome = await scene.call('certificate:issue', [request.jws], 'VN', {
        transient: transientOf(request),
      });
      expect(refusal(outcome)).to.equal('PARCEL_UNDECLARED parcels');
    });

    it('an operation nobody knows', async () => {
      const contents = { iss: 'VN:officer-1', aud: TEST_AUDIENCE, op: 'certificate.burn/1', args: {} };
      const jws = await signRequest(scene.officer, {
        ...contents,
        iat: TEST_SECONDS,
        jti: 'a'.repeat(21) + 'A',
      });
      expect(refusal(await scene.call('request:withdraw', [jws]))).to.equal('REQUEST_OPERATION op');
    });
  });

  it('reads no more than key, member and act for who may not issue', async () => {
    registered(scene.ledger, scene.officer, 'VN:officer-1', ['customs']);
    const { jws } = await issueRequest(scene.officer, [formD()]);
    const { rwset } = await scene.call('certificate:issue', [jws]);
    const { actId } = parseRequest(jws);
    expect(rwset.reads).to.deep.equal([actKey(actId), keyKey(scene.officer.kid), memberKey('VN')].sort());
  });
});
