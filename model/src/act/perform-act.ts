import type { Json } from '../canonical/canonical-json.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import type { PublicJwk } from '../registry/public-jwk.js';
import { algorithmOf, thumbprint } from '../registry/public-jwk.js';
import { memberCodeOf, type KeyRecord, type MemberRecord } from '../registry/records.js';
import type { ParsedRequest } from '../request/signed-request.js';
import { verifySignature } from '../request/verify-signature.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import type { Validator } from '../validation/validator.js';
import type {
  ActContext,
  ActDefinition,
  Decision,
  HeldValue,
  ParcelsAtHand,
  PrivateWrite,
  Signer,
  Write,
} from './act-definition.js';
import type { ActRecord } from './act-record.js';
import { actKey, keyKey, memberKey, type StateKey } from './state-key.js';

/** The Fabric identity that created the transaction, as every peer sees it. */
export interface Creator {
  readonly mspId: string;
  /** Whether the certificate has the role admin (NodeOU). */
  readonly administrator: boolean;
  /** Public key of the certificate, where it is one that can sign a request. */
  readonly jwk: PublicJwk | undefined;
}

/** Reads the values of state keys: the ledger in a contract, the replica in a read model. */
export type StateReader = (keys: readonly StateKey[]) => Promise<ReadonlyMap<StateKey, unknown>>;

export interface Performance {
  /** `done`: write everything. `replayed`: the request acted before; write nothing. */
  readonly status: 'done' | 'replayed';
  readonly act: ActRecord;
  /** Every write, the act record's among them. */
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  /** Private values whose hash must already stand on the ledger. */
  readonly held: readonly HeldValue[];
}

export interface PerformOptions {
  readonly request: ParsedRequest;
  readonly definition: ActDefinition;
  readonly creator: Creator;
  /** Milliseconds since 1970: the timestamp of the transaction. NaN, where it is no date, is refused. */
  readonly timestamp: number;
  readonly read: StateReader;
  /** Take the act record so that the request can never act (see `withdraw`). */
  readonly withdraw?: boolean;
  /** The signature of exactly these bytes was verified before with the key of this thumbprint. */
  readonly alreadyVerified?: (jws: string) => boolean;
  /** For acts that judge their parcels: the parcels, taken apart when the rule is reached. Without them it is refused. */
  readonly parcels?: 'elsewhere' | (() => ParcelsAtHand);
}

/** No act is timed later: whatever is counted from one ends in a year of four digits. */
const END_OF_TIME = Date.UTC(9990, 0, 1);

const validators = new WeakMap<ActDefinition, Validator<unknown>>();

function argsValidator(definition: ActDefinition): Validator<unknown> {
  let validator = validators.get(definition);
  if (validator === undefined) {
    validator = plainValidatorOf(definition.args);
    validators.set(definition, validator);
  }
  return validator;
}

/**
 * Checks the arguments of a request against its operation.
 * @throws OriginError REQUEST_CLAIMS with the boxes
 */
export function checkArguments(definition: ActDefinition, request: ParsedRequest): void {
  const problems = argsValidator(definition).problems(request.claims.args);
  if (problems.length > 0) {
    throw new OriginError('REQUEST_CLAIMS', {
      boxes: problems.map((box) => `args.${box}`),
      stage: 'request',
    });
  }
}

/**
 * One act, from parsed request to decision: the same function runs in every endorsing peer's contract and in
 * every read model. The order of checks is fixed: creator, key, signature, network, role, arguments, once-only, time,
 * rule.
 * @throws OriginError with the code of the first check that fails
 */
export async function performAct(options: PerformOptions): Promise<Performance> {
  const { request, definition, creator, timestamp, read } = options;
  const memberCode = memberCodeOf(creator.mspId);
  if (memberCode === undefined) throw new OriginError('MEMBER_CODE', { stage: 'authorise' });

  const { kid } = request.header;
  const first = [keyKey(kid), memberKey(memberCode), actKey(request.actId)];
  const values = new Map(await read(first));
  const state = { get: <T>(key: StateKey): T | undefined => values.get(key) as T | undefined };

  const member = state.get<MemberRecord>(memberKey(memberCode));
  const signer = await authenticate(options, memberCode, member, state.get<KeyRecord>(keyKey(kid)));
  // Not before the signature: until then nobody is known who could be asked to send less.
  checkArguments(definition, request);

  const earlier = state.get<ActRecord>(actKey(request.actId));
  if (earlier !== undefined) {
    if (earlier.contents !== request.contents)
      throw new OriginError('JTI_REUSED', { boxes: ['jti'], stage: 'contract' });
    return { status: 'replayed', act: earlier, writes: [], privateWrites: [], held: [] };
  }

  // Also for a withdrawal, which looks at no other time.
  if (!(timestamp >= 0 && timestamp < END_OF_TIME))
    throw new OriginError('TIMESTAMP_OUTSIDE_WINDOW', { stage: 'authorise' });
  const at = new Date(timestamp).toISOString();
  // What may still be committed must still be withdrawable: an expired request's envelope may be held back.
  if (options.withdraw !== true) checkTime(request, timestamp, signer, at);
  if (options.withdraw !== true) await definition.verify?.(request.claims.args, request);
  // Only now what the act itself needs: who may not act, or has acted, costs no more than three reads.
  const wanted =
    options.withdraw === true ? [] : definition.reads(request.claims.args, memberCode, request, signer.key);
  const missing = [...new Set(wanted)].filter((key) => !first.includes(key));
  for (const [key, value] of missing.length === 0 ? [] : await read(missing)) values.set(key, value);
  const context = {
    args: request.claims.args,
    claims: request.claims,
    actId: request.actId,
    at,
    state,
    signer,
  };
  const decision: Decision =
    options.withdraw === true
      ? { writes: [], privateWrites: [], result: null, previous: {} }
      : definition.decide(context);
  if (options.withdraw !== true) judgeParcels(definition, context, options.parcels);

  const act: ActRecord = {
    id: request.actId,
    op: request.claims.op,
    member: memberCode,
    at,
    contents: request.contents,
    request: request.jws,
    outcome: options.withdraw === true ? 'WITHDRAWN' : 'DONE',
    result: decision.result,
    previous: Object.fromEntries(Object.entries(decision.previous).map(([name, acts]) => [name, [...acts]])),
  };
  const owner = member ?? decision.writes[0]?.owner;
  if (owner === undefined) throw new OriginError('MEMBER_NOT_REGISTERED', { stage: 'contract' });
  return {
    status: 'done',
    act,
    writes: [...decision.writes, { key: actKey(act.id), value: act, owner }],
    privateWrites: decision.privateWrites,
    held: decision.held ?? [],
  };
}

