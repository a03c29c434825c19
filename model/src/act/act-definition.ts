import type { Static, TSchema } from 'typebox';
import type { Json } from '../canonical/canonical-json.js';
import type { KeyRecord, MemberRecord, Role } from '../registry/records.js';
import type { RuleId } from '../rule/catalogue.js';
import { USUAL_REQUEST_BYTES, type ParsedRequest, type RequestClaims } from '../request/signed-request.js';
import type { StateKey } from './state-key.js';

/**
 * What a contract and a gateway do for each kind of act.
 *
 * `public`: the transaction is the request alone, endorsed by its owner and any other member. Parcels that the
 * request commits to (the contents of a certificate at its issue) stay with its author, who deposits them in its own
 * collection.
 *
 * `delivered`: endorsed and sent like a public act, without transient data, so that no state's absence makes it miss
 * its clock. The act leaves a parcel entry (`parcelKey`) under its own id and the commitment: it is OWED. Then, by `deliver`, which
 * needs no signature and may be repeated for ever, the author's gateway puts the bytes into the author's collection
 * and each reader's, one private write endorsed by the peer it goes to; the contract lets author and readers do so,
 * when the bytes match the entry's commitment: it is DELIVERED, as the hash in the block shows. The reader's own
 * `parcel.receive/1` makes it RECEIVED: the contract wants every {@link Decision.held} hash on the ledger. Only then may
 * the reader deliver it, to an author whose peer lost it.
 *
 * `joint`: endorsed by the peers of all {@link ActDefinition.parties}, which see the transient data: the bytes of
 * {@link ActDefinition.carries}, or of every parcel where it is absent, each under its commitment. `performAct` asks
 * the contract for them as `parcels` and runs {@link ActDefinition.judge}; a read model, or an auditor, has none and
 * says `'elsewhere'`: the two states judged them when they endorsed. Contracts write the private writes.
 */
export type ActKind =
  /** Nothing confidential inside: its owner and any other member. */
  | 'public'
  /** It must not miss its clock; its parcel is carried afterwards. */
  | 'delivered'
  /** Public part and parcel in one transaction: both states. */
  | 'joint';

/** Contents of parcels by their commitment. */
export type ParcelsAtHand = ReadonlyMap<string, Json>;

/** The state an act reads: one value for each key it asked for. */
export interface ActState {
  /** The value under the key, or undefined when there is none. The key must be among those asked for. */
  get<T>(key: StateKey): T | undefined;
}

/** Whose endorsements a change of a key needs. */
export type Owner = MemberRecord | SharedOwner;

/** What is no member's own. The policy of its key follows the charter, and so is set anew with each change. */
export interface SharedOwner {
  /** MSP ids of which more than half endorse. */
  readonly majorityOf: readonly string[];
  /** Who may do it with one other, instead. */
  readonly keeper?: MemberRecord;
}

/** One change of the state. */
export interface Write {
  readonly key: StateKey;
  readonly value: object;
  /** Whose key it is: every change of a member's needs that member's endorsement and one other's. */
  readonly owner: Owner;
}

/** Bytes that an act puts into members' collections in the same transaction. */
export interface PrivateWrite {
  readonly collection: string;
  /** Name of the private key: `privateNameOf` the entry that the bytes belong to. */
  readonly name: string;
  /** What the bytes must be. */
  readonly commitment: string;
}

/** Bytes that must lie in a collection already: their hash stands on the ledger. */
export interface HeldValue extends PrivateWrite {
  /** Where the request names them. */
  readonly box: string;
}

export interface Decision {
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  /** Private values whose hash must already stand on the ledger: the contract checks each. */
  readonly held?: readonly HeldValue[];
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
  /** Bytes of the payload of its request, where a batch takes more than {@link USUAL_REQUEST_BYTES}. */
  readonly maxBytes?: number;
  /** Roles of which the signer needs one; `administrator` for changes of the register. */
  readonly roles: readonly (Role | 'administrator')[];
  /** The keys whose values {@link decide} needs. */
  reads(
    args: Static<S>,
    memberCode: string,
    request: Pick<ParsedRequest, 'actId' | 'claims'>,
    /** The signer's entry; undefined for an administrator. */
    key: KeyRecord | undefined,
  ): readonly StateKey[];
  /** @throws OriginError when a rule refuses the act. */
  decide(context: ActContext<Static<S>>): Decision;
  /** Checks that need cryptography and so cannot be synchronous: run before {@link decide}. */
  verify?(args: Static<S>, request: ParsedRequest): Promise<void>;
  /** Of an act on one certificate with one parcel of its own: the parcel's kind, such as `decision`. */
  readonly says?: string;
  /** Rules of the catalogue that this act holds. */
  readonly rules?: readonly RuleId[];
  /** For a joint act, the commitments whose bytes travel in its transaction; absent: all. */
  carries?(args: Static<S>, claims: RequestClaims): readonly string[];
  /**
   * For a joint act: what must be seen in the parcels themselves. Runs after {@link decide}, where they are at hand.
   * @throws OriginError when a rule refuses the act
   */
  judge?(context: ActContext<Static<S>>, parcels: ParcelsAtHand): void;
  /** For a joint act, the two members whose peers endorse it and whose collections it writes. */
  parties?(args: Static<S>, state: ActState): readonly string[];
}

/** Bytes that the payload of an operation's request may have. */
export const requestBytesOf = ({ maxBytes }: Pick<ActDefinition, 'maxBytes'>): number =>
  maxBytes ?? USUAL_REQUEST_BYTES;

/** Gives an act its argument types. */
export const defineAct = <S extends TSchema>(definition: ActDefinition<S>): ActDefinition<S> => definition;
