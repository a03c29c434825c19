import { applicationErrors } from './application-errors.js';
import type { ErrorDefinition } from './error-definition.js';
import { tradeErrors } from './trade-errors.js';

/**
 * The one registry of error codes. Contracts, gateway, SDK, CLI and documentation read it; a code never
 * changes its meaning. Texts name codes and boxes, never a document's values.
 */

export type { ErrorDefinition, Retry } from './error-definition.js';

const define = <T extends Record<string, ErrorDefinition>>(definitions: T): T => definitions;

const never = (status: number, title: string, remedy: string): ErrorDefinition => ({
  status,
  title,
  remedy,
  retry: 'never',
});
const same = (status: number, title: string, remedy: string): ErrorDefinition => ({
  status,
  title,
  remedy,
  retry: 'same',
});

export const errorRegistry = define({
  // The HTTP message
  BODY_MALFORMED: never(
    400,
    'The body is not JSON',
    'Send one JSON object, UTF-8, without duplicate members.',
  ),
  BODY_TOO_LARGE: never(
    413,
    'The body is larger than the gateway accepts',
    'Split the batch into smaller requests.',
  ),
  BODY_INVALID: never(
    400,
    'The body has missing, unknown or ill-typed members',
    'Correct the members named in boxes.',
  ),
  NOT_FOUND: never(404, 'There is no such resource', 'See /openapi.json for what this gateway serves.'),
  METHOD_NOT_ALLOWED: never(405, 'The resource does not take this method', 'See /openapi.json.'),
  MEDIA_TYPE: never(415, 'The media type is not supported', 'Send application/json.'),
  HEADERS_TOO_LARGE: never(
    431,
    'Target and headers are larger than the gateway accepts',
    'Shorten the query string and the headers.',
  ),
  MESSAGE_MALFORMED: never(
    400,
    'The message is not HTTP/1.1 as RFC 9112 frames it',
    'Send it with a standard HTTP client: one Host header, no transfer coding but one chunked.',
  ),
  MESSAGE_TIMEOUT: same(
    408,
    'The message did not come to its end in time',
    'Send it on a faster or steadier line; split a batch.',
  ),
  RATE_LIMITED: same(429, 'Too many requests from this address', 'Wait as long as Retry-After says.'),
  OVERLOADED: same(
    503,
    'The gateway has as much under way as it can take',
    'Wait as long as Retry-After says.',
  ),
  INTERNAL: {
    status: 500,
    title: 'The gateway failed',
    remedy: 'Ask for the operation; report the request id.',
    retry: 'ask',
  },

  // The signed request
  REQUEST_MALFORMED: never(
    400,
    'The request is not a compact JWS of the origin format',
    'Sign again with a current SDK.',
  ),
  REQUEST_TOO_LARGE: never(
    413,
    'The request is larger than its operation takes',
    'Split a batch; maxBytes of each operation stands in /openapi.json.',
  ),
  REQUEST_HEADER: never(
    400,
    'The protected header must be exactly alg, kid and typ',
    'Remove every other header parameter.',
  ),
  REQUEST_NOT_CANONICAL: never(
    400,
    'The header or payload is not RFC 8785 canonical JSON',
    'Serialise with RFC 8785 before signing; text in NFC.',
  ),
  REQUEST_CLAIMS: never(
    400,
    'The claims have missing, unknown or ill-typed members',
    'Correct the members named in boxes.',
  ),
  REQUEST_OPERATION: never(
    400,
    'The operation, or this version of it, is unknown here',
    'See the operations listed in /openapi.json.',
  ),
  REQUEST_AUDIENCE: never(
    400,
    'The request is meant for another network',
    'Sign with the audience of this network (/v1/network).',
  ),
  REQUEST_LIFETIME: never(
    400,
    'The request must expire after it is issued and within 24 hours',
    'Sign again with a shorter lifetime.',
  ),
  REQUEST_EXPIRED: never(400, 'The request has expired', 'Sign again.'),
  REQUEST_NOT_YET_VALID: same(
    400,
    'The request was issued in the future',
    'Check the clock of the signing machine.',
  ),
  SIGNATURE_INVALID: never(
    401,
    'The signature does not verify',
    'Sign with the registered key; nothing may change after signing.',
  ),
  ALGORITHM_MISMATCH: never(
    401,
    'The algorithm is not the one registered for this key',
    'Use the algorithm in the registry: ES256 or Ed25519.',
  ),
  KEY_UNKNOWN: never(
    401,
    'No such key is registered',
    'Have an administrator of your organisation register it.',
  ),
  KEY_REVOKED: never(401, 'The key is revoked', 'Register a new key and sign again.'),
  KEY_EXPIRED: never(401, 'The key is past its validity', 'Register a new key and sign again.'),
  KEY_NOT_YET_VALID: same(401, 'The key is not valid yet', 'Wait for the start of its validity.'),
  ISSUER_MISMATCH: never(
    401,
    'The claimed issuer is not the holder of this key',
    'State as iss the code registered for this key.',
  ),
  ROLE_MISSING: never(
    403,
    'This act needs another role',
    'Have it signed by a person with one of the roles named.',
  ),
  MEMBER_MISMATCH: never(
    403,
    "The submitter is not of the signer's member",
    'Submit through the gateway of your own member.',
  ),
  ADMINISTRATOR_REQUIRED: never(
    403,
    'Only an administrator of the member may change its register',
    'Sign and submit as an administrator of that member.',
  ),
  JTI_REUSED: never(409, 'This jti already stands for other contents', 'Sign again with a fresh random jti.'),
  REQUEST_WITHDRAWN: never(
    409,
    'This request was withdrawn before it took effect',
    'Sign again with a fresh random jti.',
  ),
  AFTER_MISMATCH: never(
    409,
    'The document has changed since its signer saw it',
    'Read the document again, then sign with its last act as after.',
  ),
  TIMESTAMP_BEFORE_LAST_ACT: same(
    409,
    'The transaction is timed more than 30 minutes before the last act',
    "Check the gateway's clock; try again.",
  ),

  // Parcels
  PARCEL_MISSING: never(
    400,
    'A commitment has no parcel',
    'Send the bytes of every parcel the request commits to.',
  ),
  PARCEL_UNDECLARED: never(
    400,
    'A parcel has no commitment in the request',
    'Send only parcels the request commits to.',
  ),
  PARCEL_MISMATCH: never(
    400,
    'A parcel does not match its commitment',
    'Send the exact bytes that were committed to.',
  ),
  PARCEL_NOT_CANONICAL: never(
    400,
    'A parcel is not RFC 8785 canonical JSON in NFC',
    'Serialise with RFC 8785; text in NFC; decimals as strings.',
  ),
  PARCEL_TOO_LARGE: never(
    413,
    'A parcel is larger than a document may be',
    'Divide the consignment between certificates; leave out what no box asks for.',
  ),
  PARCEL_READERS: never(
    400,
    'The readers of a parcel are not those its act requires',
    'State exactly the members that may read it.',
  ),
  PARCEL_NOT_HELD: same(409, 'The bytes of a parcel are not held here yet', 'Have them delivered again.'),

  // Documents and rules
  DOCUMENT_INVALID: never(
    422,
    'The document has missing, unknown or ill-typed boxes',
    'Correct the boxes named.',
  ),
  DOCUMENT_DISAGREES: never(
    422,
    'The document disagrees with the public part of the request',
    'State the same in both; the boxes are named.',
  ),
  DOCUMENT_RULES: never(
    422,
    'The document breaks rules of its form',
    'Run the pre-check over it: it names the rule of each box and what to do.',
  ),
  MEMBER_UNKNOWN: never(422, 'No such member takes part', 'See /v1/registry/members.'),
  MEMBER_DEPARTED: never(
    409,
    'The member has left: what is recorded stays, and nothing new names it',
    'Wait until it has come back and entered itself again.',
  ),
  MEMBER_CODE: never(
    422,
    'The member code does not follow from the organisation',
    'A member registers itself, under the code of its own MSP.',
  ),
  OTHER_MEMBER: never(
    403,
    'The act belongs to another member',
    'Only the member named by the document may do this.',
  ),
  FORM_UNKNOWN: never(422, 'No such form is in use', 'See the forms listed in /openapi.json.'),
  FORM_MEMBERS: never(
    422,
    'The form is not in use between these members',
    'Choose a form both members apply.',
  ),
  NUMBER_USED: never(409, 'This office has already issued this number', 'Issue under a new number.'),
  NUMBER_REPEATED: never(422, 'The batch names a certificate twice', 'Name each certificate once.'),
  ISSUE_DATE: never(
    422,
    'The date of issue is not the day it must be',
    "A certificate's is the day it is recorded, in the issuing member's zone; a declaration's is its document's, not later.",
  ),
  SIGNED_ANOTHER_DAY: never(
    422,
    'The request was signed on an earlier day than it is recorded',
    "Sign it anew: a legal date is the day the act is recorded, in the acting member's zone.",
  ),
  RETROACTIVE_FLAG: never(
    422,
    'Issued after departure if and only if marked retroactive (OCP 10)',
    'Set or clear the retroactive mark in box 13.',
  ),
  RETROACTIVE_LATE: never(
    422,
    'More than one year after departure (OCP 10)',
    'No certificate can be issued for this shipment.',
  ),
  CERTIFICATE_UNKNOWN: never(404, 'No such certificate is on record', 'Check member, office and number.'),
  CERTIFICATE_NOT_VALID: never(409, 'The certificate is no longer valid', 'See its validity and links.'),
  CERTIFICATE_NOT_SENT: never(409, 'The certificate has not been sent', 'The issuing member sends it first.'),
  CERTIFICATE_ALREADY_SENT: never(
    409,
    'The certificate was already sent',
    'Deliver its contents again instead.',
  ),
  CERTIFICATE_ALREADY_RECEIVED: never(
    409,
    'The certificate was already received',
    'Nothing needs to be done.',
  ),
  COMMITMENT_MISMATCH: never(
    409,
    'The commitment is not the one on record',
    'Use the bytes committed to when it was issued.',
  ),
  NOT_A_READER: never(
    403,
    'The contents are open to the two states and the exporter only',
    'Ask the issuing or the importing member.',
  ),

  ...tradeErrors,
  ...applicationErrors,

  // The registry
  KEY_EXISTS: never(409, 'This key is already registered', 'Make a new key.'),
  KEY_UNFIT: never(
    422,
    'The key is not one that its holder alone can sign for',
    'Make a new key; coordinates are written as its curve has them.',
  ),
  KEY_PROOF: never(
    422,
    'The proof that the key is held does not verify',
    'Make the registration with the key itself.',
  ),
  KEY_THUMBPRINT: never(
    422,
    'kid is not the RFC 7638 thumbprint of the key',
    'Compute kid from the public key.',
  ),
  MEMBER_EXISTS: never(409, 'The member is already registered', 'Change its entry instead.'),
  MEMBER_NOT_REGISTERED: same(
    409,
    'The member has not registered itself yet',
    'Its administrator registers the member first.',
  ),

  // Queries
  QUERY_MISSING: never(
    401,
    'The query is not signed',
    'Send Authorization: Origin-Query with a signed query.',
  ),
  QUERY_TARGET: never(401, 'The query was signed for another method or URL', 'Sign method and URL as sent.'),
  QUERY_LIFETIME: never(401, 'A query lives at most 60 seconds', 'Sign again.'),
  QUERY_EXPIRED: never(401, 'The query has expired', 'Sign again.'),
  QUERY_REPLAYED: never(401, 'This query was already answered', 'Sign each query afresh.'),
  CURSOR_INVALID: never(400, 'The cursor is not one this gateway gave', 'Start without a cursor.'),
  OPERATION_UNKNOWN: never(
    404,
    'No such operation is known here',
    'Submit the request; a replay is harmless.',
  ),

  // The ledger
  LEDGER_UNAVAILABLE: same(
    503,
    'The ledger does not answer',
    'Try again; the operation stays in the journal.',
  ),
  CONTRACT_UNAVAILABLE: same(
    503,
    'The contract service does not answer',
    'Try again; the operation stays in the journal.',
  ),
  ENDORSEMENT_FAILED: same(
    502,
    'The peers did not endorse the transaction',
    'Try again; if it stays so, compare the contract copies.',
  ),
  ENDORSEMENT_MISMATCH: same(
    502,
    'The peers endorsed different results',
    'Try again; if it stays so, one contract copy differs.',
  ),
  OUTCOME_UNKNOWN: {
    status: 202,
    title: 'The outcome is not known yet',
    remedy: 'Ask for the operation; never sign a second request for the same act.',
    retry: 'ask',
  },
  TRANSACTION_INVALIDATED: same(
    409,
    'The ledger invalidated the transaction',
    'Send the same request again.',
  ),
  TIMESTAMP_OUTSIDE_WINDOW: same(
    503,
    "The gateway's clock is more than 15 minutes off",
    'Set the clock of the gateway.',
  ),
  QUOTA_EXCEEDED: same(
    429,
    'A share of this gateway is used up: boxes name it',
    'Hand in or withdraw drafts, wait until what is under way has ended, or ask the authority for a larger share.',
  ),
  STORAGE_FULL: same(507, "The gateway's store is full", 'Free space; nothing acknowledged is lost.'),
  STORAGE_BUSY: same(
    503,
    "The gateway's store is locked by another program",
    'Try again; whoever runs the gateway ends the backup or shell that holds it.',
  ),
  STORAGE_DAMAGED: same(
    503,
    "The gateway's store is damaged",
    'Whoever runs the gateway stops it and puts back the last whole copy; see "The gateway\'s store" in docs/operators.md.',
  ),
  STORAGE_FAILED: same(
    503,
    "The gateway's store cannot be read or written",
    'Whoever runs the gateway looks at its disk and at the rights of its folder.',
  ),
  STORAGE_SCHEMA: same(
    503,
    "The gateway's store has other tables than this program",
    'Start the version of the program that wrote it, or put back a whole copy of the store.',
  ),
  STORAGE_NEWER: same(
    503,
    "The gateway's store was written by a newer version of this program",
    'Start that version, or a newer one.',
  ),
  STORAGE_OF_ANOTHER: same(
    503,
    "The gateway's store is another member's",
    'Start the gateway with the data folder of its own member, or with an empty one.',
  ),
  READ_MODEL_AHEAD: same(
    503,
    'The ledger does not have blocks that this gateway has read',
    'Whoever runs the gateway waits while its peer catches up, or, if the ledger was put back, starts it with --rebuild.',
  ),
  STATE_TAMPERED: never(
    500,
    'The record was not written by a verified act',
    'Report it: an auditor must look at the blocks.',
  ),

  // Found by clients
  GATEWAY_UNREACHABLE: same(
    503,
    'The gateway does not answer',
    'Check its address; then send the same request again, never a second one.',
  ),
  GATEWAY_NOT_SECURE: never(
    400,
    'Plain HTTP to another machine lets others read and change what is said',
    "Use the gateway's https address, or say that the way there is secure: --plain-http, plainHttp.",
  ),
  GATEWAY_NOT_TRUSTED: same(
    502,
    "The gateway's certificate is not accepted",
    "Give the certificate of its member's authority (--ca, ORIGIN_CA), or have the gateway's renewed.",
  ),
  ANSWER_INVALID: {
    status: 502,
    title: 'The answer is not one this API gives',
    remedy: 'Check that the address is that of a gateway, and the version of the client.',
    retry: 'ask',
  },
  ANSWER_NOT_VERIFIED: {
    status: 502,
    title: "The answer is not signed by the gateway's published key for this question",
    remedy: 'Do not use it; ask again, and report it if it stays so.',
    retry: 'ask',
  },
});

export type ErrorCode = keyof typeof errorRegistry;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorRegistry, text);
