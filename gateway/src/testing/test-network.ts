import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitmentOf,
  signQuery,
  type ApplicationStepAnswer,
  type FormDDocument,
  type Operation,
  type Problem,
  type Role,
} from '@origin-ledger/model';
import {
  formD,
  issueRequest,
  registerAuthorityRequests,
  registerKeyRequest,
  registerMemberRequest,
  testKey,
  testReference,
  testRequestId,
  type Changes,
  type TestKey,
  type TestRequest,
} from '@origin-ledger/model/testing';
import { startGateway, type GatewayOptions, type RunningGateway } from '../gateway.js';
import { audienceOf } from '../ledger/header-hash.js';
import type { ConnectionProfile } from '../ledger/profile.js';
import { FakeLedger } from './fake-ledger.js';
import { testIdentity, type TestIdentity } from './identities.js';

const CODES = ['VN', 'SG', 'TH'] as const;
type Code = (typeof CODES)[number];

/** Short times, so that what waits in earnest does not wait in tests. */
export const SHORT = { settle: 60, unknown: 200, retryLeast: 1, retryMost: 5, waitLeast: 20, waitMost: 50 };

/** Three members with registered keys on a fake ledger, and gateways on free ports. */
export class TestNetwork {
  readonly ledger = new FakeLedger();
  readonly audience: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
  readonly admins = new Map<string, TestIdentity>();
  readonly clients = new Map<string, TestIdentity>();
  readonly #gateways = new Set<RunningGateway>();
  #numbers = 0;

  private constructor() {
    const [genesis] = this.ledger.blocks;
    if (genesis === undefined) throw new Error('no block 0');
    this.audience = audienceOf('origin', genesis);
  }

  static async open(): Promise<TestNetwork> {
    const network = new TestNetwork();
    for (const code of CODES) {
      const admin = await testIdentity(code, 'admin');
      network.admins.set(code, admin);
      network.clients.set(code, await testIdentity(code, 'client'));
      const { jws } = await registerMemberRequest(admin.key, code, {}, network.now());
      await network.ledger.act('registry:registerMember', jws, admin);
      for (const authority of await registerAuthorityRequests(admin.key, code, network.now()))
        await network.ledger.act('registry:authority', authority.jws, admin);
    }
    return network;
  }

  /** Claims that hold at this moment on this network. */
  now(): Pick<Changes, 'aud' | 'iat'> & { readonly aud: string; readonly iat: number } {
    return { aud: this.audience, iat: Math.floor(Date.now() / 1000) - 1 };
  }

  admin(code: Code): TestIdentity {
    const admin = this.admins.get(code);
    if (admin === undefined) throw new Error('no administrator');
    return admin;
  }

  client(code: Code): TestIdentity {
    const client = this.clients.get(code);
    if (client === undefined) throw new Error('no client');
    return client;
  }

  /** Registers a fresh key on the ledger. */
  async enrol(holder: string, roles: readonly Role[], alg: 'ES256' | 'Ed25519' = 'ES256'): Promise<TestKey> {
    const key = await testKey(alg);
    const admin = this.admin(holder.split(':')[0] as Code);
    const { jws } = await registerKeyRequest(admin.key, key, holder, roles, this.now());
    await this.ledger.act('registry:registerKey', jws, admin);
    return key;
  }

  profile(code: Code): ConnectionProfile {
    const member = (each: string) => ({ code: each, mspId: `${each}MSP` });
    return {
      ledger: 'embedded',
      channel: 'origin',
      chaincode: 'origin',
      member: { ...member(code), name: `Customs of ${code}`, collection: `documents-${code}` },
      members: CODES.map(member),
      peer: { endpoint: '127.0.0.1:1', tlsRootCertificate: '' },
      gatewayIdentity: { certificate: '', privateKey: '' },
    };
  }

