import type { PrivateWrite } from '../act/act-definition.js';
import { operationOf } from '../act/operations.js';
import { performAct, type Performance } from '../act/perform-act.js';
import {
  authorityKey,
  certificateKey,
  charterKey,
  keyKey,
  memberKey,
  parcelKey,
  receptionKey,
  voiceKey,
  type StateKey,
} from '../act/state-key.js';
import { canonicalText, type Json } from '../canonical/canonical-json.js';
import { encodeBase64url } from '../canonical/base64url.js';
import { commitmentOf } from '../canonical/digest.js';
import type { CertificateRecord, ReceptionRecord } from '../certificate/records.js';
import type { CertificateReference } from '../certificate/reference.js';
import { OriginError } from '../errors/origin-error.js';
import { thumbprint, type PublicJwk } from '../registry/public-jwk.js';
import { commitmentIn, parcelName } from '../parcel/parcel-name.js';
import { privateWrite } from '../parcel/private-name.js';
import { collectionOf, mspIdOf, type Role } from '../registry/records.js';
import { parseRequest, REQUEST_TYPE } from '../request/signed-request.js';
import { sha256 } from '@noble/hashes/sha2';
import { KEY_PROOF_TYPE } from '../registry/key-proof.js';
import { signCompact } from '../request/sign-request.js';
import { GatewayRules } from './gateway-rules.js';
import { testKey, type TestKey } from '../testing/keys.js';
import {
  authorityRecords,
  charterRecord,
  keyRecord,
  memberRecord,
  TEST_AUDIENCE,
  voiceRecord,
} from '../testing/records.js';

/** A parcel as a test writes it: its name, who may read it, and what it says. */
export interface SimulatedParcel {
  readonly box: string;
  readonly readers: readonly string[];
  readonly contents: Json;
}

export interface SimulatedAct {
  /** Code of the signer: `VN:signatory`; `VN:administrator` for the register. */
  readonly by: string;
  /** Name of the key that signs, where the signer has others. Default: the code. */
  readonly key?: string;
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parcels?: readonly SimulatedParcel[];
  readonly after?: string;
  /** When it was signed, as its signer says. Default: when it is recorded. */
  readonly signed?: string;
}

/** A fresh key, with the proof that its holder has it. */
export interface ProvenKey {
  readonly jwk: PublicJwk;
  readonly proof: string;
}

/** Who takes part, with the roles of their keys. */
const PEOPLE: Readonly<Record<string, readonly Role[]>> = {
  signatory: ['signatory'],
  customs: ['customs'],
  system: ['system'],
  exporter: ['exporter'],
};

const jwkOf = (holder: string): PublicJwk => ({
  crv: 'Ed25519',
  kty: 'OKP',
  x: encodeBase64url(sha256(holder)),
});

/** Text of a parcel, as it is committed to. */
export const parcelText = (parcel: SimulatedParcel): string => canonicalText(parcel.contents);

/**
 * A ledger in memory that performs acts as every peer does, for tests of the rules: signatures are taken as verified,
 * private values stand in a set for each collection.
 */
export class SimulatedLedger {
  readonly state = new Map<StateKey, unknown>();
  readonly #collections = new Map<string, Set<string>>();
  readonly #proven = new Map<string, TestKey>();
  /** The act that committed to contents last, by their commitment. */
  readonly #acts = new Map<string, string>();
  readonly #gateway = new GatewayRules();
  #jti = 0;

  /** @param now timestamp of the next act; tests move it on */
  constructor(public now: string) {
    this.state.set(charterKey(), charterRecord());
    for (const code of ['VN', 'SG', 'TH', 'ID', 'ASEAN']) {
      this.state.set(memberKey(code), memberRecord(code, { utcOffsetMinutes: code === 'SG' ? 480 : 420 }));
      this.state.set(voiceKey(code), voiceRecord(code));
      for (const one of authorityRecords(code)) this.state.set(authorityKey(code, one.code), one);
      for (const [person, roles] of Object.entries(PEOPLE)) {
        const holder = `${code}:${person}`;
        const key = keyRecord(jwkOf(holder), holder, [...roles], { notAfter: '2040-01-01T00:00:00.000Z' });
        this.state.set(keyKey(key.kid), key);
      }
    }
  }

