import {
  applicationBox,
  applicationOperations,
  commitmentOf,
  encodeBase64url,
  inOneReading,
  OriginError,
  parseRequest,
  readApplicationRequest,
  signRequest,
  type ApplicationStep,
} from '@origin-ledger/model';
import type { HolderKey } from '../keys/holder-key.js';
import { contentsText } from '../requests/normal-form.js';
import {
  freshRequestId,
  issuedAt,
  today,
  type PreparedRequest,
  type RequestOptions,
} from '../requests/prepared-request.js';

/** A document as its exporter states it: any box may still be open in a draft. */
export type AppliedDocument = Readonly<Record<string, unknown>>;

/** Why an application is returned or refused, and which boxes it concerns. */
export interface Reason {
  readonly text: string;
  readonly boxes?: readonly string[];
}

export interface PrepareApplicationOptions extends RequestOptions {
  readonly step: Exclude<ApplicationStep, 'issue'>;
  /** Draft and submit: what is applied for. */
  readonly document?: AppliedDocument;
  /** Return and refuse. */
  readonly reason?: Reason;
  /** The application it is about, and the last step on it that was seen; absent: a new one. */
  readonly on?: { readonly application: string; readonly after: string };
  /** Minutes east of UTC of the own member: box 11 is dated there. */
  readonly utcOffsetMinutes?: number;
}

/**
 * Builds and signs one step of an application. What is handed in is dated, and names the signer as its exporter, where
 * the document leaves these boxes open. Needs no connection.
 * @throws OriginError REQUEST_OPERATION, REQUEST_CLAIMS, PARCEL_MISSING, DOCUMENT_INVALID
 * @example
 * const prepared = await prepareApplication(key, { audience, step: 'submit', document, utcOffsetMinutes: 420 });
 */
export async function prepareApplication(
  key: HolderKey,
  options: PrepareApplicationOptions,
): Promise<PreparedRequest> {
  const { step, on, audience, lifetime } = options;
  const operation = applicationOperations.get(`application.${step}/1`);
  if (operation === undefined)
    throw new OriginError('REQUEST_OPERATION', { boxes: ['op'], stage: 'request' });
  const iat = issuedAt(options.now);
  const contents = contentsOf(options, key.holder);
  const parcels =
    contents === undefined ? [] : [contentsText({ salt: freshSalt(), ...contents }, 'parcels[0]')];
  const member = key.holder.split(':')[0] ?? '';
  const jti = freshRequestId();
  const request = await signRequest(key, {
    iss: key.holder,
    aud: audience,
    op: operation.op,
    args: on === undefined ? {} : { application: on.application },
    ...(on === undefined ? {} : { after: on.after }),
    parcels: parcels.map((text) => ({
      box: applicationBox(operation.parcel ?? 'application', member),
      commitment: commitmentOf(text),
      readers: [member],
    })),
    iat,
    jti,
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  readApplicationRequest(parseRequest(request), parcels);
  return { id: `${key.kid}.${jti}`, request, parcels, references: [] };
}

function contentsOf(
  { step, document: stated, reason, now, utcOffsetMinutes = 0 }: PrepareApplicationOptions,
  holder: string,
): object | undefined {
  if (stated === undefined)
    return reason === undefined ? undefined : { text: reason.text, boxes: [...(reason.boxes ?? [])] };
  const document = inOneReading(stated) as AppliedDocument;
  if (step !== 'submit') return { document };
  const day = today({ ...(now === undefined ? {} : { now }), utcOffsetMinutes });
  return { document: declared(document, holder, day) };
}

/** What a declaration adds to a document: its date, and in whose name it is made. */
export function declared(document: AppliedDocument, holder: string, today: string): AppliedDocument {
  const { exporter, declaration } = document;
  return {
    ...document,
    ...(isObject(exporter) ? { exporter: { party: holder, ...exporter } } : {}),
    ...(isObject(declaration) ? { declaration: { date: today, ...declaration } } : {}),
  };
}

/** Whether a signed request is a step of an application, and so no act of the ledger. */
export function isApplicationStep({ request }: PreparedRequest): boolean {
  try {
    return applicationOperations.has(parseRequest(request).claims.op);
  } catch {
    return false;
  }
}

const freshSalt = (): string => encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));

const isObject = (value: unknown): value is AppliedDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
