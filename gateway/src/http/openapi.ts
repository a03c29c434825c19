import { Type, type TSchema } from 'typebox';
import {
  ApplicationAnswer,
  applicationOperations,
  ApplicationContents,
  ApplicationPage,
  ApplicationReason,
  ApplicationStepAnswer,
  CertificateAnswer,
  CertificatePage,
  CharterAnswer,
  DocumentAnswer,
  errorRegistry,
  forms,
  HistoryPage,
  KeyAnswer,
  KeyPage,
  MemberPage,
  NetworkAnswer,
  Operation,
  operations,
  OperationSubmission,
  ParcelPage,
  PrecheckAnswer,
  PrecheckRequest,
  Problem,
  QUERY_SCHEME,
  registerPages,
  requestBytesOf,
  StatusAnswer,
  ItemsAnswer,
  TrackingAnswer,
  VerificationAnswer,
  WorkPage,
  type ErrorCode,
} from '@origin-ledger/model';
import { DeliveryAnswer, Health, KeySet } from './shapes.js';
import { QUERY_ERRORS } from './request-errors.js';
import type { Route } from './routes.js';

/** Every shape the interface speaks: the schemas that validate are the ones documented. */
export const shapes: Readonly<Record<string, TSchema>> = {
  ApplicationAnswer,
  ApplicationPage,
  ApplicationStepAnswer,
  CertificateAnswer,
  CertificatePage,
  AuthorityPage: registerPages.authorities,
  CharterAnswer,
  DeliveryAnswer,
  DocumentAnswer,
  ExporterPage: registerPages.exporters,
  FormPage: registerPages.forms,
  Health,
  HistoryPage,
  KeyAnswer,
  KeyPage,
  KeySet,
  MemberPage,
  NetworkAnswer,
  Operation,
  OperationSubmission,
  ParcelPage,
  PrecheckAnswer,
  PrecheckRequest,
  Problem,
  SettingsPage: registerPages.settings,
  StatusAnswer,
  ItemsAnswer,
  TrackingAnswer,
  VerificationAnswer,
  WorkPage,
};

const EVERY_ROUTE: readonly ErrorCode[] = [
  'MESSAGE_MALFORMED',
  'MESSAGE_TIMEOUT',
  'HEADERS_TOO_LARGE',
  'RATE_LIMITED',
  'INTERNAL',
  'STORAGE_BUSY',
  'STORAGE_DAMAGED',
  'STORAGE_FAILED',
  'STORAGE_SCHEMA',
];

const refer = (shape: string) => ({ $ref: `#/components/schemas/${shape}` });
/** Schemas without the library's own symbols and hidden members. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Origin Ledger gateway',
      version: '1',
      description:
        'Certificates of origin between customs authorities. Changes are signed requests; look-ups are signed ' +
        'queries. Every error is RFC 9457 problem details with a code that never changes meaning.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(shapes).map(([name, schema]) => [name, plain(schema)])),
      securitySchemes: {
        query: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: `\`${QUERY_SCHEME} <compact JWS>\`: a query signed by a registered key, bound to method and URL, 60 s long.`,
        },
      },
    },
    'x-error-codes': errorRegistry,
    'x-operations': [...operations.values()].map((definition) => ({
      op: definition.op,
      title: definition.title,
      kind: definition.kind,
      roles: definition.roles,
      maxBytes: requestBytesOf(definition),
      args: plain(definition.args),
    })),
    'x-application-operations': [...applicationOperations.values()].map(
      ({ op, title, role, args, parcel }) => ({
        op,
        title,
        roles: [role],
        args: plain(args),
        ...(parcel === undefined
          ? {}
          : { parcel: plain(parcel === 'reason' ? ApplicationReason : ApplicationContents) }),
      }),
    ),
    'x-forms': [...forms.values()],
  };
}

function operationOf(route: Route): object {
  const codes = [...new Set([...route.errors, ...(route.signed ? QUERY_ERRORS : []), ...EVERY_ROUTE])];
  return {
    operationId: `${route.method} ${route.path}`.replaceAll(/[^A-Za-z0-9]+/g, '_'),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    parameters: (route.parameters ?? []).map((parameter) => ({
      ...parameter,
      required: parameter.required ?? false,
      schema: plain(parameter.schema),
    })),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refer(route.body) } } } }),
    responses: { ...answersOf(route), ...problemsOf(codes) },
    ...(route.signed ? { security: [{ query: [] }] } : {}),
  };
}

function answersOf(route: Route): Record<string, object> {
  const answers = Object.entries(route.answers).map(([status, { description, shape, mediaType }]) => {
    const content = {
      ...(shape === undefined ? {} : { 'application/json': { schema: refer(shape) } }),
      ...(shape !== undefined && route.signed
        ? { 'application/jose': { schema: Type.String({ description: 'The same, signed by the gateway.' }) } }
        : {}),
      ...(mediaType === undefined ? {} : { [mediaType]: {} }),
    };
    return [status, { description, ...(Object.keys(content).length === 0 ? {} : { content }) }] as const;
  });
  return Object.fromEntries(answers);
}

/** Every refusal by status, each naming its codes. */
function problemsOf(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errorRegistry[code];
    if (status >= 400) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      String(status),
      {
        description: named.map((code) => `\`${code}\`: ${errorRegistry[code].title}`).join('. '),
        content: { 'application/problem+json': { schema: refer('Problem') } },
      },
    ]),
  );
}
