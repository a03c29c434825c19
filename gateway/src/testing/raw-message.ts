/** One field of a protobuf message as it is written: `contents` of bytes, or of a number its 1 to 10 bytes. */
export interface RawField {
  readonly field: number;
  readonly wire: number;
  readonly contents: Uint8Array;
}

const BYTES = 2;
const VARINT = 0;

export function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/** The fields of a message of bytes and numbers, in order. */
export function rawFields(message: Uint8Array): RawField[] {
  const fields: RawField[] = [];
  let at = 0;
  const number = (): Uint8Array => {
    const from = at;
    while ((message[at] ?? 0) > 0x7f) at += 1;
    at += 1;
    return message.subarray(from, at);
  };
  const value = (bytes: Uint8Array): number => bytes.reduceRight((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  while (at < message.length) {
    const tag = value(number());
    const wire = tag % 8;
    if (wire !== BYTES && wire !== VARINT) throw new Error(`no such wire type here: ${wire}`);
    const length = wire === BYTES ? value(number()) : 0;
    const contents = wire === BYTES ? message.subarray(at, at + length) : number();
    if (wire === BYTES) at += length;
    fields.push({ field: Math.floor(tag / 8), wire, contents });
  }
  return fields;
}

export function rawMessage(fields: readonly RawField[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(({ field, wire, contents }) => [
      varint(BigInt(field * 8 + wire)),
      ...(wire === BYTES ? [varint(BigInt(contents.length))] : []),
      contents,
    ]),
  );
}

/** What becomes of the fields of a message, of which one was chosen. */
export type RawChange = (fields: readonly RawField[], field: number) => readonly RawField[];

/** Changes the fields of the message that holds the last field of a path, from the outermost message inwards. */
export function changedAt(message: Uint8Array, path: readonly number[], change: RawChange): Uint8Array {
  const [field = 0, ...rest] = path;
  const fields = rawFields(message);
  if (rest.length === 0) return rawMessage(change(fields, field));
  const at = fields.findIndex((one) => one.field === field);
  const inner = changedAt(fields[at]?.contents ?? new Uint8Array(), rest, change);
  const changed = { field, wire: BYTES, contents: inner };
  return rawMessage(at < 0 ? [...fields, changed] : fields.with(at, changed));
}

/** Ways to spoil a field. */
export const rawChanges = {
  bytes:
    (contents: Uint8Array): RawChange =>
    (fields, field) => [...without(fields, field), { field, wire: BYTES, contents }],
  number:
    (value: bigint): RawChange =>
    (fields, field) => [...without(fields, field), { field, wire: VARINT, contents: varint(value) }],
  left: (): RawChange => without,
  twice: (): RawChange => (fields, field) => [...fields, ...fields.filter((one) => one.field === field)],
  /** An empty one behind it. */
  followed: (): RawChange => (fields, field) => [
    ...fields,
    { field, wire: BYTES, contents: new Uint8Array() },
  ],
  /** Bytes that are no field. */
  spoilt: (): RawChange => (fields) => [...fields, { field: 1, wire: 7, contents: new Uint8Array() }],
} as const;

const without: RawChange = (fields, field) => fields.filter((one) => one.field !== field);
