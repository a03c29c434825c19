import { expect } from 'chai';
import { OriginError } from '../errors/origin-error.js';
import { formD } from '../testing/documents.js';
import { testKey, testRequestId, type TestKey } from '../testing/keys.js';
import { TEST_AUDIENCE, TEST_SECONDS } from '../testing/records.js';
import { issueRequest } from '../testing/requests.js';
import { signCompact } from '../request/sign-request.js';
import { parseRequest } from '../request/signed-request.js';
import { parseQuery, QUERY_TYPE, signQuery } from './signed-query.js';

const expected = { method: 'GET', target: '/v1/status?a=1', audience: TEST_AUDIENCE, now: TEST_SECONDS };

describe('signed query', () => {
  let key: TestKey;
  let jws: string;
  before(async () => {
    key = await testKey('Ed25519');
    const { method, target } = expected;
    const contents = { iss: 'VN:officer-1', aud: TEST_AUDIENCE, method, target, iat: TEST_SECONDS };
    jws = await signQuery(key, { ...contents, jti: testRequestId() });
  });

  const refusal = (
    text: string,
    changes: Partial<typeof expected & { readonly body: string }> = {},
  ): string => {
    try {
      parseQuery(text, { ...expected, ...changes });
      return 'accepted';
    } catch (error) {
      if (!(error instanceof OriginError)) throw error;
      return [error.code, ...error.boxes].join(' ');
    }
  };

  it('is for one method and URL, one network and sixty seconds', () => {
    expect(refusal(jws)).to.equal('accepted');
    expect(refusal(jws, { method: 'POST' })).to.equal('QUERY_TARGET htm');
    expect(refusal(jws, { target: '/v1/status' })).to.equal('QUERY_TARGET htu');
    expect(refusal(jws, { audience: `origin#${'b'.repeat(64)}` })).to.equal('REQUEST_AUDIENCE aud');
    expect(refusal(jws, { now: TEST_SECONDS + 59 })).to.equal('accepted');
    expect(refusal(jws, { now: TEST_SECONDS + 60 })).to.equal('QUERY_EXPIRED exp');
    expect(refusal(jws, { now: TEST_SECONDS - 1 })).to.equal('REQUEST_NOT_YET_VALID iat');
  });

  it('is for one body, or for none', async () => {
    const { method, target } = expected;
    const contents = { iss: 'VN:officer-1', aud: TEST_AUDIENCE, method, target, iat: TEST_SECONDS };
    const body = 'a'.repeat(64);
    const bound = await signQuery(key, { ...contents, body, jti: testRequestId() });
    expect(refusal(bound, { body })).to.equal('accepted');
    expect(refusal(bound, { body: 'b'.repeat(64) })).to.equal('QUERY_TARGET htb');
    expect(refusal(bound)).to.equal('QUERY_TARGET htb');
    expect(refusal(jws, { body })).to.equal('QUERY_TARGET htb');
  });

  it('refuses a longer life, unknown claims, and a request in its place', async () => {
    const claims = {
      iss: 'VN:officer-1',
      aud: TEST_AUDIENCE,
      iat: TEST_SECONDS,
      exp: TEST_SECONDS + 61,
      jti: testRequestId(),
      htm: 'GET',
      htu: expected.target,
    };
    expect(refusal(await signCompact(key, QUERY_TYPE, claims))).to.equal('QUERY_LIFETIME exp');
    const more = { ...claims, exp: TEST_SECONDS + 60, op: 'x' };
    expect(refusal(await signCompact(key, QUERY_TYPE, more))).to.equal('REQUEST_CLAIMS op');
    expect(refusal((await issueRequest(key, [formD()])).jws)).to.equal('REQUEST_HEADER typ');
  });

  it('never passes for a request', () => {
    expect(() => parseRequest(jws))
      .to.throw(OriginError)
      .with.property('code', 'REQUEST_HEADER');
  });
});
