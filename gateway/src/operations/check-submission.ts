import {
  checkArguments,
  commitmentOf,
  memberKey,
  MOST_PARCEL_BYTES,
  OriginError,
  parseCanonical,
  readRequest,
  unplainTexts,
  verifySignature,
  type ActDefinition,
  type ErrorCode,
  type Json,
  type KeyRecord,
  type MemberRecord,
  type ParsedRequest,
  type VerifiedRequests,
} from '@origin-ledger/model';
import type { PresentParcels } from '../contents/present-parcel.js';
import { checkKeyInForce, registeredKey } from '../keys/registered-key.js';
import type { Replica } from '../read-model/replica.js';

/** A request whose form and signature hold; whether it may act now is a question of its own. */
export interface AuthenticRequest {
  readonly request: ParsedRequest;
  readonly definition: ActDefinition;
  readonly key: KeyRecord;
}

export interface EdgeContext {
  readonly memberCode: string;
  /** Undefined until block 0 was seen. */
  readonly audience: () => string | undefined;
  readonly replica: Replica;
  readonly verified: VerifiedRequests;
  /** Whether the gateway's own clock is off, by others' word: then it refuses nothing for good because of the time. */
  readonly clockInDoubt: () => Promise<boolean>;
}

/**
 * Size, form and operation of a request, key and signature, arguments, in this order: nothing but its size and form is
 * looked at for whom nobody knows.
 * @throws OriginError of the first check that fails
 */
export async function authenticate(jws: string, context: EdgeContext): Promise<AuthenticRequest> {
  const known = context.verified.find(jws);
  const { request, definition } = readRequest(jws, known === undefined ? {} : { known });
  // The register is changed by administrators, with their Fabric identity, at their own peer.
  if (definition.roles.includes('administrator'))
    throw new OriginError('ADMINISTRATOR_REQUIRED', { boxes: ['op'], stage: 'authorise' });
  const key = await authenticateSigner(request, context);
  checkArguments(definition, request);
  return { request, definition, key };
}

/**
 * Key and signature of a request, its signer's member and the network it is meant for, in this order.
 * @throws OriginError LEDGER_UNAVAILABLE, KEY_UNKNOWN, ALGORITHM_MISMATCH, SIGNATURE_INVALID, MEMBER_MISMATCH,
 *   ISSUER_MISMATCH, MEMBER_NOT_REGISTERED, REQUEST_AUDIENCE
 */
export async function authenticateSigner(request: ParsedRequest, context: EdgeContext): Promise<KeyRecord> {
  const audience = context.audience();
  if (audience === undefined) throw new OriginError('LEDGER_UNAVAILABLE', { stage: 'authorise' });
  const key = registeredKey(context.replica, request.header.kid);
  if (context.verified.find(request.jws) === undefined) {
    await verifySignature(request.jws, request.header.alg, key);
    context.verified.add(request);
  }
  if (key.member !== context.memberCode) throw new OriginError('MEMBER_MISMATCH', { stage: 'authorise' });
  if (key.holder !== request.claims.iss)
    throw new OriginError('ISSUER_MISMATCH', { boxes: ['iss'], stage: 'authorise' });
  const member = context.replica.value<MemberRecord>(memberKey(context.memberCode));
  if (member === undefined) throw new OriginError('MEMBER_NOT_REGISTERED', { stage: 'authorise' });
  if (request.claims.aud !== audience || request.claims.aud !== member.audience)
    throw new OriginError('REQUEST_AUDIENCE', { boxes: ['aud'], stage: 'authorise' });
  return key;
}

/** A request whose signature holds, and the roles of which its signer needs one. */
export interface Signed {
  readonly request: ParsedRequest;
  readonly key: KeyRecord;
  readonly roles: ActDefinition['roles'];
}

/**
 * Whether a request that has not acted yet may act now: time, key, role.
 * @param now milliseconds since 1970
 * @throws OriginError REQUEST_NOT_YET_VALID, REQUEST_EXPIRED, KEY_REVOKED, KEY_NOT_YET_VALID, KEY_EXPIRED, ROLE_MISSING
 */
