import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/** Lower-case hex SHA-256. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return bytesToHex(sha256(bytes));
}

/**
 * The commitment to a parcel: lower-case hex SHA-256 of its stored bytes. It is the hash Fabric puts in the
 * block for the private value, so anybody can compare the two.
 */
export const commitmentOf = (parcel: Uint8Array | string): string => sha256Hex(parcel);
