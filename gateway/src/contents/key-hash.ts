import { privateNameOf, sha256Hex, type StateKey } from '@origin-ledger/model';

/**
 * The hash of a private key's name, as blocks show it.
 * @param entry key of the public entry that the contents belong to
 * @param commitment lower-case hex SHA-256 of the contents
 * @returns lower-case hex SHA-256
 */
export const keyHashOf = (entry: StateKey, commitment: string): string =>
  sha256Hex(privateNameOf(entry, commitment));
