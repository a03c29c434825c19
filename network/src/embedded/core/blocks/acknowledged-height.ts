import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const BYTES = 8;

/**
 * How many blocks were on the disk when somebody was told of them. It is written after each block and not waited for:
 * a crash of the process keeps it, a power cut may leave a smaller number, and none leaves a larger one. So a block below
 * it is never what a broken off append left behind.
 */
export class AcknowledgedHeight {
  readonly #descriptor: number;

  constructor(path: string) {
    this.#descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** The number last written; undefined when there is none, or none that can be read. */
  static read(path: string): number | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      return undefined;
    }
    return bytes.length === BYTES && bytes.readUInt32BE(4) === crc32(bytes.subarray(0, 4))
      ? bytes.readUInt32BE(0)
      : undefined;
  }

  write(height: number): void {
    const bytes = Buffer.alloc(BYTES);
    bytes.writeUInt32BE(height, 0);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 4)), 4);
    writeSync(this.#descriptor, bytes, 0, BYTES, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
