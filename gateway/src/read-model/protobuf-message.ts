/** Bytes that are no protobuf message. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [WIRE.fixed64, 8],
  [WIRE.fixed32, 4],
]);
const LONGEST_VARINT = 10;
const HIGHEST_FIELD = 2 ** 29 - 1;
const DEEPEST_GROUP = 10_000;
const NOTHING: Uint8Array = new Uint8Array();

type Visit = (field: number, wire: number, from: number, to: number) => void;

/**
 * One protobuf message, read as Fabric's peers (Go) read it, in time that grows with its length and no faster. Of a
 * field that stands twice the last one counts, messages that stand twice are merged, and a field of another wire type
 * is unknown. The generated JavaScript drops the first of two messages instead: whoever wrote one twice would show a
 * gateway another transaction than the peers validated. Nothing is made of fields that are not asked for, however many
 * there are. Every method throws {@link MalformedMessage}.
 */
export class Message {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes of a field; empty when it is not there. */
  bytes(field: number): Uint8Array {
    let found = NOTHING;
    this.#walk((number, wire, from, to) => {
      if (number === field && wire === WIRE.bytes) found = this.#bytes.subarray(from, to);
    });
    return found;
  }

  text(field: number): string {
    return Buffer.from(this.bytes(field)).toString('utf8');
  }

  /** A signed integer of 64 bits; 0 when it is not there. */
  integer(field: number): bigint {
    let found = NOTHING;
    this.#walk((number, wire, from, to) => {
      if (number === field && wire === WIRE.varint) found = this.#bytes.subarray(from, to);
    });
    return BigInt.asIntN(
      64,
      found.reduce((value, byte, place) => value | (BigInt(byte & 0x7f) << BigInt(7 * place)), 0n),
    );
  }

  /** A message that may stand once. */
  message(field: number): Message {
    const parts = this.each(field, Infinity);
    return new Message(parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts));
  }

  /** The first `most` of a field that may stand many times, in order. */
  each(field: number, most: number): Uint8Array[] {
    const found: Uint8Array[] = [];
    this.#walk((number, wire, from, to) => {
      if (number === field && wire === WIRE.bytes && found.length < most)
        found.push(this.#bytes.subarray(from, to));
    });
    return found;
  }

  #walk(visit: Visit): void {
    const groups: number[] = [];
    this.#at = 0;
    while (this.#at < this.#bytes.length) {
      const tag = this.#varint();
      const field = Math.floor(tag / 8);
      const wire = tag % 8;
      if (field < 1 || field > HIGHEST_FIELD) throw new MalformedMessage('a field of no number');
      if (wire === WIRE.groupStart) {
        if (groups.push(field) > DEEPEST_GROUP) throw new MalformedMessage('groups too deep');
      } else if (wire === WIRE.groupEnd) {
        if (groups.pop() !== field) throw new MalformedMessage('a group that was not begun');
      } else {
        const from = this.#pass(wire);
        if (groups.length === 0) visit(field, wire, from, this.#at);
      }
    }
    if (groups.length > 0) throw new MalformedMessage('a group without end');
  }

  /** Goes past a value. @returns where its contents begin */
  #pass(wire: number): number {
    const length = wire === WIRE.bytes ? this.#varint() : LENGTHS.get(wire);
    const from = this.#at;
    if (wire === WIRE.varint) this.#varint();
    else if (length === undefined) throw new MalformedMessage('a value of no type');
    else this.#at += length;
    if (this.#at > this.#bytes.length) throw new MalformedMessage('a value without end');
    return from;
  }

  /** What is over 53 bits is no length and no number of a field, so that it need not be exact. */
  #varint(): number {
    let value = 0;
    for (let place = 0; place < LONGEST_VARINT; place += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new MalformedMessage('a number without end');
      this.#at += 1;
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) {
        if (place === LONGEST_VARINT - 1 && byte > 1) break;
        return value;
      }
    }
    throw new MalformedMessage('a number of more than 64 bits');
  }
}
