/** The namespace of contract definitions, as in Fabric's own lifecycle. */
export const LIFECYCLE = '_lifecycle';

export const DEFINITION_FIELDS = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'] as const;
export type DefinitionField = (typeof DEFINITION_FIELDS)[number];

const FIELDS = 'namespaces/fields/';

export function fieldKey(contract: string, field: DefinitionField): string {
  return `${FIELDS}${contract}/${field}`;
}

export function metadataKey(contract: string): string {
  return `namespaces/metadata/${contract}`;
}

/** The contract whose sequence a key holds; undefined for any other key. */
export function contractOfSequenceKey(key: string): string | undefined {
  const suffix = '/Sequence';
  return key.startsWith(FIELDS) && key.endsWith(suffix)
    ? key.slice(FIELDS.length, -suffix.length)
    : undefined;
}
