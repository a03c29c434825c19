import { createHash } from 'node:crypto';

/** What Fabric hashes of a block's header. */
export interface BlockHeader {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/**
 * Hex SHA-256 of a block header as Fabric computes it: over the ASN.1 DER sequence of number, previous hash
 * and data hash. Of block 0, it names the network.
 */
export function blockHeaderHash({ number, previousHash, dataHash }: BlockHeader): string {
  const contents = Buffer.concat([
    der(0x02, integerBytes(number)),
    der(0x04, previousHash),
    der(0x04, dataHash),
  ]);
  return createHash('sha256').update(der(0x30, contents)).digest('hex');
}

/** Lengths here stay below 128: one length byte. */
const der = (tag: number, contents: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag, contents.length]), contents]);

/** DER integers have no needless leading zero, and one where the first bit would mean a negative number. */
function integerBytes(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
