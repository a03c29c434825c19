import { FormDDocument } from '@origin-ledger/model';

/** A JSON Schema as plain data. */
interface Schema {
  readonly [member: string]: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

/** Boxes that the act of issuing fills where a document leaves them open. */
const FILLED: Readonly<Record<string, readonly string[]>> = {
  '': ['reference'],
  transport: ['departure'],
  declaration: ['date'],
  certification: ['date', 'signatory'],
};

/** The schema of a document before its issue: that of the model, without salt, and with the boxes above optional. */
export function formDSchema(): object {
  const model = JSON.parse(JSON.stringify(FormDDocument)) as Schema;
  const properties = Object.entries(model.properties).filter(([name]) => name !== 'salt');
  const parts = properties.map(([name, part]) => {
    const open = FILLED[name];
    return [name, open === undefined ? part : withOptional(part as Schema, open)];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'ATIGA Form D, before its issue',
    ...model,
    properties: Object.fromEntries(parts) as unknown,
    required: model.required.filter((name) => name !== 'salt' && FILLED['']?.includes(name) !== true),
  };
}

const withOptional = (part: Schema, open: readonly string[]): unknown => ({
  ...part,
  required: part.required.filter((name) => !open.includes(name)),
});
