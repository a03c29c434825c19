import type { PrivateWrite } from '../act/act-definition.js';
import type { StateKey } from '../act/state-key.js';
import { sha256Hex } from '../canonical/digest.js';

/**
 * Under which name contents lie in a member's collection: a digest over the public entry they belong to and their
 * commitment. So whoever names the commitment of another's contents under an entry of his own names nothing, and what
 * lies in a collection can be asked for by its own entry alone. Everybody who knows entry and commitment can compute it,
 * and compare the value's hash (`getPrivateDataHash`) with the commitment; guessed names lead nowhere, since the
 * commitment is a digest over a random salt.
 * @param entry key of the public entry: `certificateKey` of a document, `parcelKey` of what an act owes,
 *   `receptionKey` of what is left of a certificate
 * @param commitment lower-case hex SHA-256 of the contents
 */
export const privateNameOf = (entry: StateKey, commitment: string): string => sha256Hex(entry + commitment);

/** Contents in a member's collection, under the entry they belong to. */
export const privateWrite = (collection: string, entry: StateKey, commitment: string): PrivateWrite => ({
  collection,
  name: privateNameOf(entry, commitment),
  commitment,
});
