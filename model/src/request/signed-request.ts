import { Type, type Static } from 'typebox';
import { decodeBase64url } from '../canonical/base64url.js';
import { parseCanonical, type Json } from '../canonical/canonical-json.js';
import { sha256Hex } from '../canonical/digest.js';
import { OriginError } from '../errors/origin-error.js';
import { validatorOf } from '../validation/validator.js';
import {
  Audience,
  ActIdText,
  closed,
  KeyId,
  MemberCode,
  PartyCode,
  RequestId,
  Sha256Text,
} from '../validation/vocabulary.js';

/** JWS type of a request for an act (RFC 8725, 3.11: every kind of token has its own). */
export const REQUEST_TYPE = 'origin-request+jwt';

/** The longest life of a request, in seconds. */
export const MAX_LIFETIME_SECONDS = 24 * 60 * 60;

/** A protected header has three short members. */
const MOST_HEADER_BYTES = 1024;
/** What an operation's payload may take, unless the operation says more ({@link ParsedRequest} of a batch). */
export const USUAL_REQUEST_BYTES = 64 * 1024;
/** No operation takes a larger payload. */
export const MOST_REQUEST_BYTES = 512 * 1024;

/** Of what a payload is made ({@link marksOf}): a batch of five hundred certificates has a third of them. */
const MOST_REQUEST_MARKS = 100_000;

/** Signature algorithms the contracts verify; the registry says which one each key uses. */
export const SignatureAlgorithm = Type.Union([Type.Literal('ES256'), Type.Literal('Ed25519')]);
export type SignatureAlgorithm = Static<typeof SignatureAlgorithm>;

/** The whole protected header: anything more is refused (`jwk`, `jku`, `x5u`, `crit` included). */
export const ProtectedHeader = Type.Object({ alg: Type.String(), kid: KeyId, typ: Type.String() }, closed);
export type ProtectedHeader = Static<typeof ProtectedHeader>;

/** What stands for a confidential part: the hash of its bytes and who may read them. */
export const ParcelClaim = Type.Object(
  {
    /** Which part it is, and of which document: `document VN.HAN.0001`. */
    box: Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z]+ [A-Z0-9][A-Z0-9 ./-]*$' }),
    commitment: Sha256Text,
    readers: Type.Array(MemberCode, { minItems: 1, maxItems: 4, uniqueItems: true }),
  },
  closed,
);
export type ParcelClaim = Static<typeof ParcelClaim>;

/** The claims of a request. Times are seconds since 1970 (RFC 7519). */
export const RequestClaims = Type.Object(
  {
    iss: PartyCode,
    aud: Audience,
    iat: Type.Integer({ minimum: 0, maximum: 253402300799 }),
    exp: Type.Integer({ minimum: 0, maximum: 253402300799 }),
    jti: RequestId,
    op: Type.String({ pattern: '^[a-z]+\\.[a-z-]+/[0-9]{1,3}$', maxLength: 60 }),
    args: Type.Record(Type.String(), Type.Unknown()),
    parcels: Type.Array(ParcelClaim, { maxItems: 500 }),
    after: Type.Optional(ActIdText),
  },
  closed,
);
export type RequestClaims = Static<typeof RequestClaims>;

const headerValidator = validatorOf(ProtectedHeader);
const claimsValidator = validatorOf(RequestClaims);

/** A request taken apart and checked for form; its signature is not verified yet. */
export interface ParsedRequest {
  /** The compact JWS as received. */
  readonly jws: string;
  readonly header: ProtectedHeader;
  readonly claims: RequestClaims;
  /** `<kid>.<jti>`. */
  readonly actId: string;
  /** Hex SHA-256 of header and payload: two requests are the same when it is, whatever their signatures. */
  readonly contents: string;
  /** Of its payload. */
  readonly bytes: number;
}

/**
 * Takes a compact JWS apart, in one order: size, shape, header, canonical payload, claims, lifetime.
 * @param most bytes of its payload: what is larger is not looked into
 * @throws OriginError REQUEST_TOO_LARGE, REQUEST_MALFORMED, REQUEST_HEADER, REQUEST_NOT_CANONICAL, REQUEST_CLAIMS,
 *   REQUEST_LIFETIME
 */
export function parseRequest(jws: string, most = MOST_REQUEST_BYTES): ParsedRequest {
  const { header, payload, signingInput, bytes } = takeApart(jws, REQUEST_TYPE, most);
  if (!claimsValidator.is(payload))
    throw new OriginError('REQUEST_CLAIMS', { boxes: claimsValidator.problems(payload), stage: 'request' });
  const { iat, exp, jti } = payload;
  if (exp <= iat || exp - iat > MAX_LIFETIME_SECONDS) {
    throw new OriginError('REQUEST_LIFETIME', { boxes: ['exp'], stage: 'request' });
  }
  return {
    ...{ jws, header, claims: payload, bytes },
    actId: `${header.kid}.${jti}`,
    contents: sha256Hex(signingInput),
  };
}

/** Characters of base64url that so many bytes are written in. */
const charactersOf = (bytes: number): number => Math.ceil((bytes * 4) / 3);
/** More than any signature of ours: of 64 bytes. */
const MOST_SIGNATURE_CHARACTERS = 1024;

/**
 * The parts of a compact JWS of one of our types, each in its only spelling.
 * @param most bytes of its payload: sizes are looked at before anything is decoded
 * @throws OriginError REQUEST_TOO_LARGE, REQUEST_MALFORMED, REQUEST_HEADER, REQUEST_NOT_CANONICAL
 */
export function takeApart(
  jws: string,
  type: string,
  most: number,
): {
  readonly header: ProtectedHeader;
  readonly payload: Json;
  readonly signingInput: string;
  /** Of the payload. */
  readonly bytes: number;
} {
  const tooLarge = (box: string): OriginError =>
    new OriginError('REQUEST_TOO_LARGE', { boxes: [box], stage: 'request' });
  if (jws.length > charactersOf(MOST_HEADER_BYTES) + charactersOf(most) + MOST_SIGNATURE_CHARACTERS)
    throw tooLarge('payload');
  const parts = jws.split('.', 4);
  const [headerText, payloadText, signatureText] = parts;
  if (
    parts.length !== 3 ||
    headerText === undefined ||
    payloadText === undefined ||
    signatureText === undefined
  ) {
    throw new OriginError('REQUEST_MALFORMED', { stage: 'request' });
  }
  if (headerText.length > charactersOf(MOST_HEADER_BYTES)) throw tooLarge('header');
  if (payloadText.length > charactersOf(most)) throw tooLarge('payload');
  const headerBytes = decodeBase64url(headerText);
  const payloadBytes = decodeBase64url(payloadText);
  if (headerBytes === undefined || payloadBytes === undefined || signatureText === '') {
    throw new OriginError('REQUEST_MALFORMED', { stage: 'request' });
  }
  const header = parseCanonical(headerBytes);
  if (header === undefined)
    throw new OriginError('REQUEST_NOT_CANONICAL', { boxes: ['header'], stage: 'request' });
  if (!headerValidator.is(header) || header.typ !== type) {
    const problems = headerValidator.problems(header);
    throw new OriginError('REQUEST_HEADER', {
      boxes: problems.length > 0 ? problems : ['typ'],
      stage: 'request',
    });
  }
  const payload = parseCanonical(payloadBytes, MOST_REQUEST_MARKS);
  if (payload === undefined)
    throw new OriginError('REQUEST_NOT_CANONICAL', { boxes: ['payload'], stage: 'request' });
  return { header, payload, signingInput: `${headerText}.${payloadText}`, bytes: payloadBytes.length };
}
