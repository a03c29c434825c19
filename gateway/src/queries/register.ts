import {
  charterKey,
  hasVoice,
  isPending,
  keyKey,
  OriginError,
  voiceKey,
  type CharterAnswer,
  type CharterRecord,
  type KeyRecord,
  type MemberRecord,
  type RegisterEntries,
  type RegisterList,
  type StateKey,
  type VoiceRecord,
} from '@origin-ledger/model';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import { pageOf, readCursor } from './cursor.js';

interface StateRow {
  readonly key: string;
  readonly value: string;
}

/**
 * The keys of a type of record after one of them, as the replica stores composite keys. One lower bound, not two: of two
 * SQLite seeks by the first, and would pass over every certificate before the register.
 */
const range = (type: string, after: string): readonly [string, string] => {
  const first = `\u001f${type}\u001f`;
  return [after > first ? after : first, `\u001f${type}\u0020`];
};

/** Types of records by the list they are in. */
const TYPES: Readonly<Record<RegisterList, string>> = {
  authorities: 'authority',
  exporters: 'exporter',
  forms: 'form',
  settings: 'settings',
};

/** Reads the register of members and keys from the replica. */
export class Register {
  readonly #replica: Replica;
  readonly #range: Statement<StateRow>;
  readonly #ofMember: Statement<StateRow>;

  constructor(database: Database, replica: Replica) {
    this.#replica = replica;
    this.#range = database.prepare(
      'SELECT key, value FROM state WHERE key > ? AND key < ? ORDER BY key LIMIT ?',
    );
    this.#ofMember = database.prepare(
      'SELECT key, value FROM state WHERE key > ? AND key < ?' +
        " AND json_extract(value, '$.member') = ? ORDER BY key LIMIT ?",
    );
  }

  /** @throws OriginError CURSOR_INVALID */
  members(
    cursor: string | undefined,
    limit: number,
  ): { readonly items: MemberRecord[]; readonly next?: string } {
    const after = String(readCursor(cursor, 'members', 'string')?.after ?? '');
    const found = this.#range.all(...range('member', after), limit + 1);
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list: 'members', after: row.key }));
    return { items: rows.map(({ value }) => JSON.parse(value) as MemberRecord), ...next };
  }

  /** @throws OriginError CURSOR_INVALID */
  keys(
    member: string | undefined,
    cursor: string | undefined,
    limit: number,
  ): { readonly items: KeyRecord[]; readonly next?: string } {
    const list = `keys ${member ?? ''}`;
    const after = String(readCursor(cursor, list, 'string')?.after ?? '');
    const found =
      member === undefined
        ? this.#range.all(...range('key', after), limit + 1)
        : this.#ofMember.all(...range('key', after), member, limit + 1);
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list, after: row.key }));
    return { items: rows.map(({ value }) => JSON.parse(value) as KeyRecord), ...next };
  }

  /**
   * One page of a list of the register.
   * @throws OriginError CURSOR_INVALID
   */
  entries<L extends RegisterList>(
    list: L,
    cursor: string | undefined,
    limit: number,
  ): { readonly items: RegisterEntries[L][]; readonly next?: string } {
    const after = String(readCursor(cursor, list, 'string')?.after ?? '');
    const found = this.#range.all(...range(TYPES[list], after), limit + 1);
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list, after: row.key }));
    return { items: rows.map(({ value }) => JSON.parse(value) as RegisterEntries[L]), ...next };
  }

  /** The charter, with the consents of members with a voice that nothing has overtaken. */
  charter(): Omit<CharterAnswer, 'asOf'> {
    const charter = this.#replica.value<CharterRecord>(charterKey());
    if (charter === undefined) return { consents: [] };
    const state = { get: <T>(key: StateKey) => this.#replica.value<T>(key) };
    const consents = charter.members
      .filter((member) => hasVoice(state, charter, member))
      .flatMap((member) =>
        (state.get<VoiceRecord>(voiceKey(member))?.consents ?? [])
          .filter((consent) => isPending(state, charter, consent))
          .map((consent) => ({ member, ...consent })),
      );
    return { charter, consents };
  }

  /** @throws OriginError KEY_UNKNOWN */
  key(kid: string): KeyRecord {
    const record = this.#replica.value<KeyRecord>(keyKey(kid));
    // Asked for by name: there is no such resource.
    if (record === undefined) throw new OriginError('NOT_FOUND', { boxes: ['kid'], stage: 'query' });
    return record;
  }
}
