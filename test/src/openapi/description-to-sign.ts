/** A JSON Schema, or a part of the description, as plain data. */
type Json = Readonly<Record<string, unknown>>;

interface Parameter extends Json {
  readonly name: string;
  readonly schema: Json;
}
interface Operation extends Json {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly 'application/json': { readonly schema: Json; readonly examples?: Json } };
  };
}
interface Description extends Json {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly 'x-operations': readonly OperationOfLedger[];
  readonly 'x-application-operations': readonly OperationOfLedger[];
}
interface OperationOfLedger {
  readonly op: string;
  readonly args: Json;
  readonly parcel?: Json;
}

/** Names that exist, so that calls find something: by path and parameter, such as `/v1/certificates/{reference} reference`. */
export type Known = Readonly<Record<string, readonly string[]>>;

export interface SigningContext {
  readonly known: Known;
  /** Contents of a parcel that every check accepts. */
  readonly sample: object;
  /** Bodies that must be taken, by path. */
  readonly examples: Readonly<Record<string, readonly object[]>>;
}

/**
 * A gateway's description for callers behind a {@link SigningProxy}: bodies describe requests to be signed, operation by
 * operation; parameters of paths are often those of things that exist. Nothing else is changed.
 */
export function descriptionToSign(gateway: object, { known, sample, examples }: SigningContext): object {
  const description = gateway as Description;
  const paths = Object.entries(description.paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, operation]) => [
      method,
      withoutSecurity({
        ...operation,
        parameters: (operation.parameters ?? []).map((parameter) =>
          withKnown(parameter, known[parameter.name]),
        ),
      }),
    ]);
    return [path, Object.fromEntries(operations) as Readonly<Record<string, Operation>>] as const;
  });
  const described = Object.fromEntries(paths) as Record<string, Record<string, Operation>>;
  const bodies: Readonly<Record<string, readonly Json[]>> = {
    '/v1/operations': description['x-operations'].map((one) => unsigned(one, sample)),
    '/v1/applications': description['x-application-operations'].map((one) => unsigned(one, sample)),
  };
  for (const path of Object.keys(examples)) {
    const post = described[path]?.['post'];
    if (post?.requestBody === undefined) throw new Error(`${path} takes no body`);
    const schemas = bodies[path];
    const raw = post.requestBody.content['application/json'].schema;
    const schema = schemas === undefined ? raw : { anyOf: [...schemas, raw] };
    const named = Object.fromEntries(
      (examples[path] ?? []).map((value, index) => [`taken ${index}`, { value }]),
    );
    const content = { 'application/json': { schema, examples: named } };
    described[path] = { ...described[path], post: { ...post, requestBody: { required: true, content } } };
  }
  return { ...description, paths: described };
}

/** The proxy signs: what comes without a signature is another suite's business. */
function withoutSecurity({ security, ...operation }: Operation): Operation {
  return security === undefined ? operation : { ...operation };
}

const withKnown = (parameter: Parameter, names: readonly string[] | undefined): Parameter =>
  names === undefined ? parameter : { ...parameter, schema: { anyOf: [{ enum: names }, parameter.schema] } };

function unsigned({ op, args, parcel }: OperationOfLedger, sample: object): Json {
  const contents = { anyOf: [{ const: sample }, parcel ?? { type: 'object' }] };
  return {
    type: 'object',
    properties: {
      op: { const: op },
      args,
      contents: { type: 'array', maxItems: 2, items: contents },
      after: { type: 'string' },
    },
    required: ['op', 'args'],
    additionalProperties: false,
  };
}
