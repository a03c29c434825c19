import { decodeHeader, HEADER } from './block-record.js';

/** Disks write whole sectors: of what a crash cuts short, some were never written and hold zeros. */
const SECTOR = 512;
/** Fewer zeros may well be a block's own. */
const LEAST_UNWRITTEN = 16;

export interface Tail {
  /** From the first byte that belongs to no whole record to the file's end. */
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly position: number;
  /** Number of the block that should stand there. */
  readonly number: number;
  /**
   * Whether every block that was acknowledged stands before it. Where nothing tells, the bytes themselves must show
   * that their writing was broken off.
   */
  readonly isUnacknowledged: boolean;
}

/**
 * Whether the end of a block file is what one append left when it was broken off: nobody was told of that block, and it
 * may be cut off. All else is damage, and cutting there would destroy blocks.
 *
 * @returns Why it is damage; undefined for a torn append.
 */
export function whyDamaged(tail: Tail): string | undefined {
  const { bytes, number, isUnacknowledged } = tail;
  const header = decodeHeader(bytes);
  if (header !== undefined && header.number !== number) {
    return `block ${header.number} stands where block ${number} belongs`;
  }
  const end = HEADER + (header?.length ?? 0);
  // Of the block's own bytes some are missing, and so is all that could follow.
  if (header !== undefined ? end > bytes.length : bytes.length < HEADER) return undefined;
  if (header !== undefined && end < bytes.length && !isUnacknowledged) return 'more follows it';
  const from = header === undefined ? 1 : end;
  if (hasRecord(bytes, from)) return 'whole blocks follow it';
  if (isUnacknowledged || hasUnwritten(tail)) return undefined;
  return 'its bytes are not those that were written';
}

function hasRecord(bytes: Buffer, from: number): boolean {
  for (let at = from; at + HEADER <= bytes.length; at++) {
    if (decodeHeader(bytes, at) !== undefined) return true;
  }
  return false;
}

/** Whether one sector, or the part of it that belongs to the tail, holds zeros only. */
function hasUnwritten({ bytes, position }: Tail): boolean {
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + SECTOR - ((position + start) % SECTOR));
    const part = bytes.subarray(start, end);
    if (part.length >= LEAST_UNWRITTEN && part.every((byte) => byte === 0)) return true;
    start = end;
  }
  return false;
}
