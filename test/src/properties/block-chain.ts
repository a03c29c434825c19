import { createHash } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

/** What is wrong with a chain of blocks, if anything. */
export interface ChainProblem {
  readonly block: number;
  readonly problem: 'DATA_ALTERED' | 'CHAIN_BROKEN' | 'BLOCK_MISSING';
}

const EMPTY = new Uint8Array();

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A DER value whose length fits one byte. */
const der = (tag: number, value: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag, value.length]), value]);

function derInteger(number: number): Buffer {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return der(2, (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

/** The hash by which the next block names this one: over number, previous hash and data hash. */
export function blockHash(block: common.Block): Buffer {
  const header = block.getHeader();
  const fields = [
    derInteger(header?.getNumber() ?? 0),
    der(4, header?.getPreviousHash_asU8() ?? EMPTY),
    der(4, header?.getDataHash_asU8() ?? EMPTY),
  ];
  return sha256(der(0x30, Buffer.concat(fields)));
}

/** Whether each block holds the data its header names, and each header names the block before it. */
export function chainProblems(blocks: readonly common.Block[]): ChainProblem[] {
  return blocks.flatMap((block, index) => {
    const number = block.getHeader()?.getNumber() ?? -1;
    if (number !== index) return [{ block: index, problem: 'BLOCK_MISSING' as const }];
    const problems: ChainProblem[] = [];
    const header = block.getHeader();
    const data = sha256(...(block.getData()?.getDataList_asU8() ?? []));
    if (!data.equals(header?.getDataHash_asU8() ?? EMPTY))
      problems.push({ block: number, problem: 'DATA_ALTERED' });
    const before = blocks[index - 1];
    if (before !== undefined && !blockHash(before).equals(header?.getPreviousHash_asU8() ?? EMPTY))
      problems.push({ block: number, problem: 'CHAIN_BROKEN' });
    return problems;
  });
}
