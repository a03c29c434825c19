import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { decodeHeader, HEADER } from './block-record.js';

/** A block within the file. */
export interface StoredBlock {
  /** Where its block begins. */
  readonly start: number;
  readonly length: number;
  readonly checksum: number;
}

export interface Scan {
  readonly records: StoredBlock[];
  /** Where the last whole record ends. */
  readonly end: number;
}

/** Walks the records up to the first one that is not whole, or not the next. */
export function scanBlocks(descriptor: number, total: number, known: number): Scan {
  const records: StoredBlock[] = [];
  let end = 0;
  while (end + HEADER <= total) {
    const start = end + HEADER;
    const header = decodeHeader(readExactly(descriptor, end, HEADER) ?? Buffer.alloc(0));
    if (header?.number !== records.length || start + header.length > total) {
      break;
    }
    const { length, checksum } = header;
    if (records.length >= known) {
      const block = readExactly(descriptor, start, length);
      if (!block || crc32(block) !== checksum) {
        break;
      }
    }
    records.push({ start, length, checksum });
    end = start + length;
  }
  return { records, end };
}

/** Bytes of a file, or undefined when it has fewer. */
export function readExactly(descriptor: number, position: number, length: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, buffer, done, length - done, position + done);
    if (count === 0) {
      return undefined;
    }
    done += count;
  }
  return buffer;
}
