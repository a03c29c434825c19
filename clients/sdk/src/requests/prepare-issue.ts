import {
  checkAgreement,
  checkRetroactive,
  commitmentOf,
  documentBox,
  encodeBase64url,
  inOneReading,
  issue,
  OriginError,
  readDocument,
  referenceText,
  signRequest,
  type CertificateReference,
  type FormDDocument,
  type ParcelClaim,
  warningsOf,
  type Finding,
} from '@origin-ledger/model';
import { builtInForms, type FormSource } from '../forms/register-forms.js';
import type { HolderKey } from '../keys/holder-key.js';
import { certificateNumbers, freshCertificateNumber } from './certificate-numbers.js';
import { contentsReaders } from './contents-readers.js';
import type { DocumentToIssue } from './document-to-issue.js';
import { contentsText } from './normal-form.js';
import {
  freshRequestId,
  issuedAt,
  today,
  type PreparedRequest,
  type RequestOptions,
} from './prepared-request.js';

/** What stands in place of what the documents state, or leave open. */
export interface IssueOptions {
  /** Office that numbers the certificates. Needed where a document brings no reference. */
  readonly office?: string;
  /** Number of the first; the rest count on from it. Default: the documents' own, else fresh random ones. */
  readonly number?: string;
  /** Declared departure (OCP 10). Needed where a document states none. */
  readonly departure?: string;
  /** Importing member (box 11). */
  readonly importing?: string;
  /** Forms as the register has them. Default: the tables every network starts with. */
  readonly formOf?: FormSource;
}

export interface PrepareIssueOptions extends IssueOptions, RequestOptions {
  readonly documents: readonly DocumentToIssue[];
  /** Minutes east of UTC of the issuing member: the day of issue is counted there. */
  readonly utcOffsetMinutes: number;
}

/** A document whose boxes are all filled in, and its public part. */
export interface Completed {
  readonly document: FormDDocument;
  readonly text: string;
  /** What passes with a warning (OCP 16.1). */
  readonly warnings: readonly Finding[];
  readonly certificate: {
    readonly office: string;
    readonly number: string;
    readonly form: string;
    readonly importing: string;
    readonly issued: string;
    readonly departure: string;
    readonly retroactive: boolean;
    readonly items: number;
    readonly backToBack?: true;
  };
}

/**
 * Builds and signs the request to issue 1 to 500 certificates: fills salts, references and dates, checks every
 * box and that each document agrees with its public part. Needs no connection.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, RETROACTIVE_FLAG, RETROACTIVE_LATE, REQUEST_CLAIMS
 * @example
 * const prepared = await prepareIssue(key, {
 *   audience, utcOffsetMinutes: 420, documents: [formD], office: 'HAN', departure: '2026-03-20',
 * });
 */
export async function prepareIssue(key: HolderKey, options: PrepareIssueOptions): Promise<PreparedRequest> {
  const { documents, audience, lifetime } = options;
  const iat = issuedAt(options.now);
  const issued = today(options);
  const numbers = options.number === undefined ? [] : certificateNumbers(options.number, documents.length);
  const completed = documents.map((document, index) =>
    completeDocument(
      document,
      { ...options, ...numberAt(numbers, index) },
      key,
      issued,
      `documents[${index}]`,
    ),
  );
  const jti = freshRequestId();
  const request = await signRequest(key, {
    iss: key.holder,
    aud: audience,
    op: issue.op,
    args: { certificates: completed.map(({ certificate }) => certificate) },
    parcels: completed.map((one) => parcelClaim(one, options.formOf)),
    iat,
    jti,
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  return {
    id: `${key.kid}.${jti}`,
    request,
    parcels: completed.map(({ text }) => text),
    references: completed.map(({ document }) => referenceText(document.reference)),
    warnings: completed.flatMap(({ warnings }) => warnings),
  };
}

const numberAt = (numbers: readonly string[], index: number): { readonly number?: string } => {
  const number = numbers[index];
  return number === undefined ? {} : { number };
};

/**
 * Fills in what an act of issue adds to a document: salt, reference, dates, signatory.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, FORM_MEMBERS where a member would issue for itself,
 *   RETROACTIVE_FLAG, RETROACTIVE_LATE
 */
export function completeDocument(
  written: DocumentToIssue,
  options: IssueOptions,
  key: HolderKey,
  issued: string,
  box: string,
): Completed {
  const stated = inOneReading(written) as DocumentToIssue;
  const reference: CertificateReference = {
    member: stated.reference?.member ?? key.holder.split(':')[0] ?? '',
    office: options.office ?? stated.reference?.office ?? '',
    number: options.number ?? stated.reference?.number ?? freshCertificateNumber(issued),
  };
  const { transport, declaration, certification } = stated;
  const departure = options.departure ?? transport.departure;
  const text = contentsText(
    {
      ...stated,
      salt: encodeBase64url(crypto.getRandomValues(new Uint8Array(32))),
      reference,
      transport: departure === undefined ? transport : { ...transport, departure },
      declaration: {
        ...declaration,
        date: declaration.date ?? issued,
        importing: options.importing ?? declaration.importing,
      },
      certification: {
        ...certification,
        date: certification.date ?? issued,
        signatory: certification.signatory ?? key.holder,
      },
    },
    box,
  );
  const form = (options.formOf ?? builtInForms)(stated.form);
  const document = readDocument(text, box, form);
  if (document.declaration.importing === document.reference.member)
    throw new OriginError('FORM_MEMBERS', { boxes: [`${box}.declaration.importing`], stage: 'request' });
  const certificate = {
    office: document.reference.office,
    number: document.reference.number,
    form: document.form,
    importing: document.declaration.importing,
    issued: document.certification.date,
    departure: document.transport.departure,
    retroactive: document.flags.issuedRetroactively !== undefined,
    items: document.items.length,
    // Rules depend on this flag, so the record shows it; absent means no.
    ...(document.flags.backToBack === undefined ? {} : { backToBack: true as const }),
  };
  checkAgreement(document, { ...certificate, reference: document.reference }, box);
  checkRetroactive(certificate, box, form?.retroactiveMonths);
  const found = form === undefined ? [] : warningsOf(document, form, reference.member);
  const warnings = found.map((one) => ({ ...one, box: `${box}.${one.box}` }));
  return { document, text, certificate, warnings };
}

const parcelClaim = ({ document, text }: Completed, formOf: FormSource | undefined): ParcelClaim => ({
  box: documentBox(document.reference),
  commitment: commitmentOf(text),
  readers: contentsReaders(document, formOf),
});
