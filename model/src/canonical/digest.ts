import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/** What is used of Node's `crypto`, where this is Node; a browser's own can only be waited for. */
interface NodeCrypto {
  createHash(name: 'sha256'): { update(data: Uint8Array | string): { digest(encoding: 'hex'): string } };
}
interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: 'node:crypto') => NodeCrypto | undefined };
}
/** Lower-case hex SHA-256 by what the host has; the library's own where it has nothing that answers at once. */
export function hexDigestOf(host: Host): (bytes: Uint8Array | string) => string {
  const native = host.process?.getBuiltinModule?.('node:crypto');
  return native === undefined
    ? (bytes) => bytesToHex(sha256(bytes))
    : (bytes) => native.createHash('sha256').update(bytes).digest('hex');
}

/** Lower-case hex SHA-256. */
export const sha256Hex = hexDigestOf(globalThis);

/**
 * The commitment to a parcel: lower-case hex SHA-256 of its stored bytes. It is the hash Fabric puts in the
 * block for the private value, so anybody can compare the two.
 */
export const commitmentOf = (parcel: Uint8Array | string): string => sha256Hex(parcel);