  /**
   * Performs an act and writes what it decides.
   * @throws OriginError as a contract does, and then the gateway of the acting member over what no contract sees
   */
  async act({
    by,
    key = by,
    op,
    args,
    parcels = [],
    after,
    signed = this.now,
  }: SimulatedAct): Promise<Performance> {
    const [member = '', person] = by.split(':');
    const jwk = this.#proven.get(key)?.jwk ?? jwkOf(key);
    const iat = Math.floor(Date.parse(signed) / 1000);
    const jti = new Uint8Array(16);
    new DataView(jti.buffer).setUint32(0, ++this.#jti);
    const claims = {
      iss: by,
      aud: TEST_AUDIENCE,
      iat,
      exp: iat + 86_400,
      jti: encodeBase64url(jti),
      op,
      args,
      parcels: parcels.map((parcel) => ({
        box: parcel.box,
        commitment: commitmentOf(parcelText(parcel)),
        readers: parcel.readers,
      })),
      ...(after === undefined ? {} : { after }),
    };
    const header = { alg: 'Ed25519', kid: thumbprint(jwk), typ: REQUEST_TYPE };
    const request = parseRequest(
      `${encodeBase64url(canonicalText(header))}.${encodeBase64url(canonicalText(claims))}.AA`,
    );
    const definition = operationOf(op);
    const carried = new Set(
      definition.kind === 'joint'
        ? (definition.carries?.(args, request.claims) ?? request.claims.parcels.map((one) => one.commitment))
        : [],
    );
    const performance = await performAct({
      request,
      definition,
      creator: { mspId: mspIdOf(member), administrator: person === 'administrator', jwk },
      timestamp: Date.parse(this.now),
      read: (keys) => Promise.resolve(new Map(keys.map((key) => [key, this.state.get(key)]))),
      alreadyVerified: () => true,
      parcels: () =>
        new Map(
          parcels
            .map((parcel) => [commitmentOf(parcelText(parcel)), parcel.contents] as const)
            .filter(([commitment]) => carried.has(commitment)),
        ),
    });
    for (const { collection, name, box } of performance.held) {
      if (this.#collections.get(collection)?.has(name) !== true)
        throw new OriginError('PARCEL_NOT_HELD', { boxes: [box], stage: 'contract' });
    }
    const asked = { by, op, args, parcels };
    if (performance.status === 'done')
      await this.#gateway.judge(asked, this.now, <T>(one: StateKey) =>
        Promise.resolve(this.state.get(one) as T | undefined),
      );
    this.#gateway.remember(asked);
    for (const { key, value } of performance.writes) this.state.set(key, structuredClone(value));
    for (const write of performance.privateWrites) this.#put(write);
    for (const parcel of parcels) this.#acts.set(commitmentOf(parcelText(parcel)), request.actId);
    return performance;
  }

  /** A key of this name that can prove itself, made when it is first asked for. */
  async provenKey(name: string, holder: string): Promise<ProvenKey> {
    const key = this.#proven.get(name) ?? (await testKey('Ed25519'));
    this.#proven.set(name, key);
    const claims = { aud: TEST_AUDIENCE, iss: holder, jwk: key.jwk };
    return { jwk: key.jwk, proof: await signCompact(key, KEY_PROOF_TYPE, claims) };
  }

  /** What both gateways do with an owed parcel: needs no signature, may be repeated. */
  deliver(parcel: string, reader: string): void {
    this.#put(privateWrite(collectionOf(reader), parcelKey(parcel), commitmentIn(parcel)));
  }

  /** What a parcel of an act says, by its name. */
  contents(parcel: string): Json | undefined {
    return this.#gateway.contents(parcel);
  }

  /** Whether a member's collection has these contents under the entry they belong to. */
  holds(member: string, entry: StateKey, commitment: string): boolean {
    const { collection, name } = privateWrite(collectionOf(member), entry, commitment);
    return this.#collections.get(collection)?.has(name) === true;
  }

  /** The name of a parcel, by the act that committed to it last. */
  nameOf(parcel: SimulatedParcel): string {
    const commitment = commitmentOf(parcelText(parcel));
    return parcelName(this.#acts.get(commitment) ?? '', commitment);
  }

  certificate(reference: CertificateReference): CertificateRecord {
    return this.state.get(certificateKey(reference)) as CertificateRecord;
  }

  reception(reference: CertificateReference): ReceptionRecord {
    return this.state.get(receptionKey(reference)) as ReceptionRecord;
  }

  #put({ collection, name }: PrivateWrite): void {
    this.#collections.set(collection, (this.#collections.get(collection) ?? new Set()).add(name));
  }
}
