import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { common } from '@hyperledger/fabric-protos';

/** Each record: length of the block (4 bytes), CRC-32 of its bytes (4), the block. */
const HEADER = 8;

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * The channel's blocks, one after another in one file that only grows. A block stands when `append`
 * resolves: its bytes are on the disk. What a crash left half written is cut off at the next opening.
 */
export class BlockFile {
  readonly #handle: FileHandle;
  readonly #descriptor: number;
  readonly #offsets: number[];
  #size: number;

  private constructor(handle: FileHandle, descriptor: number, offsets: number[], size: number) {
    this.#handle = handle;
    this.#descriptor = descriptor;
    this.#offsets = offsets;
    this.#size = size;
  }

  /**
   * Opens or creates the file.
   * @param trusted number of leading blocks known to be whole: their checksums are not read again.
   * @throws when fewer than `trusted` blocks are there: the file has been damaged, not torn.
   */
  static async open(path: string, trusted: number): Promise<BlockFile> {
    const handle = await open(path, 'a');
    const descriptor = openSync(path, 'r');
    const total = fstatSync(descriptor).size;
    const { offsets, end } = scan(descriptor, total, trusted);
    if (offsets.length < trusted) {
      closeSync(descriptor);
      await handle.close();
      throw new Error(`block file is damaged: ${offsets.length} whole blocks of at least ${trusted}`);
    }
    if (end < total) {
      await handle.truncate(end);
    }
    await handle.sync();
    await syncFolder(path);
    return new BlockFile(handle, descriptor, offsets, end);
  }

  get height(): number {
    return this.#offsets.length;
  }

  /** Writes blocks in one go and waits for the disk. */
  async append(blocks: readonly Uint8Array[]): Promise<void> {
    const parts: Uint8Array[] = [];
    const offsets: number[] = [];
    let size = this.#size;
    for (const block of blocks) {
      const header = Buffer.allocUnsafe(HEADER);
      header.writeUInt32BE(block.length, 0);
      header.writeUInt32BE(crc32(block), 4);
      parts.push(header, block);
      offsets.push(size);
      size += HEADER + block.length;
    }
    await this.#handle.appendFile(Buffer.concat(parts));
    await this.#handle.datasync();
    this.#offsets.push(...offsets);
    this.#size = size;
  }

  /** The bytes of one block, or undefined beyond the end. */
  read(number: number): Buffer | undefined {
    const start = this.#offsets[number];
    if (start === undefined) {
      return undefined;
    }
    const end = this.#offsets[number + 1] ?? this.#size;
    return readExactly(this.#descriptor, start + HEADER, end - start - HEADER);
  }

  async close(): Promise<void> {
    closeSync(this.#descriptor);
    await this.#handle.close();
  }
}

/** @throws when the block is not there. */
export function readBlock(blocks: BlockFile, number: number): common.Block {
  const bytes = blocks.read(number);
  if (!bytes) {
    throw new Error(`block ${number} is missing`);
  }
  return common.Block.deserializeBinary(bytes);
}

function readExactly(descriptor: number, position: number, length: number): Buffer | undefined {
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

/** Walks the records up to the first one that is not whole. */
function scan(descriptor: number, total: number, trusted: number): { offsets: number[]; end: number } {
  const offsets: number[] = [];
  let position = 0;
  while (position + HEADER <= total) {
    const header = readExactly(descriptor, position, HEADER);
    const length = header?.readUInt32BE(0) ?? 0;
    const end = position + HEADER + length;
    if (!header || length === 0 || end > total) {
      break;
    }
    if (offsets.length >= trusted) {
      const block = readExactly(descriptor, position + HEADER, length);
      if (!block || crc32(block) !== header.readUInt32BE(4)) {
        break;
      }
    }
    offsets.push(position);
    position = end;
  }
  return { offsets, end: position };
}
