import { expect } from 'chai';
import {
  canonicalText,
  CertificateAnswer,
  Operation,
  validatorOf,
  type FormDDocument,
  type Problem,
} from '@origin-ledger/model';
import { sendRequest, testKey, testRequestId, type TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { ask, submit, TestNetwork, until } from '../testing/test-network.js';

describe('the HTTP interface', () => {
  let network: TestNetwork;
  let gateway: RunningGateway;
  let officer: TestKey;
  let exporter: TestKey;
  const lines: string[] = [];

  before(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    exporter = await network.enrol('VN:exporter-1', ['exporter'], 'Ed25519');
    const logStream = { write: (line: string) => void lines.push(line) };
    gateway = await network.start('VN', { logLevel: 'trace', logStream, bodyBytes: 200_000 });
  });
  after(() => network.close());

  const post = async (body: string, type = 'application/json') => {
    const response = await fetch(`${gateway.url}/v1/operations`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    return { status: response.status, body: (await response.json()) as Problem };
  };
  const journalled = async (): Promise<number> => {
    const { body } = await ask<{ operations: Record<string, number> }>(
      gateway,
      network.audience,
      officer,
      '/v1/status',
    );
    return Object.values(body.operations).reduce((sum, count) => sum + count, 0);
  };

  const bodies: readonly (readonly [string, string, string, string?])[] = [
    ['malformed JSON', '{"request":', 'BODY_MALFORMED'],
    ['a member stated twice', '{"request":"a","request":"b","parcels":[]}', 'BODY_MALFORMED'],
    ['a missing member', '{"request":"a"}', 'BODY_INVALID'],
    ['an unknown member', '{"request":"a","parcels":[],"more":1}', 'BODY_INVALID'],
    ['an ill-typed member', '{"request":"a","parcels":"b"}', 'BODY_INVALID'],
    ['an oversized body', JSON.stringify({ request: 'a'.repeat(300_000), parcels: [] }), 'BODY_TOO_LARGE'],
    ['another media type', 'a=b', 'MEDIA_TYPE', 'text/plain'],
    ['no JWS', '{"request":"a.b","parcels":[]}', 'REQUEST_MALFORMED'],
    ['more levels than a stack bears', '{"a":'.repeat(30_000) + '1' + '}'.repeat(30_000), 'BODY_MALFORMED'],
  ];
  for (const [name, body, code, type] of bodies) {
    it(`refuses ${name} with ${code} and journals nothing`, async () => {
      const before = await journalled();
      const answer = await post(body, type);
      expect(answer.body.code).to.equal(code);
      expect(answer.status).to.equal(answer.body.status);
      expect(await journalled()).to.equal(before);
    });
  }

  it('answers a path with a broken percent-encoding as what it is: nothing there', async () => {
    const { status, body } = await ask<Problem>(gateway, network.audience, officer, '/v1/certificates/%ff');
    expect([status, body.code]).to.deep.equal([404, 'NOT_FOUND']);
  });

  const encode = (value: unknown): string =>
    Buffer.from(typeof value === 'string' ? value : canonicalText(value)).toString('base64url');

  it('refuses every request that is not exactly as it must be, by its code', async () => {
    const document = network.document();
    const good = await network.issue(officer, [document]);
    const [header = '', payload = '', signature = ''] = good.jws.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const plain = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>;
    const headed = (more: Record<string, unknown>) =>
      `${encode({ ...plain, ...more })}.${payload}.${signature}`;
    const stranger = await testKey();
    const now = Math.floor(Date.now() / 1000);
    const signed = (changes: Parameters<typeof network.issue>[2]) =>
      network.issue(officer, [document], changes);
    const table: readonly (readonly [string, { jws: string; parcels: readonly string[] }, string])[] = [
      ['unknown kid', await network.issue(stranger, [document]), 'KEY_UNKNOWN'],
      ['alg none', { ...good, jws: headed({ alg: 'none' }) }, 'ALGORITHM_MISMATCH'],
      ['alg HS256', { ...good, jws: headed({ alg: 'HS256' }) }, 'ALGORITHM_MISMATCH'],
      ['crit', { ...good, jws: headed({ crit: ['b64'] }) }, 'REQUEST_HEADER'],
      [
        'an altered payload',
        { ...good, jws: `${header}.${encode({ ...claims, iat: 1, exp: 2 })}.${signature}` },
        'SIGNATURE_INVALID',
      ],
      [
        'payload not canonical',
        { ...good, jws: `${header}.${encode(JSON.stringify(claims, undefined, 1))}.${signature}` },
        'REQUEST_NOT_CANONICAL',
      ],
      ['a query for a request', { ...good, jws: headed({ typ: 'origin-query+jwt' }) }, 'REQUEST_HEADER'],
      ['expired', await signed({ iat: now - 100, lifetime: 50 }), 'REQUEST_EXPIRED'],
      ['future iat', await signed({ iat: now + 1000 }), 'REQUEST_NOT_YET_VALID'],
      ['too long a life', await signed({ lifetime: 90_000 }), 'REQUEST_LIFETIME'],
      ['another network', await signed({ aud: `origin#${'0'.repeat(64)}` }), 'REQUEST_AUDIENCE'],
      [
        'another channel',
        await signed({ aud: network.audience.replace('origin', 'other') }),
        'REQUEST_AUDIENCE',
      ],
      ['another subject', await signed({ iss: 'VN:officer-2' }), 'ISSUER_MISMATCH'],
      ['unknown operation', await signed({ op: 'certificate.burn/1' }), 'REQUEST_OPERATION'],
      [
        'an exporter who issues',
        await network.issue(exporter, [document], { iss: 'VN:exporter-1' }),
        'ROLE_MISSING',
      ],
      ['a commitment without parcel', { ...good, parcels: [] }, 'PARCEL_MISSING'],
      ['a parcel without commitment', { ...good, parcels: [...good.parcels, '{}'] }, 'PARCEL_UNDECLARED'],
      [
        'an altered document',
        { ...good, parcels: [canonicalText({ ...document, salt: 'A'.repeat(43) })] },
        'PARCEL_MISMATCH',
      ],
    ];
    const before = await journalled();
    for (const [name, request, code] of table) {
      const answer = await submit(gateway, request);
      expect(answer.body.code, name).to.equal(code);
      expect(answer.status, name).to.equal(answer.body.status);
    }
    expect(await journalled()).to.equal(before);
  });

  it('checks each document: boxes, decimals, NFC, and agreement with the public part', async () => {
    const document = network.document();
    const [item] = document.items;
    if (item === undefined) throw new Error('no item');
    const altered = (change: object) => network.issue(officer, [{ ...document, ...change }]);
    const quantity = { value: 1200, unit: 'C62' };
    const number = await altered({ items: [{ ...item, quantity }] });
    expect((await submit(gateway, number)).body.code).to.equal('DOCUMENT_INVALID');
    const decomposed = await altered({ items: [{ ...item, marks: 'cafe\u0301' }] });
    expect((await submit(gateway, decomposed)).body.code).to.equal('PARCEL_NOT_CANONICAL');
    const honest = await network.issue(officer, [document]);
    const certificates = [
      {
        ...(
          JSON.parse(Buffer.from(honest.jws.split('.')[1] ?? '', 'base64url').toString()) as {
            args: { certificates: object[] };
          }
        ).args.certificates[0],
        items: 2,
      },
    ];
    const disagrees = await network.issue(officer, [document], { args: { certificates } });
    const answer = await submit(gateway, disagrees);
    expect([answer.body.code, answer.body.boxes]).to.deep.equal(['DOCUMENT_DISAGREES', ['parcels[0].items']]);
  });

  it('refuses a document that breaks a rule of its form, with every box, and leaves nothing behind', async () => {
    const document = network.document();
    const [item] = document.items;
    if (item === undefined) throw new Error('no item');
    const before = await journalled();
    const rows: readonly (readonly [string, Partial<FormDDocument>, string, readonly string[]])[] = [
      [
        'another country of production, a quantity of nothing',
        {
          declaration: { ...document.declaration, production: 'TH' },
          items: [{ ...item, quantity: { ...item.quantity, value: '0' } }],
        },
        'DOCUMENT_RULES',
        ['items[0].quantity.value', 'declaration.production'],
      ],
      [
        'partial cumulation without its mark',
        { items: [{ ...item, originCriterion: 'PC 25%' }] },
        'DOCUMENT_RULES',
        ['flags.partialCumulation'],
      ],
      [
        'an invoice of the importing country as a third one',
        { flags: { thirdCountryInvoicing: { company: 'Trading', country: 'SG' } } },
        'DOCUMENT_RULES',
        ['flags.thirdCountryInvoicing.country'],
      ],
      [
        'certified by another official than signs',
        { certification: { ...document.certification, signatory: 'VN:officer-2' } },
        'DOCUMENT_DISAGREES',
        ['certification.signatory'],
      ],
    ];
    for (const [name, change, code, boxes] of rows) {
      const { body } = await submit(gateway, await network.issue(officer, [{ ...document, ...change }]));
      expect([body.code, body.boxes], name).to.deep.equal([code, boxes.map((box) => `parcels[0].${box}`)]);
    }
    expect(await journalled()).to.equal(before);
  });

  it('tells administrators to submit changes of the register themselves', async () => {
    const { registerMemberRequest } = await import('@origin-ledger/model/testing');
    const { jws, parcels } = await registerMemberRequest(network.admin('VN').key, 'VN', {}, network.now());
    expect((await submit(gateway, { jws, parcels })).body.code).to.equal('ADMINISTRATOR_REQUIRED');
  });

  it('takes requests and queries of its own member only', async () => {
    const foreign = await network.enrol('SG:officer-9', ['signatory', 'customs']);
    await until(
      async () =>
        (await ask(gateway, network.audience, officer, `/v1/registry/keys/${foreign.kid}`)).status === 200,
    );
    const request = await network.issue(foreign, [network.document()], { iss: 'SG:officer-9' });
    expect((await submit(gateway, request)).body.code).to.equal('MEMBER_MISMATCH');
    const query = await ask<Problem>(gateway, network.audience, foreign, '/v1/status', {
      iss: 'SG:officer-9',
    });
    expect(query.body.code).to.equal('MEMBER_MISMATCH');
  });

  it('answers a look-up with record, block and ETag, and 304 to who knows it', async () => {
    const document = network.document();
    const { body } = await submit(gateway, await network.issue(officer, [document]));
    const { reference } = document;
    const path = `/v1/certificates/${reference.member}.${reference.office}.${reference.number}`;
    const answer = await ask<CertificateAnswer>(gateway, network.audience, officer, path);
    expect(validatorOf(CertificateAnswer).problems(answer.body)).to.deep.equal([]);
    expect(answer.body.asOf.block).to.be.at.least(body.block ?? Infinity);
    expect(answer.headers.get('etag')).to.equal(`"${body.id}"`);
    const headers = { 'if-none-match': `"${body.id}"` };
    expect((await ask(gateway, network.audience, officer, path, { headers })).status).to.equal(304);
    expect(
      validatorOf(Operation).is(
        (await ask(gateway, network.audience, officer, `/v1/operations/${body.id}`)).body,
      ),
    ).to.equal(true);
  });

  it('signs an answer that is asked for as a JWS, for its asker and query', async () => {
    const jti = testRequestId();
    const answer = await ask<string>(gateway, network.audience, officer, '/v1/status', {
      jti,
      headers: { accept: 'application/jose' },
    });
    const { keys } = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as {
      keys: Record<string, string>[];
    };
    const { compactVerify, importJWK } = await import('jose');
    const { payload } = await compactVerify(answer.body, await importJWK({ ...keys[0] }, 'ES256'));
    const claims = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    expect([claims['aud'], claims['query'], claims['iss']]).to.deep.equal([
      'VN:officer-1',
      jti,
      'VN:gateway',
    ]);
  });

  it('refuses queries that are unsigned, replayed, old, or for another address', async () => {
    const code = async (options: Parameters<typeof ask>[4]) =>
      (await ask<Problem>(gateway, network.audience, officer, '/v1/status', options)).body.code;
    const jti = testRequestId();
    expect(await code({ jti })).to.equal(undefined);
    expect(await code({ jti })).to.equal('QUERY_REPLAYED');
    expect(await code({ iat: Math.floor(Date.now() / 1000) - 100 })).to.equal('QUERY_EXPIRED');
    expect(await code({ target: '/v1/registry/members' })).to.equal('QUERY_TARGET');
    expect(await code({ aud: `origin#${'0'.repeat(64)}` })).to.equal('REQUEST_AUDIENCE');
    const unsigned = await fetch(`${gateway.url}/v1/status`);
    expect([unsigned.status, ((await unsigned.json()) as Problem).code]).to.deep.equal([
      401,
      'QUERY_MISSING',
    ]);
  });

  it('takes the scheme of a query in any case, as RFC 9110 says', async () => {
    for (const scheme of ['origin-query', 'ORIGIN-QUERY', 'Origin-Query ']) {
      const { status } = await ask(gateway, network.audience, officer, '/v1/status', { scheme });
      expect(status, scheme).to.equal(200);
    }
    const other = await ask<Problem>(gateway, network.audience, officer, '/v1/status', { scheme: 'Bearer' });
    expect(other.body.code).to.equal('QUERY_MISSING');
  });

  it('counts no question about its health against the limit of an address', async () => {
    const limited = await network.start('SG', { requestsPerMinute: 3 }, false);
    await until(async () => (await fetch(`${limited.url}/health/ready`)).ok);
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      for (const path of ['/health/live', '/health/ready', '/v1/network'])
        statuses.push((await fetch(limited.url + path)).status);
    }
    expect(statuses.filter((status) => status === 429)).to.have.length.greaterThan(0);
    expect(statuses.filter((_status, index) => index % 3 !== 2)).to.deep.equal(Array(8).fill(200));
  });

  it('opens contents to the two states and the exporter of box 1 alone, and logs the reading', async () => {
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    const path = `/v1/certificates/VN.HAN.${document.reference.number}/document`;
    const read = await ask<{ document: string; findings: { rule: string; box: string; weight: string }[] }>(
      ...([gateway, network.audience, officer, path] as const),
    );
    expect(read.body.document).to.equal(canonicalText(document));
    // OCP 16.1: what passed with a warning stands with the contents, for whoever may read them.
    expect(read.body.findings.map(({ rule, box }) => `${rule} ${box}`)).to.include('note 5 items[0].maker');
    expect(new Set(read.body.findings.map(({ weight }) => weight))).to.deep.equal(new Set(['warning']));
    const own = await ask<{ document: string }>(gateway, network.audience, exporter, path, {
      iss: 'VN:exporter-1',
    });
    expect(own.status).to.equal(200);
    const other = await network.enrol('VN:exporter-2', ['exporter']);
    await until(
      async () =>
        (await ask(gateway, network.audience, officer, `/v1/registry/keys/${other.kid}`)).status === 200,
    );
    const refused = await ask<Problem>(gateway, network.audience, other, path, { iss: 'VN:exporter-2' });
    expect(refused.body.code).to.equal('NOT_A_READER');
    // Nor is the register of certified exporters for trade (OCP 2.5).
    const certified = '/v1/registry/exporters';
    const trade = await ask<Problem>(gateway, network.audience, other, certified, { iss: 'VN:exporter-2' });
    expect([trade.status, trade.body.code]).to.deep.equal([403, 'NOT_A_READER']);
    expect((await ask(gateway, network.audience, officer, certified)).status).to.equal(200);
    const third = await network.enrol('TH:customs-1', ['customs']);
    const thai = await network.start('TH');
    const outsider = await ask<Problem>(thai, network.audience, third, path, { iss: 'TH:customs-1' });
    expect([outsider.status, outsider.body.code]).to.deep.equal([403, 'NOT_A_READER']);
  });

  it('lists in pages whose cursors are opaque and of one list', async () => {
    for (let count = 0; count < 3; count += 1)
      await submit(gateway, await network.issue(officer, [network.document()]));
    const names: string[] = [];
    let path = '/v1/certificates?direction=issued&limit=2';
    for (;;) {
      const { body } = await ask<{ items: { name: string }[]; next?: string }>(
        gateway,
        network.audience,
        officer,
        path,
      );
      names.push(...body.items.map(({ name }) => name));
      if (body.next === undefined) break;
      path = `/v1/certificates?direction=issued&limit=2&cursor=${body.next}`;
    }
    expect(new Set(names).size).to.equal(names.length).and.to.be.at.least(3);
    for (const bad of ['cursor=xyz', 'limit=0', 'direction=sideways', 'colour=red']) {
      const { status } = await ask(gateway, network.audience, officer, `/v1/certificates?${bad}`);
      expect(status, bad).to.equal(400);
    }
  });

  it('repeats a delivery to the other state by name', async () => {
    const document = network.document();
    await submit(gateway, await network.issue(officer, [document]));
    const path = `/v1/certificates/VN.HAN.${document.reference.number}/deliveries`;
    const early = await ask<Problem>(gateway, network.audience, officer, path, { method: 'POST' });
    expect(early.body.code).to.equal('CERTIFICATE_NOT_SENT');
    await submit(gateway, await sendRequest(officer, document, network.now()));
    const answer = await ask<{ member: string }>(gateway, network.audience, officer, path, {
      method: 'POST',
    });
    expect([answer.status, answer.body.member]).to.deep.equal([200, 'SG']);
    const call = network.ledger.calls.findLast(({ transaction }) => transaction === 'certificate:deliver');
    expect(call?.endorsers).to.deep.equal(['SGMSP']);
  });

  it('answers every other route, and refuses what does not exist or is not allowed', async () => {
    const paths = ['/v1/registry/members', '/v1/registry/keys?member=VN', `/v1/registry/keys/${officer.kid}`];
    for (const path of paths)
      expect((await ask(gateway, network.audience, officer, path)).status, path).to.equal(200);
    for (const path of ['/v1/network', '/health/live', '/health/ready', '/metrics', '/openapi.json'])
      expect((await fetch(gateway.url + path)).status, path).to.equal(200);
    expect((await fetch(`${gateway.url}/v2`)).status).to.equal(404);
    const wrong = await fetch(`${gateway.url}/v1/network`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
    expect(wrong.headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('logs nothing of documents, requests, keys or authorizations', async () => {
    const document = network.document();
    const request = await network.issue(officer, [document]);
    await submit(gateway, request);
    const log = lines.join('');
    expect(log).to.include('answered');
    for (const secret of [
      request.jws,
      document.exporter.name,
      document.salt,
      officer.kid,
      'Origin-Query',
      document.reference.number,
    ])
      expect(log).not.to.include(secret);
  });
});
