import type { Request } from 'express';
import { Type } from 'typebox';
import {
  OriginError,
  parseReference,
  Sha256Text,
  validatorOf,
  type CertificateReference,
  type ErrorCode,
} from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import type { Direction, ListOptions } from '../queries/certificates.js';
import type { Parameter, Route } from './routes.js';

export const reference: Parameter = {
  name: 'reference',
  in: 'path',
  description: 'Member, office and number, joined by full stops: `VN.HAN.26-000123`; percent-encoded.',
  schema: Type.String({ maxLength: 80 }),
  required: true,
};
export const cursor: Parameter = {
  name: 'cursor',
  in: 'query',
  description: '`next` of the page before; opaque.',
  schema: Type.String({ pattern: '^[A-Za-z0-9_-]{1,500}$' }),
};
export const limit: Parameter = {
  name: 'limit',
  in: 'query',
  description: 'Items on a page; 50 unless stated.',
  schema: Type.Integer({ minimum: 1, maximum: 200 }),
};

const commitments = validatorOf(Sha256Text);
/** The value of a query-string parameter that may be stated once. */
export function parameterOf(request: Request, name: string): string | undefined {
  const value: unknown = request.query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new OriginError('BODY_INVALID', { boxes: [name], stage: 'query' });
}

/** Refuses parameters nobody reads: a misspelt filter must not answer with everything. */
export function onlyParameters(request: Request, ...names: readonly string[]): void {
  const unknown = Object.keys(request.query).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new OriginError('BODY_INVALID', { boxes: ['(unknown query parameter)'], stage: 'query' });
}

export function referenceOf(request: Request): CertificateReference {
  const found = parseReference(String(request.params['reference']));
  if (found === undefined)
    throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
  return found;
}

/** @throws OriginError BODY_INVALID */
export function oneOf<T extends string>(
  value: string | undefined,
  allowed: readonly T[],
  box: string,
): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new OriginError('BODY_INVALID', { boxes: [box], stage: 'query' });
  return found;
}

const TRANSMISSIONS = ['ISSUED', 'SENT', 'RECEIVED', 'NOT_RECEIVED', 'OUTSIDE'] as const;
export const BALANCES = ['import', 'reexport', 'joined'] as const;
export const balanceParameter: Parameter = {
  name: 'balance',
  in: 'path',
  description: 'For import, for re-export (back-to-back), or one for both.',
  schema: Type.Union(BALANCES.map((each) => Type.Literal(each))),
  required: true,
};
const LIST_ERRORS: readonly ErrorCode[] = ['CURSOR_INVALID', 'BODY_INVALID'];

