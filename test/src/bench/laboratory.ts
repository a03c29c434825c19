import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { referenceText, signQuery } from '@origin-ledger/model';
import { freshRequestId, prepareIssue, type HolderKey, type PreparedRequest } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { ManagedProcess } from '../support/managed-process.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';
import { HttpLoad } from './http-load.js';
import { ReferenceClient } from './reference-client.js';

const CONNECTIONS = 64;
const OFFICE = 'BENCH';
const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** A whole system to measure: ledger, contracts, Vietnam's gateway, an officer, and the reference contract. */
export class Laboratory implements AsyncDisposable {
  readonly http: HttpLoad;
  #issued = 0;

  private constructor(
    readonly world: World,
    readonly reference: ReferenceClient,
    readonly officer: HolderKey,
    readonly audience: string,
    readonly processes: Readonly<Record<string, () => ManagedProcess>>,
    readonly referenceProcess: ManagedProcess,
  ) {
    this.http = new HttpLoad(world.gatewayUrl('VN'), CONNECTIONS);
  }

  static async open(): Promise<Laboratory> {
    const address = `127.0.0.1:${await freePort()}`;
    const referenceProcess = await ManagedProcess.start({
      name: 'reference contract',
      script: script('reference-contract.js'),
      args: [address],
      ready: /^listening/,
    });
    const world = await World.start({
      members: ['VN'],
      contracts: { reference: address },
    });
    const officer = await world.enrol('VN:bench-officer', ['signatory']);
    const { audience } = await world.client(officer).network();
    const reference = new ReferenceClient(world.profileFile('VN'));
    const processes = {
      ledger: () => world.embedded.ledger,
      contracts: () => world.embedded.contracts,
      gateway: () => world.gateway('VN'),
    };
    return new Laboratory(world, reference, officer, audience, processes, referenceProcess);
  }

  /** How many certificates this ledger holds by now. */
  get issued(): number {
    return this.#issued;
  }

  /** Signs requests ahead, as officers do elsewhere; each issues so many certificates. */
  async sign(requests: number, certificates = 1): Promise<PreparedRequest[]> {
    const document = sampleDocument('vn-sg-coffee');
    const prepared: PreparedRequest[] = [];
    for (let index = 0; index < requests; index++) {
      prepared.push(
        await prepareIssue(this.officer, {
          documents: Array.from({ length: certificates }, () => document),
          audience: this.audience,
          utcOffsetMinutes: 420,
          office: OFFICE,
          number: String(1_000_000 + this.#issued).padStart(10, '0'),
          departure: DEPARTURE,
        }),
      );
      this.#issued += certificates;
    }
    return prepared;
  }

  /** Posts a signed request and waits until it is on the ledger. */
  async issue({ request, parcels }: PreparedRequest): Promise<void> {
    const answer = await this.http.call({
      method: 'POST',
      path: '/v1/operations',
      headers: { prefer: 'wait=60' },
      body: JSON.stringify({ request, parcels }),
    });
    if (answer.status >= 300 || !answer.body.includes('"COMMITTED"'))
      throw new Error(`issue: ${answer.status} ${answer.body}`);
  }

  /** Fills the ledger by batches of 500 up to so many certificates. */
  async fill(total: number, progress: (issued: number) => void): Promise<void> {
    while (this.#issued < total) {
      const batches = await this.sign(Math.min(2, Math.ceil((total - this.#issued) / 500)), 500);
      await Promise.all(batches.map((batch) => this.issue(batch)));
      progress(this.#issued);
    }
  }

  /** Signed look-ups of certificates spread over everything issued so far; they live 60 seconds. */
  async signLookups(count: number): Promise<{ readonly path: string; readonly authorization: string }[]> {
    const lookups: { path: string; authorization: string }[] = [];
    const step = Math.max(1, Math.floor(this.#issued / count));
    for (let index = 0; index < count; index++) {
      const serial = 1_000_000 + ((index * step) % this.#issued);
      const name = referenceText({ member: 'VN', office: OFFICE, number: String(serial).padStart(10, '0') });
      const path = `/v1/certificates/${encodeURIComponent(name)}`;
      const query = await signQuery(this.officer, {
        iss: this.officer.holder,
        aud: this.audience,
        method: 'GET',
        target: path,
        iat: Math.floor(Date.now() / 1000),
        jti: freshRequestId(),
      });
      lookups.push({ path, authorization: `Origin-Query ${query}` });
    }
    return lookups;
  }

  async look({
    path,
    authorization,
  }: {
    readonly path: string;
    readonly authorization: string;
  }): Promise<void> {
    const answer = await this.http.call({ method: 'GET', path, headers: { authorization } });
    if (answer.status !== 200) throw new Error(`look-up: ${answer.status} ${answer.body}`);
  }

  get dataFolder(): string {
    return this.world.data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.http[Symbol.dispose]();
    this.reference[Symbol.dispose]();
    await this.world.close();
    await this.referenceProcess.stop();
  }
}

/** Far enough ahead that no certificate of the benchmark is issued after departure. */
const DEPARTURE = inDays(30);
