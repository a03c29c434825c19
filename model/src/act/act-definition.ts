import type { Static, TSchema } from 'typebox';
import type { Json } from '../canonical/canonical-json.js';
import type { KeyRecord, MemberRecord, Role } from '../registry/records.js';
import type { ParsedRequest, RequestClaims } from '../request/signed-request.js';
import type { StateKey } from './state-key.js';

/** Who endorses an act, and what its transaction carries (see the architecture page, kinds of act). */
export type ActKind =
  /** Nothing confidential inside: its owner and any other member. */
  | 'public'
  /** Public part and parcel in one transaction: both states. */
  | 'joint';

/** The state an act reads: one value for each key it asked for. */
export interface ActState {
  /** The value under the key, or undefined when there is none. The key must be among those asked for. */
  get<T>(key: StateKey): T | undefined;
}

/** One change of the state. */
export interface Write {
  readonly key: StateKey;
  readonly value: object;
  /** Whose key it is: every change of it needs the owner's endorsement and one other's. */
  readonly owner: MemberRecord;
}

/** Bytes that an act puts into members' collections in the same transaction. */
export interface PrivateWrite {
  readonly collection: string;
  /** The commitment: also the name of the private key. */
  readonly commitment: string;
}

export interface Decision {
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  /** What the signer is told, also on every replay. */
  readonly result: Json;
  /** For each document or entry touched, the last acts on it before this one. */
  readonly previous: Readonly<Record<string, readonly string[]>>;
}

export interface ActContext<A> {
  readonly args: A;
  readonly claims: RequestClaims;
  readonly actId: string;
  /** Timestamp of the transaction, RFC 3339 UTC with milliseconds. */
  readonly at: string;
  readonly state: ActState;
  readonly signer: Signer;
}

/** The authenticated signer of a request. */
export interface Signer {
  /** The signer's member; undefined only while that member registers itself. */
  readonly member: MemberRecord | undefined;
  readonly memberCode: string;
  readonly mspId: string;
  /** The registry entry; undefined for an administrator, who signs with the key of his Fabric certificate. */
  readonly key: KeyRecord | undefined;
}

/** A kind of act: its arguments, who may do it, what it reads and what it decides. Pure. */
export interface ActDefinition<S extends TSchema = TSchema> {
  /** `<folder>.<act>/<version>`. */
  readonly op: string;
  readonly title: string;
  readonly kind: ActKind;
  readonly args: S;
  /** Roles of which the signer needs one; `administrator` for changes of the register. */
  readonly roles: readonly (Role | 'administrator')[];
  /** The keys whose values {@link decide} needs. */
  reads(args: Static<S>, memberCode: string): readonly StateKey[];
  /** @throws OriginError when a rule refuses the act. */
  decide(context: ActContext<Static<S>>): Decision;
  /** Checks that need cryptography and so cannot be synchronous: run before {@link decide}. */
  verify?(args: Static<S>, request: ParsedRequest): Promise<void>;
  /** For a joint act, the two members whose peers endorse it and whose collections it writes. */
  parties?(args: Static<S>, state: ActState): readonly string[];
}

/** Gives an act its argument types. */
export const defineAct = <S extends TSchema>(definition: ActDefinition<S>): ActDefinition<S> => definition;
