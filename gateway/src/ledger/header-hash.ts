import { createHash } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

function length(size: number): Buffer {
  if (size < 128) return Buffer.from([size]);
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}

const element = (tag: number, contents: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag]), length(contents.length), contents]);

/** Two's complement, shortest form: a leading zero byte keeps a high bit from reading as a sign. */
function integer(value: bigint): Buffer {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = Buffer.from(hex, 'hex');
  return element(0x02, (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Hash of a block header as Fabric takes it: SHA-256 over the ASN.1 DER of number, previous and data hash. */
export function headerHash(header: {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}): string {
  const der = element(
    0x30,
    Buffer.concat([
      integer(header.number),
      element(0x04, header.previousHash),
      element(0x04, header.dataHash),
    ]),
  );
  return createHash('sha256').update(der).digest('hex');
}

/** What requests on this network state as `aud`: the channel and the hash of its block 0. */
export function audienceOf(channel: string, genesis: common.Block): string {
  const header = genesis.getHeader();
  if (header?.getNumber() !== 0) throw new TypeError('not block 0');
  const hash = headerHash({
    number: 0n,
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
  });
  return `${channel}#${hash}`;
}
