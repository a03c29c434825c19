import type { ErrorCode } from '@origin-ledger/model';

/** What anything signed may be refused with: its form, its network, its key. */
const SIGNED_ERRORS: readonly ErrorCode[] = [
  'REQUEST_TOO_LARGE',
  'REQUEST_MALFORMED',
  'REQUEST_HEADER',
  'REQUEST_NOT_CANONICAL',
  'REQUEST_CLAIMS',
  'REQUEST_NOT_YET_VALID',
  'REQUEST_AUDIENCE',
  'KEY_UNKNOWN',
  'KEY_REVOKED',
  'KEY_EXPIRED',
  'KEY_NOT_YET_VALID',
  'ALGORITHM_MISMATCH',
  'SIGNATURE_INVALID',
  'MEMBER_MISMATCH',
  'ISSUER_MISMATCH',
  'LEDGER_UNAVAILABLE',
];

/** What any signed request may be refused with, whatever it asks for. */
export const REQUEST_ERRORS: readonly ErrorCode[] = [
  'BODY_MALFORMED',
  'BODY_INVALID',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE',
  ...SIGNED_ERRORS,
  'REQUEST_LIFETIME',
  'REQUEST_OPERATION',
  'REQUEST_EXPIRED',
  'MEMBER_NOT_REGISTERED',
  'ROLE_MISSING',
  'JTI_REUSED',
  'STORAGE_FULL',
  'READ_MODEL_AHEAD',
];

/** What any signed query may be refused with. */
export const QUERY_ERRORS: readonly ErrorCode[] = [
  'QUERY_MISSING',
  'QUERY_TARGET',
  'QUERY_LIFETIME',
  'QUERY_EXPIRED',
  'QUERY_REPLAYED',
  ...SIGNED_ERRORS,
];