/** Certificates: look-up, lists, contents, history, verification. */
export function certificateRoutes(services: Services): Route[] {
  const { asOf, certificates, histories, documents, items, parcels } = services;
  return [
    {
      path: '/v1/certificates',
      method: 'get',
      signed: true,
      summary: "The member's certificates, latest first",
      parameters: [
        {
          name: 'direction',
          in: 'query',
          description: 'Issued by this member (unless stated), or sent to it.',
          schema: Type.Union([Type.Literal('issued'), Type.Literal('received')]),
        },
        {
          name: 'transmission',
          in: 'query',
          description: 'Only those whose transmission stands so.',
          schema: Type.Union(TRANSMISSIONS.map((each) => Type.Literal(each))),
        },
        cursor,
        limit,
      ],
      answers: { 200: { description: 'One page', shape: 'CertificatePage' } },
      errors: LIST_ERRORS,
      handle(request) {
        onlyParameters(request, 'direction', 'transmission', 'cursor', 'limit');
        const transmission = oneOf(parameterOf(request, 'transmission'), TRANSMISSIONS, 'transmission');
        const from = parameterOf(request, 'cursor');
        const options: ListOptions = {
          direction:
            oneOf<Direction>(parameterOf(request, 'direction'), ['issued', 'received'], 'direction') ??
            'issued',
          limit: readLimit(parameterOf(request, 'limit')),
          ...(transmission === undefined ? {} : { transmission }),
          ...(from === undefined ? {} : { cursor: from }),
        };
        return { body: { asOf: asOf(), ...certificates.list(options) } };
      },
    },
    {
      path: '/v1/certificates/{reference}',
      method: 'get',
      signed: true,
      summary: 'The public record of a certificate and where it stands',
      description: 'The last act on it is the ETag; with If-None-Match the answer may be 304.',
      parameters: [
        reference,
        {
          name: 'If-None-Match',
          in: 'header',
          description: 'The ETag known so far.',
          schema: Type.String({ maxLength: 200 }),
        },
      ],
      answers: {
        200: { description: 'The certificate', shape: 'CertificateAnswer' },
        304: { description: 'Nothing has happened since the act named' },
      },
      errors: ['CERTIFICATE_UNKNOWN'],
      handle(request) {
        const certificate = certificates.view(referenceOf(request));
        return { body: { asOf: asOf(), certificate }, etag: certificate.lastAct };
      },
    },
    {
      path: '/v1/certificates/{reference}/document',
      method: 'get',
      signed: true,
      summary: 'The contents of a certificate, as the exact text that was committed to',
      description:
        'For officers and systems of the two states, and the exporter named in box 1. Reading is logged.',
      parameters: [reference],
      answers: { 200: { description: 'The contents', shape: 'DocumentAnswer' } },
      errors: [
        'CERTIFICATE_UNKNOWN',
        'NOT_A_READER',
        'PARCEL_NOT_HELD',
        'LEDGER_UNAVAILABLE',
        'CONTRACT_UNAVAILABLE',
      ],
      async handle(request, { key }) {
        return { body: { asOf: asOf(), ...(await documents.read(referenceOf(request), key)) } };
      },
    },
    {
      path: '/v1/certificates/{reference}/items',
      method: 'get',
      signed: true,
      summary: 'Where each item stands, and how it was decided, for those who may read contents',
      description:
        'State and time of decision for everybody. Outcome, grounds and note for officers and systems of the two states ' +
        'and the trader it names, once they have arrived. Reading is logged.',
      parameters: [reference],
      answers: { 200: { description: 'One entry for each item', shape: 'ItemsAnswer' } },
      errors: ['CERTIFICATE_UNKNOWN', 'LEDGER_UNAVAILABLE', 'CONTRACT_UNAVAILABLE'],
      async handle(request, { key }) {
        return { body: { asOf: asOf(), ...(await items.of(referenceOf(request), key)) } };
      },
    },
    {
      path: '/v1/certificates/{reference}/balances/{balance}',
      method: 'get',
      signed: true,
      summary: 'What is left of a certificate after its last draw, as the exact text that was committed to',
      description:
        'For officers and systems of the two states, and the trader it names in the own member. Reading is logged.',
      parameters: [reference, balanceParameter],
      answers: { 200: { description: 'The contents', shape: 'DocumentAnswer' } },
      errors: [
        'CERTIFICATE_UNKNOWN',
        'PARCEL_UNKNOWN',
        'NOT_A_READER',
        'PARCEL_NOT_HELD',
        'BODY_INVALID',
        'LEDGER_UNAVAILABLE',
        'CONTRACT_UNAVAILABLE',
      ],
      async handle(request, { key }) {
        const balance = oneOf(String(request.params['balance']), BALANCES, 'balance') ?? 'import';
        const reference = referenceOf(request);
        const maySee = () => documents.maySee(certificates.record(reference), key);
        return { body: { asOf: asOf(), ...(await parcels.balance(reference, balance, key, maySee)) } };
      },
    },
    {
      path: '/v1/certificates/{reference}/history',
      method: 'get',
      signed: true,
      summary: 'Every act on a certificate with its signed request, first act first',
      parameters: [reference, cursor, limit],
      answers: { 200: { description: 'One page', shape: 'HistoryPage' } },
      errors: ['CERTIFICATE_UNKNOWN', ...LIST_ERRORS],
      handle(request) {
        onlyParameters(request, 'cursor', 'limit');
        const page = histories.page(
          referenceOf(request),
          parameterOf(request, 'cursor'),
          readLimit(parameterOf(request, 'limit')),
        );
        return { body: { asOf: asOf(), ...page } };
      },
    },
    {
      path: '/v1/certificates/{reference}/verification',
      method: 'get',
      signed: true,
      summary: 'Named checks of a certificate and, with a commitment, of the document in hand',
      parameters: [
        reference,
        {
          name: 'commitment',
          in: 'query',
          description: 'Hex SHA-256 of the document in hand.',
          schema: Sha256Text,
        },
      ],
      answers: { 200: { description: 'One answer for each check', shape: 'VerificationAnswer' } },
      errors: ['CERTIFICATE_UNKNOWN', 'BODY_INVALID'],
      handle(request) {
        onlyParameters(request, 'commitment');
        const found = referenceOf(request);
        const commitment = parameterOf(request, 'commitment');
        if (commitment !== undefined && !commitments.is(commitment))
          throw new OriginError('BODY_INVALID', { boxes: ['commitment'], stage: 'query' });
        const name = String(request.params['reference']);
        return { body: { asOf: asOf(), name, ...certificates.verification(found, commitment) } };
      },
    },
  ];
}