/** @throws OriginError PARCEL_MISSING where an act judges its parcels and has none */
function judgeParcels(
  definition: ActDefinition,
  context: ActContext<Readonly<Record<string, unknown>>>,
  parcels: PerformOptions['parcels'],
): void {
  if (definition.judge === undefined || parcels === 'elsewhere') return;
  if (parcels === undefined)
    throw new OriginError('PARCEL_MISSING', { boxes: ['parcels'], stage: 'contract' });
  definition.judge(context, parcels());
}

async function authenticate(
  options: PerformOptions,
  memberCode: string,
  member: MemberRecord | undefined,
  key: KeyRecord | undefined,
): Promise<Signer> {
  const { request, definition, creator } = options;
  const { header, claims, jws } = request;
  const verify = async (holder: {
    readonly alg: 'ES256' | 'Ed25519';
    readonly jwk: PublicJwk;
  }): Promise<void> => {
    if (header.alg !== holder.alg || options.alreadyVerified?.(jws) !== true)
      await verifySignature(jws, header.alg, holder);
  };
  if (definition.roles.includes('administrator')) {
    if (!creator.administrator || creator.jwk === undefined || thumbprint(creator.jwk) !== header.kid) {
      throw new OriginError('ADMINISTRATOR_REQUIRED', { stage: 'authorise' });
    }
    await verify({ alg: algorithmOf(creator.jwk), jwk: creator.jwk });
    if (claims.iss !== `${memberCode}:administrator`)
      throw new OriginError('ISSUER_MISMATCH', { boxes: ['iss'], stage: 'authorise' });
    if (member !== undefined && member.audience !== claims.aud)
      throw new OriginError('REQUEST_AUDIENCE', { boxes: ['aud'], stage: 'authorise' });
    return { member, memberCode, mspId: creator.mspId, key: undefined };
  }
  if (key === undefined) throw new OriginError('KEY_UNKNOWN', { boxes: ['kid'], stage: 'authorise' });
  await verify(key);
  if (key.member !== memberCode) throw new OriginError('MEMBER_MISMATCH', { stage: 'authorise' });
  if (key.holder !== claims.iss)
    throw new OriginError('ISSUER_MISMATCH', { boxes: ['iss'], stage: 'authorise' });
  if (member === undefined) throw new OriginError('MEMBER_NOT_REGISTERED', { stage: 'authorise' });
  if (member.audience !== claims.aud)
    throw new OriginError('REQUEST_AUDIENCE', { boxes: ['aud'], stage: 'authorise' });
  if (!key.roles.some((role) => definition.roles.includes(role))) {
    throw new OriginError('ROLE_MISSING', { boxes: definition.roles.map(String), stage: 'authorise' });
  }
  return { member, memberCode, mspId: creator.mspId, key };
}

/** The transaction must be timed within the request's life and the key's validity. */
function checkTime(request: ParsedRequest, timestamp: number, signer: Signer, at: string): void {
  const { iat, exp } = request.claims;
  if (timestamp < iat * 1000)
    throw new OriginError('REQUEST_NOT_YET_VALID', { boxes: ['iat'], stage: 'authorise' });
  if (timestamp >= exp * 1000)
    throw new OriginError('REQUEST_EXPIRED', { boxes: ['exp'], stage: 'authorise' });
  const { key } = signer;
  if (key === undefined) return;
  if (key.revokedAt !== undefined)
    throw new OriginError('KEY_REVOKED', { boxes: ['kid'], stage: 'authorise' });
  if (at < key.notBefore) throw new OriginError('KEY_NOT_YET_VALID', { boxes: ['kid'], stage: 'authorise' });
  if (at >= key.notAfter) throw new OriginError('KEY_EXPIRED', { boxes: ['kid'], stage: 'authorise' });
}

/**
 * Where a stored act answers a request: the first result, or the refusal that stands for ever.
 * @throws OriginError REQUEST_WITHDRAWN
 */
export function resultOf(act: ActRecord): Json {
  if (act.outcome === 'WITHDRAWN') throw new OriginError('REQUEST_WITHDRAWN', { stage: 'contract' });
  return act.result as Json;
}

/** Canonical text of a state value: what the contract stores and the read model compares. */
export const stateText = (value: object): string => canonicalText(value);
