import { crc32 } from 'node:zlib';

/** Number of the block (4 bytes), its length (4), CRC-32 of its bytes (4), CRC-32 of these twelve (4); then the block. */
export const HEADER = 16;
const SUMMED = HEADER - 4;

export interface RecordHeader {
  readonly number: number;
  /** Bytes of the block. */
  readonly length: number;
  readonly checksum: number;
}

export function encodeHeader({ number, length, checksum }: RecordHeader): Buffer {
  const header = Buffer.allocUnsafe(HEADER);
  header.writeUInt32BE(number, 0);
  header.writeUInt32BE(length, 4);
  header.writeUInt32BE(checksum, 8);
  header.writeUInt32BE(crc32(header.subarray(0, SUMMED)), SUMMED);
  return header;
}

/** The header that stands at a place, or undefined where none does: its own checksum tells. */
export function decodeHeader(bytes: Buffer, at = 0): RecordHeader | undefined {
  if (at + HEADER > bytes.length) return undefined;
  const length = bytes.readUInt32BE(at + 4);
  // No block is empty: zeros are no header.
  if (length === 0 || bytes.readUInt32BE(at + SUMMED) !== crc32(bytes.subarray(at, at + SUMMED))) {
    return undefined;
  }
  return { number: bytes.readUInt32BE(at), length, checksum: bytes.readUInt32BE(at + 8) };
}
