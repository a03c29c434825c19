import { expect } from 'chai';
import { errorRegistry, validatorOf } from '@origin-ledger/model';
import { TestNetwork } from '../testing/test-network.js';
import { shapes } from './openapi.js';

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        parameters: { name: string; in: string }[];
        responses: Record<string, { description: string }>;
      }
    >
  >;
  readonly components: { readonly schemas: Record<string, unknown> };
  readonly 'x-error-codes': Record<string, unknown>;
}

describe('/openapi.json', () => {
  let network: TestNetwork;
  let document: Document;

  before(async () => {
    network = await TestNetwork.open();
    const gateway = await network.start();
    document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as Document;
  });
  after(() => network.close());

  it('is OpenAPI 3.1 whose references all lead somewhere', () => {
    expect(document.openapi).to.match(/^3\.1\./);
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references).to.include('Problem');
    for (const name of references) expect(document.components.schemas).to.have.property(name ?? '');
  });

  it('gives every operation an id of its own, its path parameters, and described answers', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).to.equal(
      operations.length,
    );
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name);
      expect(declared, path).to.have.members(named);
      for (const answer of Object.values(operation.responses)) expect(answer.description).not.to.equal('');
    }
  });

  it('describes every route that is served', () => {
    expect(Object.keys(document.paths)).to.include.members([
      '/v1/operations',
      '/v1/applications',
      '/v1/applications/{id}',
      '/v1/prechecks',
      '/v1/certificates',
      '/v1/certificates/{reference}',
      '/v1/certificates/{reference}/document',
      '/v1/certificates/{reference}/history',
      '/v1/certificates/{reference}/verification',
      '/v1/certificates/{reference}/deliveries',
      '/v1/certificates/{reference}/balances/{balance}/deliveries',
      '/v1/certificates/{reference}/tracking',
      '/v1/parcels/{parcel}/deliveries',
      '/v1/work',
      '/v1/registry/authorities',
      '/v1/registry/charter',
      '/v1/registry/exporters',
      '/v1/registry/forms',
      '/v1/registry/settings',
      '/v1/registry/members',
      '/v1/registry/keys',
      '/v1/registry/keys/{kid}',
      '/v1/operations/{id}',
      '/v1/status',
      '/v1/network',
      '/openapi.json',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/.well-known/jwks.json',
    ]);
  });

  it('knows every error code, and schemas that compile', () => {
    expect(document['x-error-codes']).to.have.all.keys(Object.keys(errorRegistry));
    for (const schema of Object.values(shapes))
      expect(validatorOf(schema).problems(undefined)).not.to.deep.equal([]);
  });
});
