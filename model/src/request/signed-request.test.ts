import { expect } from 'chai';
import { CompactSign } from 'jose';
import { encodeBase64url } from '../canonical/base64url.js';
import { readRequest } from '../act/operations.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { cancel } from '../certificate/cancel.js';
import { OriginError } from '../errors/origin-error.js';
import type { PublicJwk } from '../registry/public-jwk.js';
import { formD, testReference } from '../testing/documents.js';
import { mirrored, testKey, testRequestId, type TestKey } from '../testing/keys.js';
import { TEST_AUDIENCE, TEST_SECONDS } from '../testing/records.js';
import { issueRequest, registerKeyRequest } from '../testing/requests.js';
import { requestIdFrom } from './sign-request.js';
import { MOST_REQUEST_BYTES, parseRequest } from './signed-request.js';
import { verifierOf, verifySignature } from './verify-signature.js';

const refusal = (jws: string): string => {
  try {
    parseRequest(jws);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
};

describe('signed request', () => {
  let key: TestKey;
  let jws: string;
  before(async () => {
    key = await testKey();
    ({ jws } = await issueRequest(key, [formD()]));
  });

  const header = (members: object = {}): object => ({
    alg: 'ES256',
    kid: key.kid,
    typ: 'origin-request+jwt',
    ...members,
  });
  const claims = (members: object = {}): object => ({
    iss: 'VN:officer-1',
    aud: TEST_AUDIENCE,
    iat: TEST_SECONDS,
    exp: TEST_SECONDS + 60,
    jti: testRequestId(),
    op: 'certificate.issue/1',
    args: {},
    parcels: [],
    ...members,
  });
  const compact = (head: string, payload: string): string =>
    `${encodeBase64url(head)}.${encodeBase64url(payload)}.c2ln`;
  const of = (head: object, payload: object): string => compact(canonicalText(head), canonicalText(payload));

  it('accepts what the SDK signs, and names it by key and jti', () => {
    const request = parseRequest(jws);
    expect(request.actId).to.equal(`${key.kid}.${request.claims.jti}`);
    expect(request.contents).to.match(/^[0-9a-f]{64}$/);
  });

  it('is not looked into where it is larger than it may be', () => {
    const large = (bytes: number): object => claims({ args: { text: 'x'.repeat(bytes) } });
    const of64 = 64 * 1024;
    expect(refusal(compact(canonicalText(header({ alg: 'x'.repeat(1024) })), '{}'))).to.equal(
      'REQUEST_TOO_LARGE header',
    );
    expect(refusal(compact(canonicalText(header()), `{${' '.repeat(MOST_REQUEST_BYTES)}}`))).to.equal(
      'REQUEST_TOO_LARGE payload',
    );
    expect(refusal('.'.repeat(4 * MOST_REQUEST_BYTES))).to.equal('REQUEST_TOO_LARGE payload');
    expect(refusal(of(header(), large(MOST_REQUEST_BYTES - 1000)))).to.equal('accepted');
    expect(() => parseRequest(of(header(), large(of64)), of64)).to.throw('REQUEST_TOO_LARGE');
  });

  it('is no larger than its operation takes: a batch takes more than an act on one certificate', () => {
    const with70 = (op: string): string => of(header(), claims({ op, args: { text: 'x'.repeat(70_000) } }));
    expect(readRequest(with70('certificate.issue/1')).definition.op).to.equal('certificate.issue/1');
    expect(() => readRequest(with70('certificate.cancel/1'))).to.throw('REQUEST_TOO_LARGE');
    expect(() => readRequest(with70('certificate.issue/1'), { expected: cancel })).to.throw(
      'REQUEST_TOO_LARGE',
    );
    expect(() => readRequest(jws, { expected: cancel })).to.throw('REQUEST_OPERATION');
  });

  it('of five hundred certificates with the longest words fits', async () => {
    const documents = Array.from({ length: 500 }, (_, index) =>
      formD({
        reference: testReference({ office: 'O'.repeat(17), number: `${'N'.repeat(31)}${1000 + index}` }),
      }),
    );
    const { jws: batch } = await issueRequest(key, documents);
    expect(readRequest(batch).request.claims.parcels).to.have.length(500);
  });

  it('is the same request whatever its signature', () => {
    const other = mirrored(jws);
    expect(other).not.to.equal(jws);
    expect(parseRequest(other).contents).to.equal(parseRequest(jws).contents);
  });

  it('refuses what is not three parts of strict base64url', () => {
    for (const text of [
      '',
      'a',
      'a.b',
      `${jws}.x`,
      jws.replace('.', '..'),
      jws.replace('.', '=.'),
      'é.é.é',
      'e30.e30.',
    ])
      expect(refusal(text)).to.equal('REQUEST_MALFORMED');
  });

  it('refuses every header but exactly alg, kid and typ', () => {
    for (const name of ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'cty'])
      expect(refusal(of(header({ [name]: [] }), claims()))).to.equal(`REQUEST_HEADER ${name}`);
    expect(refusal(of({ alg: 'ES256', typ: 'origin-request+jwt' }, claims()))).to.equal('REQUEST_HEADER kid');
    expect(refusal(of(header({ kid: 'short' }), claims()))).to.equal('REQUEST_HEADER kid');
    for (const typ of ['JWT', 'origin-query+jwt', 'origin-key+jwt'])
      expect(refusal(of(header({ typ }), claims()))).to.equal('REQUEST_HEADER typ');
  });

  it('refuses header and payload in another spelling', () => {
    const spelled = `{"typ":"origin-request+jwt","alg":"ES256","kid":"${key.kid}"}`;
    expect(refusal(compact(spelled, canonicalText(claims())))).to.equal('REQUEST_NOT_CANONICAL header');
    const text = canonicalText(claims());
    for (const payload of [
      `${text} `,
      text.replace('{', '{"args":{},'),
      text.replace('VN:', '\\u0056N:'),
      'x',
    ])
      expect(refusal(compact(canonicalText(header()), payload))).to.equal('REQUEST_NOT_CANONICAL payload');
  });

  for (const [what, change, boxes] of [
    ['a personal name as issuer', { iss: 'Nguyen Van A' }, 'iss'],
    ['an audience without block hash', { aud: 'origin' }, 'aud'],
    ['a time in words', { iat: '2026' }, 'iat'],
    ['fractions of seconds', { exp: TEST_SECONDS + 0.5 }, 'exp'],
    ['a short jti', { jti: 'abc' }, 'jti'],
    ['stray bits in the jti', { jti: `${'a'.repeat(21)}B` }, 'jti'],
    ['an operation without version', { op: 'certificate.issue' }, 'op'],
    ['arguments that are no object', { args: [] }, 'args'],
    ['a claim nobody knows', { sub: 'x' }, 'sub'],
    ['an ill-formed last act', { after: 'x' }, 'after'],
    [
      'a parcel without commitment',
      { parcels: [{ box: 'document A', readers: ['VN'] }] },
      'parcels[0].commitment',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(refusal(of(header(), claims(change)))).to.equal(`REQUEST_CLAIMS ${boxes}`);
    });
  }

  for (const [lifetime, answer] of [
    [1, 'accepted'],
    [86_400, 'accepted'],
    [86_401, 'REQUEST_LIFETIME exp'],
    [0, 'REQUEST_LIFETIME exp'],
    [-60, 'REQUEST_LIFETIME exp'],
  ] as const) {
    it(`of ${lifetime} seconds: ${answer}`, () => {
      expect(refusal(of(header(), claims({ exp: TEST_SECONDS + lifetime })))).to.equal(answer);
    });
  }

  for (const [where, host] of [
    ['here', globalThis],
    ['in a browser', {}],
  ] as const)
    describe(`signature, verified ${where}`, () => {
      const holds = verifierOf(host);
      const code = async (text: string, alg: string): Promise<string> => {
        try {
          await verifySignature(text, alg, { alg: 'ES256', jwk: key.jwk }, holds);
          return 'verified';
        } catch (error) {
          return error instanceof OriginError ? error.code : String(error);
        }
      };

      it('verifies, mirrored too', async () => {
        expect(await code(jws, 'ES256')).to.equal('verified');
        expect(await code(mirrored(jws), 'ES256')).to.equal('verified');
      });

      it('verifies under either algorithm, and not with a key of the other', async () => {
        const edwards = await testKey('Ed25519');
        const signed = (await issueRequest(edwards, [formD()])).jws;
        const under = async (jwk: PublicJwk): Promise<string> =>
          verifySignature(signed, 'Ed25519', { alg: 'Ed25519', jwk }, holds).then(
            () => 'verified',
            (error: unknown) => (error as OriginError).code,
          );
        expect(await under(edwards.jwk)).to.equal('verified');
        expect(await under((await testKey('Ed25519')).jwk)).to.equal('SIGNATURE_INVALID');
        expect(await under(key.jwk)).to.equal('SIGNATURE_INVALID');
      });

      it('does not verify once anything is changed', async () => {
        const [head = '', payload = '', signature = ''] = jws.split('.');
        const [other = ''] = (await issueRequest(await testKey(), [formD()])).jws.split('.');
        expect(await code(`${other}.${payload}.${signature}`, 'ES256')).to.equal('SIGNATURE_INVALID');
        expect(await code(`${head}.${encodeBase64url('{}')}.${signature}`, 'ES256')).to.equal(
          'SIGNATURE_INVALID',
        );
        for (const bad of ['', 'AAAA', `${signature}AA`, `${signature.slice(0, -1)}=`, signature.slice(1)])
          expect(await code(`${head}.${payload}.${bad}`, 'ES256'), bad).to.equal('SIGNATURE_INVALID');
      });

      it('is never taken under another algorithm than the registered one', async () => {
        for (const alg of ['none', 'HS256', 'EdDSA', 'Ed25519', 'PS256', ''])
          expect(await code(jws, alg)).to.equal('ALGORITHM_MISMATCH');
        // The public key as an HMAC secret, with the registered algorithm claimed beside it.
        const secret = new TextEncoder().encode(canonicalText(key.jwk));
        const forged = await new CompactSign(new TextEncoder().encode(canonicalText(claims())))
          .setProtectedHeader({ alg: 'HS256', kid: key.kid, typ: 'origin-request+jwt' })
          .sign(secret);
        expect(await code(forged, 'HS256')).to.equal('ALGORITHM_MISMATCH');
        expect(await code(forged, 'ES256')).to.equal('SIGNATURE_INVALID');
      });

      it('of a key proof is no request', async () => {
        const { jws: registration } = await registerKeyRequest(key, key, 'VN:officer-2', ['signatory']);
        expect(refusal(String(parseRequest(registration).claims.args['proof']))).to.equal(
          'REQUEST_HEADER typ',
        );
      });
    });

  it('takes 128 random bits for a jti, no more and no less', () => {
    expect(requestIdFrom(new Uint8Array(16))).to.equal('A'.repeat(22));
    expect(() => requestIdFrom(new Uint8Array(15))).to.throw(RangeError);
  });
});
