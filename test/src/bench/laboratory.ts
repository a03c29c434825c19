import { fileURLToPath } from 'node:url';
import { referenceText, signQuery } from '@origin-ledger/model';
import { freshRequestId, prepareIssue, type HolderKey, type PreparedRequest } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import type { LedgerKind } from '../support/ledger-processes.js';
import { World } from '../support/world.js';
import { HttpLoad } from './http-load.js';
import { rateOf } from './measure.js';
import { ReferenceClient, type SignerKind } from './reference-client.js';

/** Requests at once, where nothing else is said. */
export const AT_ONCE = 64;
const OFFICE = 'BENCH';
const SETTLED_SECONDS = 600;
const REFERENCE_CONTRACT = fileURLToPath(new URL('./reference-contract.js', import.meta.url));

export interface LaboratoryOptions {
  readonly ledger: LedgerKind;
  /** Told how far a long start is. */
  readonly report?: (line: string) => void;
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
  ) {
    this.http = new HttpLoad(world.gatewayUrl('VN'), AT_ONCE);
  }

  static async open(options: LaboratoryOptions): Promise<Laboratory> {
    const world = await World.start({
      ...options,
      members: ['VN'],
      contracts: { reference: REFERENCE_CONTRACT },
    });
    try {
      const officer = await world.enrol('VN:bench-officer', ['signatory'], 'ES256', ['ISSUER']);
      const { audience } = await world.client(officer).network();
      return new Laboratory(world, new ReferenceClient(world.profileFile('VN')), officer, audience);
    } catch (error) {
      await world.close();
      throw error;
    }
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

  /** Issues so many certificates one by one, signed ahead; answers how many went through a second. */
  async issueRate(count: number): Promise<number> {
    const prepared = await this.sign(count);
    return rateOf(count, AT_ONCE, async (index) => {
      const request = prepared[index];
      if (request !== undefined) await this.issue(request);
    });
  }

  /** Writes so many keys through the reference contract; answers how many went through a second. */
  referenceRate(count: number, signer: SignerKind): Promise<number> {
    return rateOf(count, AT_ONCE, () => this.reference.put(signer));
  }

  /** Waits until the contents of everything issued lie in the member's own collection. */
  async settled(): Promise<void> {
    const client = this.world.client(this.officer);
    await eventually(async () => {
      const { owed } = (await client.status()).deposits;
      if (owed > 0) throw new Error(`${owed} certificates are not deposited`);
    }, SETTLED_SECONDS);
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

  /** Looks so many certificates up, signed ahead; answers how many a second. */
  async lookRate(count: number): Promise<number> {
    const lookups = await this.signLookups(count);
    return rateOf(count, AT_ONCE, async (index) => {
      const lookup = lookups[index];
      if (lookup !== undefined) await this.look(lookup);
    });
  }

  get dataFolder(): string {
    return this.world.data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.http[Symbol.dispose]();
    this.reference[Symbol.dispose]();
    await this.world.close();
  }
}

/** Far enough ahead that no certificate of the benchmark is issued after departure. */
const DEPARTURE = inDays(30);
