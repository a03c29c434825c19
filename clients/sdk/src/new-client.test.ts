import {
  ANSWER_TYPE,
  commitmentOf,
  parseQuery,
  signCompact,
  type Json,
  type ParsedQuery,
} from '@origin-ledger/model';
import { expect } from 'chai';
import type { ClientOptions, OriginClient } from './client.js';
import { OriginApiError } from './errors/origin-api-error.js';
import { newSigningKey, type HolderKey } from './keys/holder-key.js';
import { newClient } from './new-client.js';
import { prepareIssue } from './requests/prepare-issue.js';
import type { PreparedRequest } from './requests/prepared-request.js';
import { audience, coffee } from './testing/coffee.js';
import { FakeGateway, json, operation, problem, refusal, type Call } from './testing/fake-gateway.js';

const gateway = 'https://gateway.example:8080';
const asOf = { block: 7 };

describe('the client', () => {
  let key: HolderKey;
  let prepared: PreparedRequest;

  before(async () => {
    key = await newSigningKey({ holder: 'VN:officer-1' });
    prepared = await prepareIssue(key, {
      audience,
      utcOffsetMinutes: 420,
      documents: [coffee],
      office: 'HAN',
      departure: '2999-01-01',
    });
  });

  const clientOf = ({ fetch }: FakeGateway, more: Partial<ClientOptions> = {}): OriginClient =>
    newClient({ gateway, key, fetch, ...more });
  const queryOf = (call: Call): ParsedQuery =>
    parseQuery((call.headers.get('authorization') ?? '').replace('Origin-Query ', ''), {
      method: call.method,
      target: call.target,
      audience,
      now: Date.now() / 1000,
    });
  const failure = async (promise: Promise<unknown>): Promise<OriginApiError> => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(OriginApiError);
    return error as OriginApiError;
  };

  it('signs by the gateway’s time where its own clock is wrong', async () => {
    const ahead = Date.now() + 600_000;
    const date = { date: new Date(ahead).toUTCString() };
    const iats: number[] = [];
    const fake = new FakeGateway([
      [
        /^GET \/v1\/status/,
        (call) => {
          const [, payload = ''] = (call.headers.get('authorization') ?? '').split('.');
          const { iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
            readonly iat: number;
          };
          iats.push(iat);
          return iats.length === 1 ? refusal('QUERY_EXPIRED', {}, date) : refusal('NOT_FOUND', {}, date);
        },
      ],
    ]);
    expect((await failure(clientOf(fake).status())).code).to.equal('NOT_FOUND');
    expect(iats).to.have.length(2);
    expect(iats[1]).to.be.closeTo(ahead / 1000, 30);
  });

  it('asks for nothing where a name would lead to another resource than the one named', async () => {
    const fake = new FakeGateway([[/./, () => json({})]]);
    const client = clientOf(fake);
    for (const name of ['', '.', '..']) {
      const history = client.history(name)[Symbol.asyncIterator]();
      for (const asked of [client.certificate(name), client.operation(name), history.next()])
        expect((await failure(asked)).code, name).to.equal('NOT_FOUND');
    }
    expect(fake.callsTo(/certificates|operations/)).to.deep.equal([]);
  });

  it('signs each query for its method and URL, with a fresh jti', async () => {
    const fake = new FakeGateway([[/GET \/v1\/operations/, () => json(operation(prepared.id))]]);
    const client = clientOf(fake);
    await client.operation(prepared.id);
    await client.operation(prepared.id);
    const [one, two] = fake.callsTo(/operations/).map(queryOf);
    expect(one?.claims.htu).to.equal(`/v1/operations/${prepared.id}`);
    expect(one?.claims.jti).not.to.equal(two?.claims.jti);
  });

  it('percent-encodes references that carry slashes and spaces', async () => {
    const fake = new FakeGateway([]);
    await failure(clientOf(fake).certificate('VN.HAN.26/1 A'));
    expect(fake.calls.at(-1)?.target).to.equal('/v1/certificates/VN.HAN.26%2F1%20A');
  });

  it('tries again with the very same signed request when the gateway does not answer', async () => {
    let tries = 0;
    const fake = new FakeGateway([
      [
        /POST \/v1\/operations/,
        () => {
          tries += 1;
          if (tries === 1) throw new TypeError('fetch failed');
          if (tries === 2) return refusal('OVERLOADED', {}, { 'retry-after': '0' });
          return json(operation(prepared.id), 201);
        },
      ],
    ]);
    const done = await clientOf(fake).perform(prepared);
    expect(done.state).to.equal('COMMITTED');
    const bodies = new Set(fake.callsTo(/POST/).map(({ body }) => body));
    expect(tries).to.equal(3);
    expect(bodies.size).to.equal(1);
  });

  it('does not try again what can never succeed', async () => {
    const fake = new FakeGateway([
      [
        /POST/,
        () =>
          refusal('NUMBER_USED', {
            boxes: ['args.certificates[0].number'],
            stage: 'contract',
            transactionId: 'ab12',
          }),
      ],
    ]);
    const error = await failure(clientOf(fake).perform(prepared));
    expect(fake.callsTo(/POST/)).to.have.length(1);
    expect(error).to.include({
      code: 'NUMBER_USED',
      stage: 'contract',
      retry: 'never',
      status: 409,
      transactionId: 'ab12',
    });
    expect(error.boxes).to.deep.equal(['args.certificates[0].number']);
    expect(error.operationId).to.equal(prepared.id);
  });

  it('codes a network failure, and names the operation to ask for', async () => {
    const fake = new FakeGateway([
      [
        /POST/,
        () => {
          throw new TypeError('fetch failed');
        },
      ],
    ]);
    const error = await failure(clientOf(fake, { retries: false }).perform(prepared));
    expect(error).to.include({ code: 'GATEWAY_UNREACHABLE', retry: 'same', operationId: prepared.id });
  });

  it('waits until an operation is settled', async () => {
    const states = ['RECEIVED', 'SUBMITTED', 'COMMITTED'] as const;
    let asked = 0;
    const seen: string[] = [];
    const fake = new FakeGateway([
      [/POST/, () => json(operation(prepared.id, { state: 'RECEIVED' }), 202)],
      [/GET \/v1\/operations/, () => json(operation(prepared.id, { state: states[asked++] ?? 'COMMITTED' }))],
    ]);
    const done = await clientOf(fake).perform(prepared, { onProgress: ({ state }) => seen.push(state) });
    expect(done.state).to.equal('COMMITTED');
    expect(seen).to.deep.equal(['SUBMITTED', 'COMMITTED']);
  });

  it('throws the refusal of an operation that was rejected later', async () => {
    const rejected = operation(prepared.id, { state: 'REJECTED', problem: problem('NUMBER_USED') });
    const fake = new FakeGateway([
      [/POST/, () => json(operation(prepared.id, { state: 'RECEIVED' }), 202)],
      [/GET \/v1\/operations/, () => json(rejected)],
    ]);
    expect(await failure(clientOf(fake).perform(prepared))).to.have.property('code', 'NUMBER_USED');
  });

  it('says that the outcome is unknown when the time is up', async () => {
    const pending = operation(prepared.id, { state: 'UNKNOWN', transactionId: 'cd34' });
    const fake = new FakeGateway([[/operations/, () => json(pending)]]);
    const error = await failure(clientOf(fake).waitFor(prepared.id, { timeoutSeconds: 0 }));
    expect(error).to.include({ code: 'OUTCOME_UNKNOWN', retry: 'ask', transactionId: 'cd34' });
  });

  it('walks through pages as one sequence', async () => {
    const member = (code: string): Json => ({
      code,
      mspId: `${code}MSP`,
      name: code,
      audience,
      utcOffsetMinutes: 420,
      collection: `documents-${code}`,
      coEndorsers: ['XXMSP'],
      exchanges: true,
      lastAct: prepared.id,
      lastAt: '2026-03-14T00:00:00.000Z',
    });
    const fake = new FakeGateway([
      [/members\?cursor=next$/, () => json({ asOf, items: [member('TH')] })],
      [/members$/, () => json({ asOf, items: [member('VN'), member('SG')], next: 'next' })],
    ]);
    const codes: string[] = [];
    for await (const { code } of clientOf(fake).members()) codes.push(code);
    expect(codes).to.deep.equal(['VN', 'SG', 'TH']);
  });

  it('refuses an answer that is none of this API', async () => {
    const cases: readonly (() => Response)[] = [
      () => new Response('<html>', { status: 200 }),
      () => json({ hello: 1 }),
      () => json({ hello: 1 }, 500),
      () => json({ ...problem('NUMBER_USED'), code: 'FROM_THE_FUTURE' }, 409),
    ];
    for (const answer of cases) {
      const fake = new FakeGateway([[/status/, answer]]);
      expect(await failure(clientOf(fake).status())).to.have.property('code', 'ANSWER_INVALID');
    }
  });

  it('takes contents only when they hash to their commitment', async () => {
    const [text = ''] = prepared.parcels;
    const answer = (document: string): Response =>
      json({ asOf, name: prepared.references[0], commitment: commitmentOf(text), document });
    const good = new FakeGateway([[/document$/, () => answer(text)]]);
    expect((await clientOf(good).document('VN.HAN.1')).document.items).to.have.length(1);
    const bad = new FakeGateway([[/document$/, () => answer(text.replace('36000', '36001'))]]);
    expect(await failure(clientOf(bad).document('VN.HAN.1'))).to.have.property('code', 'PARCEL_MISMATCH');
  });

  it('answers nothing new to a known last act', async () => {
    const fake = new FakeGateway([[/certificates/, () => new Response(null, { status: 304 })]]);
    expect(await clientOf(fake).certificateUnless('VN.HAN.1', prepared.id)).to.equal(undefined);
    expect(fake.calls.at(-1)?.headers.get('if-none-match')).to.equal(`"${prepared.id}"`);
  });

  describe('with signed answers', () => {
    let gatewayKey: HolderKey;
    before(async () => {
      gatewayKey = await newSigningKey({ holder: 'VN:gateway', alg: 'Ed25519' });
    });

    const signing = (change: object, signer = (): HolderKey => gatewayKey): FakeGateway =>
      new FakeGateway([
        [/jwks/, () => json({ keys: [{ ...gatewayKey.publicJwk, kid: gatewayKey.kid, use: 'sig' }] })],
        [
          /operations/,
          async (call) => {
            const claims = {
              iss: 'VN:gateway',
              aud: key.holder,
              iat: Math.floor(Date.now() / 1000),
              query: queryOf(call).claims.jti,
              status: 200,
              body: operation(prepared.id),
              ...change,
            };
            const jws = await signCompact(signer(), ANSWER_TYPE, claims);
            return new Response(jws, { headers: { 'content-type': 'application/jose' } });
          },
        ],
      ]);
    const ask = (fake: FakeGateway): Promise<unknown> =>
      clientOf(fake, { signedAnswers: true }).operation(prepared.id);

    it('asks for them and verifies them', async () => {
      const fake = signing({});
      expect(await ask(fake)).to.deep.equal(operation(prepared.id));
      expect(fake.callsTo(/operations/)[0]?.headers.get('accept')).to.equal('application/jose');
    });

    it('refuses one to another question, another asker, by another key, or none', async () => {
      const other = await newSigningKey({ holder: 'VN:gateway', alg: 'Ed25519' });
      const plain = new FakeGateway([[/operations/, () => json(operation(prepared.id))]]);
      const wrong: readonly (readonly [FakeGateway, string])[] = [
        [signing({ query: 'A'.repeat(22) }), 'query'],
        [signing({ aud: 'SG:officer-1' }), 'aud'],
        [signing({}, () => other), 'kid'],
        [signing({}, () => ({ ...other, kid: gatewayKey.kid })), 'signature'],
        [plain, 'content-type'],
      ];
      for (const [fake, box] of wrong) {
        const error = await failure(ask(fake));
        expect(error.code).to.equal('ANSWER_NOT_VERIFIED');
        expect(error.boxes).to.deep.equal([box]);
      }
    });

    it('throws a signed refusal as such', async () => {
      const error = await failure(ask(signing({ status: 404, body: problem('OPERATION_UNKNOWN') })));
      expect(error.code).to.equal('OPERATION_UNKNOWN');
    });
  });
});