export function checkMayAct({ request, roles, key }: Signed, now: number): void {
  const { iat, exp } = request.claims;
  if (now < iat * 1000)
    throw new OriginError('REQUEST_NOT_YET_VALID', { boxes: ['iat'], stage: 'authorise' });
  if (now >= exp * 1000) throw new OriginError('REQUEST_EXPIRED', { boxes: ['exp'], stage: 'authorise' });
  checkKeyInForce(key, new Date(now).toISOString());
  if (!key.roles.some((role) => roles.includes(role)))
    throw new OriginError('ROLE_MISSING', { boxes: roles.map(String), stage: 'authorise' });
}

const OF_THE_TIME: ReadonlySet<ErrorCode> = new Set([
  'REQUEST_NOT_YET_VALID',
  'REQUEST_EXPIRED',
  'KEY_NOT_YET_VALID',
  'KEY_EXPIRED',
]);

/**
 * The same by a clock that may be wrong.
 * @throws OriginError those of {@link checkMayAct}; TIMESTAMP_OUTSIDE_WINDOW in the place of those that the time decides,
 *   while the clock is in doubt
 */
export async function checkMayActNow(signed: Signed, now: number, context: EdgeContext): Promise<void> {
  try {
    checkMayAct(signed, now);
  } catch (error) {
    if (error instanceof OriginError && OF_THE_TIME.has(error.code) && (await context.clockInDoubt()))
      throw new OriginError('TIMESTAMP_OUTSIDE_WINDOW', { stage: 'authorise' });
    throw error;
  }
}

/**
 * The parcels of a request by their commitments: each behind one of these, none missing. Nothing else is read for it.
 * @param held whether the gateway can find bytes under a commitment by itself; only a sending may leave them out
 * @throws OriginError PARCEL_TOO_LARGE, PARCEL_NOT_CANONICAL, PARCEL_UNDECLARED, PARCEL_MISMATCH, PARCEL_MISSING,
 *   DOCUMENT_INVALID
 */
export function presentParcels(
  { request }: AuthenticRequest,
  parcels: readonly string[],
  held: (commitment: string) => boolean,
): PresentParcels {
  const declared = new Map(request.claims.parcels.map((claim, index) => [claim.commitment, index]));
  const found = new Map<string, string>();
  parcels.forEach((text, index) => {
    const box = `parcels[${index}]`;
    checkSize(text, box);
    const commitment = commitmentOf(text);
    if (!declared.has(commitment)) {
      if (parseCanonical(text) === undefined)
        throw new OriginError('PARCEL_NOT_CANONICAL', { boxes: [box], stage: 'request' });
      // As many parcels as commitments: this one was meant for one of them and has changed.
      const code = parcels.length <= declared.size ? 'PARCEL_MISMATCH' : 'PARCEL_UNDECLARED';
      throw new OriginError(code, { boxes: [box], stage: 'request' });
    }
    if (found.has(commitment)) throw new OriginError('PARCEL_UNDECLARED', { boxes: [box], stage: 'request' });
    found.set(commitment, text);
  });
  const missing = request.claims.parcels.flatMap(({ commitment }, index) =>
    found.has(commitment) || (request.claims.op === 'certificate.send/1' && held(commitment))
      ? []
      : [`parcels[${index}]`],
  );
  if (missing.length > 0) throw new OriginError('PARCEL_MISSING', { boxes: missing, stage: 'request' });
  return new Map(
    [...found].map(([commitment, text]) => [
      commitment,
      { text, said: readText(text, declared.get(commitment) ?? 0) },
    ]),
  );
}

/**
 * No parcel is looked into that is larger than a document may be.
 * @throws OriginError PARCEL_TOO_LARGE
 */
export function checkSize(text: string, box: string): void {
  if (Buffer.byteLength(text) > MOST_PARCEL_BYTES)
    throw new OriginError('PARCEL_TOO_LARGE', { boxes: [box], stage: 'request' });
}

/** @throws OriginError PARCEL_NOT_CANONICAL; DOCUMENT_INVALID where a text says nothing, or hides what it says */
function readText(text: string, index: number): Json {
  const said = parseCanonical(text);
  if (said === undefined)
    throw new OriginError('PARCEL_NOT_CANONICAL', { boxes: [`parcels[${index}]`], stage: 'request' });
  const unplain = unplainTexts(said);
  if (unplain.length > 0)
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: unplain.map((box) => `parcels[${index}].${box}`),
      stage: 'request',
    });
  return said;
}
