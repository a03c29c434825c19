/** Bytes that are no protobuf message. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;
/** A tag is the number of a field times this, and the wire type. */
const WIRE_TYPES = 8;
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [WIRE.fixed64, 8],
  [WIRE.fixed32, 4],
]);
const LONGEST_VARINT = 10;
const HIGHEST_FIELD = 2 ** 29 - 1;
const DEEPEST_GROUP = 10_000;

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
    return this.#last(field, WIRE.bytes);
  }

  text(field: number): string {
    return Buffer.from(this.bytes(field)).toString('utf8');
  }

  /** A signed integer of 64 bits; 0 when it is not there. */
  integer(field: number): bigint {
    return BigInt.asIntN(
      64,
      this.#last(field, WIRE.varint).reduce(
        (value, byte, place) => value | (BigInt(byte & 0x7f) << BigInt(7 * place)),
        0n,
      ),
    );
  }

  /** A message that may stand once. */
  message(field: number): Message {
    let [times, size] = [0, 0];
    this.#walk(field, WIRE.bytes, (from, to) => {
      times += 1;
      size += to - from;
    });
    if (times <= 1) return new Message(this.bytes(field));
    const merged = Buffer.alloc(size);
    const all = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
    let at = 0;
    this.#walk(field, WIRE.bytes, (from, to) => {
      if (to > from) at += all.copy(merged, at, from, to);
    });
    return new Message(merged);
  }

  /** The first `most` of a field that may stand many times, in order. */
  each(field: number, most: number): Uint8Array[] {
    const found: Uint8Array[] = [];
    this.#walk(field, WIRE.bytes, (from, to) => {
      if (found.length < most) found.push(this.#bytes.subarray(from, to));
    });
    return found;
  }

  #last(field: number, wire: number): Uint8Array {
    let [begin, end] = [0, 0];
    this.#walk(field, wire, (from, to) => {
      begin = from;
      end = to;
    });
    return this.#bytes.subarray(begin, end);
  }

  /** Goes through the whole message, and tells where each of these fields stands. */
  #walk(field: number, wire: number, visit: (from: number, to: number) => void): void {
    const groups: number[] = [];
    const wanted = field * WIRE_TYPES + wire;
    this.#at = 0;
    while (this.#at < this.#bytes.length) {
      const tag = this.#varint();
      if (tag < WIRE_TYPES || tag >= (HIGHEST_FIELD + 1) * WIRE_TYPES)
        throw new MalformedMessage('a field of no number');
      const type = tag % WIRE_TYPES;
      if (type === WIRE.groupStart) {
        if (groups.push(tag - type) > DEEPEST_GROUP) throw new MalformedMessage('groups too deep');
      } else if (type === WIRE.groupEnd) {
        if (groups.pop() !== tag - type) throw new MalformedMessage('a group that was not begun');
      } else {
        const from = this.#pass(type);
        if (tag === wanted && groups.length === 0) visit(from, this.#at);
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
    // Nearly every one is of one byte.
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80) {
      this.#at += 1;
      return first;
    }
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