  /** Starts a member's gateway and waits until it has read the ledger, if that is there. */
  async start(
    code: Code = 'VN',
    options: Partial<GatewayOptions> = {},
    untilCaughtUp = !this.ledger.down,
  ): Promise<RunningGateway> {
    const gateway = await startGateway({
      profile: this.profile(code),
      ledger: this.ledger.portFor(this.client(code)),
      data: join(this.folder, code),
      port: 0,
      requestsPerMinute: 0,
      gather: 5,
      logLevel: 'silent',
      times: SHORT,
      grace: 50,
      ...options,
    });
    this.#gateways.add(gateway);
    if (untilCaughtUp) await this.caughtUp(gateway);
    return gateway;
  }

  /** Waits until a gateway has read every block there is. */
  caughtUp(gateway: RunningGateway): Promise<void> {
    const last = this.ledger.blocks.length - 1;
    return until(async () => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(/^origin_read_model_block\S* (\S+)$/m.exec(text)?.[1]) >= last;
    });
  }

  /** A document that may be issued today, under a number of its own. */
  document(overrides: Partial<FormDDocument> = {}): FormDDocument {
    this.#numbers += 1;
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const base = formD();
    return formD({
      reference: testReference({ number: `T-${this.#numbers}` }),
      transport: { ...base.transport, departure: today },
      declaration: { ...base.declaration, date: today },
      certification: { ...base.certification, date: today },
      ...overrides,
    });
  }

  issue(key: TestKey, documents: readonly FormDDocument[], changes: Changes = {}): Promise<TestRequest> {
    return issueRequest(key, documents, { ...this.now(), ...changes });
  }

  async close(): Promise<void> {
    for (const gateway of this.#gateways) await gateway.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until it is so. What never comes is ended by the test's own time. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('it never came to be so');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as T };
}

/** Submits a signed request over HTTP. */
export async function submit(
  gateway: RunningGateway,
  request: Pick<TestRequest, 'jws' | 'parcels'>,
  wait = 10,
): Promise<Answer<Operation & Problem>> {
  return post(gateway, '/v1/operations', request, wait === 0 ? {} : { prefer: `wait=${wait}` });
}

/** Takes a step of an application over HTTP. */
export const takeStep = (
  gateway: RunningGateway,
  request: Pick<TestRequest, 'jws' | 'parcels'>,
): Promise<Answer<ApplicationStepAnswer & Problem>> => post(gateway, '/v1/applications', request);

async function post<T>(
  gateway: RunningGateway,
  path: string,
  { jws, parcels }: Pick<TestRequest, 'jws' | 'parcels'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ request: jws, parcels }),
  });
  return answerOf(response);
}

export interface AskOptions {
  readonly iss?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the Authorization header. */
  readonly scheme?: string;
  readonly jti?: string;
  readonly iat?: number;
  readonly aud?: string;
  /** What is signed, where it is not what is asked. */
  readonly target?: string;
  /** JSON of the body, and what is signed of it. */
  readonly body?: string;
  readonly signedBody?: string;
}

/** Asks a signed query over HTTP. */
export async function ask<T = Record<string, unknown>>(
  gateway: RunningGateway,
  audience: string,
  key: TestKey,
  path: string,
  options: AskOptions = {},
): Promise<Answer<T>> {
  const { iss = 'VN:officer-1', method = 'GET', headers = {}, body } = options;
  const signedBody = options.signedBody ?? body;
  const jws = await signQuery(key, {
    iss,
    aud: options.aud ?? audience,
    method,
    target: options.target ?? path,
    iat: options.iat ?? Math.floor(Date.now() / 1000) - 1,
    jti: options.jti ?? testRequestId(),
    ...(signedBody === undefined ? {} : { body: commitmentOf(signedBody) }),
  });
  const response = await fetch(gateway.url + path, {
    method,
    headers: {
      authorization: `${options.scheme ?? 'Origin-Query'} ${jws}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return answerOf(response);
}
