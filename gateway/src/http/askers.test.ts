import { expect } from 'chai';
import { parseRequest, signQuery, signRequest } from '@origin-ledger/model';
import {
  registerKeyRequest,
  revokeKeyRequest,
  testKey,
  testRequestId,
  type TestKey,
} from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { submit, TestNetwork } from '../testing/test-network.js';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: unknown }>>>>;
}
interface SignedRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** Every signed route of the description, asked by everybody who has nothing to ask. */
describe('every route', function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let gateway: RunningGateway;
  let officer: TestKey;
  let reference = '';
  const routes: SignedRoute[] = [];
  const open: string[] = [];
  const strangers = new Map<string, Stranger>();

  /** The credentials of somebody for a method and path; undefined: none. */
  type Stranger = (route: SignedRoute) => Promise<string | undefined> | string | undefined;

  const query = (key: TestKey, { method, path }: SignedRoute, changes: object = {}): Promise<string> =>
    signQuery(key, {
      ...{ iss: 'VN:officer-1', aud: network.audience, method, target: path },
      ...{ iat: Math.floor(Date.now() / 1000) - 1, jti: testRequestId(), ...changes },
    });

  /** A key whose entry is in force from one moment to another. */
  const enrolFor = async (holder: string, notBefore: string, notAfter: string): Promise<TestKey> => {
    const [admin, key] = [network.admin('VN'), await testKey()];
    const { jws } = await registerKeyRequest(admin.key, key, holder, ['customs'], network.now());
    const { exp, args, ...claims } = parseRequest(jws).claims;
    const lifetime = exp - claims.iat;
    const changed = await signRequest(admin.key, {
      ...claims,
      lifetime,
      args: { ...args, notBefore, notAfter },
    });
    await network.ledger.act('registry:registerKey', changed, admin);
    return key;
  };

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    const [revoked, abroad] = [
      await network.enrol('VN:officer-2', ['signatory']),
      await network.enrol('SG:officer-1', ['customs']),
    ];
    const admin = network.admin('VN');
    const { jws } = await revokeKeyRequest(admin.key, 'VN', revoked.kid, network.now());
    await network.ledger.act('registry:revokeKey', jws, admin);
    const expired = await enrolFor('VN:officer-3', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z');
    const early = await enrolFor('VN:officer-4', '2098-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z');
    const unknown = await testKey();
    gateway = await network.start();
    const document = network.document();
    const { office, number } = document.reference;
    reference = `VN.${office}.${number}`;
    expect((await submit(gateway, await network.issue(officer, [document]))).status).to.equal(201);

    const { paths } = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as Described;
    const filled: Readonly<Record<string, string>> = { reference, kid: officer.kid, balance: 'import' };
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { security }] of Object.entries(methods)) {
        const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(filled[name] ?? 'x'),
        );
        if (security === undefined) open.push(`${method} ${path}`);
        else routes.push({ method: method.toUpperCase() as 'GET' | 'POST', path: named });
      }

    const now = Math.floor(Date.now() / 1000);
    const everybody: readonly (readonly [string, Stranger])[] = [
      ['nobody', () => undefined],
      ['a password', () => 'Basic b2ZmaWNlcjpvZmZpY2Vy'],
      ['a bearer', async (route) => `Bearer ${await query(officer, route)}`],
      ['an empty token', () => 'Origin-Query '],
      ['a request for a query', async () => (await network.issue(officer, [network.document()])).jws],
      ['an unknown key', (route) => query(unknown, route)],
      ['a revoked key', (route) => query(revoked, route, { iss: 'VN:officer-2' })],
      ['an expired key', (route) => query(expired, route, { iss: 'VN:officer-3' })],
      ['a key not yet in force', (route) => query(early, route, { iss: 'VN:officer-4' })],
      ['another member’s officer', (route) => query(abroad, route, { iss: 'SG:officer-1' })],
      ['the key of a Fabric administrator', (route) => query(admin.key, route, { iss: 'VN:administrator' })],
      ['the key of a Fabric client', (route) => query(network.client('VN').key, route)],
      ['another name', (route) => query(officer, route, { iss: 'VN:officer-2' })],
      ['another network', (route) => query(officer, route, { aud: `other#${'0'.repeat(64)}` })],
      [
        'another method',
        (route) => query(officer, route, { method: route.method === 'GET' ? 'POST' : 'GET' }),
      ],
      ['another path', (route) => query(officer, route, { target: '/v1/other' })],
      ['another query string', (route) => query(officer, route, { target: `${route.path}?limit=1` })],
      ['a query that has ended', (route) => query(officer, route, { iat: now - 3600 })],
      ['a query of the time to come', (route) => query(officer, route, { iat: now + 3600 })],
      ['a body that is not there', (route) => query(officer, route, { body: '0'.repeat(64) })],
    ];
    for (const [name, stranger] of everybody) strangers.set(name, stranger);
  });
  after(() => network.close());

  const asked = async (route: SignedRoute, credentials: string | undefined): Promise<number> => {
    const { status } = await fetch(gateway.url + route.path, {
      method: route.method,
      headers:
        credentials === undefined
          ? {}
          : { authorization: /^\w+(-\w+)? /.test(credentials) ? credentials : `Origin-Query ${credentials}` },
    });
    return status;
  };

  it('is open, or asks who asks', () => {
    expect(open.sort()).to.deep.equal([
      'get /.well-known/jwks.json',
      'get /health/live',
      'get /health/ready',
      'get /metrics',
      'get /openapi.json',
      'get /v1/network',
      'post /v1/applications',
      'post /v1/operations',
    ]);
    expect(routes.length).to.be.greaterThan(20);
  });

  it('answers nobody who may not ask', async () => {
    const letIn: string[] = [];
    for (const [name, stranger] of strangers)
      for (const route of routes) {
        const status = await asked(route, await stranger(route));
        if (status < 400 || status >= 500) letIn.push(`${route.method} ${route.path} ${name}: ${status}`);
      }
    expect(letIn).to.deep.equal([]);
  });

  it('answers who may, once', async () => {
    const route = { method: 'GET', path: `/v1/certificates/${reference}` } as const;
    const credentials = await query(officer, route);
    expect(await asked(route, credentials)).to.equal(200);
    expect(await asked(route, credentials)).to.equal(401);
  });
});
