import {
  checkArguments,
  commitmentOf,
  encodeBase64url,
  operationOf,
  parseCanonical,
  parseRequest,
  parseReference,
  referenceText,
  OriginError,
  signRequest,
  type CertificateReference,
  type Json,
} from '@origin-ledger/model';
import type { HolderKey } from '../keys/holder-key.js';
import { contentsText } from './normal-form.js';
import { freshRequestId, issuedAt, type PreparedRequest, type RequestOptions } from './prepared-request.js';

/** A confidential part of an act. */
export interface ActParcel {
  /** What it is, and of what: `decision VN.HAN.26-000123`. */
  readonly box: string;
  /** Members who may read it. */
  readonly readers: readonly string[];
  /** What it says: a fresh salt is filled in where there is none. Or the exact text committed to before. */
  readonly contents: string | { readonly [member: string]: Json };
}

export interface PrepareActOptions extends RequestOptions {
  /** `certificate.decide/1`: see the gateway's OpenAPI document, `x-operations`. */
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parcels?: readonly ActParcel[];
  /** Last act on the certificate its signer saw. */
  readonly after?: string;
}

/**
 * Builds and signs the request for any operation, its arguments checked by the operation's own schema. Needs no
 * connection.
 * @throws OriginError REQUEST_OPERATION, REQUEST_CLAIMS, PARCEL_NOT_CANONICAL, DOCUMENT_INVALID
 * @example
 * const prepared = await prepareAct(key, { audience, op: 'parcel.receive/1', args: { parcel } });
 */
export async function prepareAct(key: HolderKey, options: PrepareActOptions): Promise<PreparedRequest> {
  const { op, args, parcels = [], after, audience, lifetime } = options;
  const definition = operationOf(op);
  const texts = parcels.map(textOf);
  const jti = freshRequestId();
  const request = await signRequest(key, {
    iss: key.holder,
    aud: audience,
    op,
    args,
    parcels: parcels.map(({ box, readers }, index) => ({
      box,
      readers: [...new Set(readers)],
      commitment: commitmentOf(texts[index] ?? ''),
    })),
    iat: issuedAt(options.now),
    jti,
    ...(after === undefined ? {} : { after }),
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  checkArguments(definition, parseRequest(request));
  return { id: `${key.kid}.${jti}`, request, parcels: texts, references: referencesOf(args) };
}

function textOf({ contents }: ActParcel, index: number): string {
  if (typeof contents !== 'string')
    return contentsText({ salt: freshSalt(), ...contents }, `parcels[${index}]`);
  if (parseCanonical(contents) === undefined)
    throw new OriginError('PARCEL_NOT_CANONICAL', { boxes: [`parcels[${index}]`], stage: 'request' });
  return contents;
}

const freshSalt = (): string => encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));

/** The certificate that an act names, where it names one. */
function referencesOf(args: Readonly<Record<string, unknown>>): string[] {
  const { reference } = args as { readonly reference?: CertificateReference };
  const name = reference === undefined ? undefined : referenceText(reference);
  return name === undefined || parseReference(name) === undefined ? [] : [name];
}
