import { closeSync, fstatSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { common } from '@hyperledger/fabric-protos';
import { NetworkError } from '../../../network-error.js';
import type { ChannelOptions } from '../../seam.js';
import { OWNER_ONLY, timeInName } from '../private-files.js';
import { AcknowledgedHeight } from './acknowledged-height.js';
import { encodeHeader, HEADER } from './block-record.js';
import { readExactly, scanBlocks, type Scan, type StoredBlock } from './block-scan.js';
import { whyDamaged } from './torn-tail.js';

export interface BlockFileOptions {
  /** Number of leading blocks that the state holds: their checksums are read only with them. */
  readonly known: number;
  /** The most bytes a block may have. */
  readonly largestBlock: number;
  readonly log: ChannelOptions['log'];
}

/**
 * The channel's blocks, one after another in one file that only grows. A block stands when `append`
 * resolves: its bytes are on the disk. What a crash left of the last append is put beside the file at the next
 * opening; anything else that is not as it was written is damage, and refused.
 */
export class BlockFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #descriptor: number;
  readonly #records: StoredBlock[];
  readonly #acknowledged: AcknowledgedHeight;
  readonly #log: ChannelOptions['log'];
  #size: number;

  private constructor(
    path: string,
    files: Readonly<{ handle: FileHandle; descriptor: number; acknowledged: AcknowledgedHeight }>,
    { records, end }: Scan,
    log: ChannelOptions['log'],
  ) {
    this.#path = path;
    this.#handle = files.handle;
    this.#descriptor = files.descriptor;
    this.#acknowledged = files.acknowledged;
    this.#records = records;
    this.#size = end;
    this.#log = log;
  }

  /**
   * Opens or creates the file, for its owner alone.
   *
   * @throws NetworkError `LEDGER_DAMAGED` when blocks that somebody was told of are missing or not as they were written;
   * the file is left as it is.
   */
  static async open(path: string, options: BlockFileOptions): Promise<BlockFile> {
    const { known, largestBlock, log } = options;
    const handle = await open(path, 'a', OWNER_ONLY);
    const descriptor = openSync(path, 'r');
    try {
      await handle.chmod(OWNER_ONLY);
      const total = fstatSync(descriptor).size;
      const scanned = scanBlocks(descriptor, total, known);
      const count = scanned.records.length;
      const acknowledged = AcknowledgedHeight.read(heightPath(path));
      if (scanned.end < total) {
        const room = { largestBlock, isUnacknowledged: acknowledged === count };
        const least = Math.max(known, acknowledged ?? 0);
        const tail = judgedTail(path, descriptor, { ...scanned, total, least }, room);
        const kept = await keepBeside(path, tail);
        await handle.truncate(scanned.end);
        log(
          'warn',
          'a block that was being written when the ledger ended was cut off; nobody was told of it',
          {
            block: count,
            bytes: tail.length,
            kept,
          },
        );
      } else if (count < Math.max(known, acknowledged ?? 0)) {
        throw damaged(path, total, count, `${Math.max(known, acknowledged ?? 0) - count} blocks are missing`);
      }
      await handle.sync();
      await syncFolder(path);
      const height = new AcknowledgedHeight(heightPath(path));
      height.write(count);
      return new BlockFile(path, { handle, descriptor, acknowledged: height }, scanned, log);
    } catch (error) {
      closeSync(descriptor);
      await handle.close();
      throw error;
    }
  }

  get height(): number {
    return this.#records.length;
  }

  /** Writes the next block and waits for the disk. */
  async append(block: Uint8Array): Promise<void> {
    const { length } = block;
    const checksum = crc32(block);
    const header = encodeHeader({ number: this.height, length, checksum });
    await this.#handle.appendFile(Buffer.concat([header, block]));
    await this.#handle.datasync();
    const start = this.#size + HEADER;
    this.#records.push({ start, length, checksum });
    this.#size = start + length;
    this.#acknowledged.write(this.height);
  }

  /**
   * The bytes of one block, or undefined beyond the end.
   *
   * @throws NetworkError `LEDGER_DAMAGED` when they are not those that were written.
   */
  read(number: number): Buffer | undefined {
    const record = this.#records[number];
    if (record === undefined) {
      return undefined;
    }
    const block = readExactly(this.#descriptor, record.start, record.length);
    if (!block || crc32(block) !== record.checksum) {
      const error = damaged(this.#path, record.start, number, CHANGED);
      this.#log('error', error.message, { code: error.code, block: number });
      throw error;
    }
    return block;
  }

  async close(): Promise<void> {
    this.#acknowledged.close();
    closeSync(this.#descriptor);
    await this.#handle.close();
  }
}

const CHANGED = 'its bytes are not those that were written';

/** @throws when the block is not there. */
export function readBlock(blocks: BlockFile, number: number): common.Block {
  const bytes = blocks.read(number);
  if (!bytes) {
    throw new Error(`block ${number} is missing`);
  }
  return common.Block.deserializeBinary(bytes);
}

const heightPath = (path: string): string => `${path}.height`;

function damaged(path: string, position: number, number: number, why: string): NetworkError {
  return new NetworkError(
    'LEDGER_DAMAGED',
    `${path} is damaged at byte ${position}, at block ${number}: ${why}. It was left as it is. ` +
      `Put the folder ${dirname(path)} aside and restore it from a backup.`,
  );
}

/** What follows the last whole record, when it is a torn append. @throws NetworkError `LEDGER_DAMAGED` when it is not. */
function judgedTail(
  path: string,
  descriptor: number,
  { records, end, total, least }: Scan & Readonly<{ total: number; least: number }>,
  { largestBlock, isUnacknowledged }: Readonly<{ largestBlock: number; isUnacknowledged: boolean }>,
): Buffer {
  const number = records.length;
  if (number < least) throw damaged(path, end, number, CHANGED);
  if (total - end > HEADER + largestBlock) throw damaged(path, end, number, 'more follows than one block');
  const bytes = readExactly(descriptor, end, total - end) ?? Buffer.alloc(0);
  const why = whyDamaged({ bytes, position: end, number, isUnacknowledged });
  if (why !== undefined) throw damaged(path, end, number, why);
  return bytes;
}

/** @returns Where the bytes are, for good. */
async function keepBeside(path: string, bytes: Buffer): Promise<string> {
  const kept = `${path}.cut-${timeInName()}`;
  const file = await open(kept, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(path);
  return kept;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
