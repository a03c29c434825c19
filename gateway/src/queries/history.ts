import {
  keyKey,
  OriginError,
  referenceText,
  type ActView,
  type CertificateReference,
  type KeyRecord,
} from '@origin-ledger/model';
import type { OperationViews } from '../operations/operation-view.js';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import { pageOf, readCursor } from './cursor.js';

interface ActRow {
  readonly act: string;
  readonly sequence: number;
}

/** Every act on a certificate with its signed request, so that the reader can verify it by himself. */
export class Histories {
  readonly #views: OperationViews;
  readonly #replica: Replica;
  readonly #list: Statement<ActRow>;

  constructor(database: Database, views: OperationViews, replica: Replica) {
    this.#views = views;
    this.#replica = replica;
    this.#list = database.prepare(
      'SELECT act, sequence FROM certificate_acts WHERE name = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    );
  }

  /**
   * One page, first act first.
   * @throws OriginError CURSOR_INVALID, CERTIFICATE_UNKNOWN
   */
  page(
    reference: CertificateReference,
    cursor: string | undefined,
    limit: number,
  ): { readonly items: ActView[]; readonly next?: string } {
    const name = referenceText(reference);
    const after = Number(readCursor(cursor, `history ${name}`, 'number')?.after ?? -1);
    const found = this.#list.all(name, after, limit + 1);
    if (found.length === 0 && after < 0)
      throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
    const { rows, ...next } = pageOf(found, limit, (row) => ({
      list: `history ${name}`,
      after: row.sequence,
    }));
    return { items: rows.flatMap((row) => this.#view(row.act, name)), ...next };
  }

  #view(id: string, name: string): ActView[] {
    const placed = this.#views.act(id);
    if (placed === undefined) return [];
    const { act, transactionId, block, late } = placed;
    const kid = id.split('.')[0] ?? '';
    const key = this.#replica.value<KeyRecord>(keyKey(kid));
    const doubted = key?.notTrustedSince !== undefined && act.at >= key.notTrustedSince;
    return [
      {
        id,
        op: act.op,
        member: act.member,
        signer: key?.holder ?? `${act.member}:administrator`,
        at: act.at,
        outcome: act.outcome,
        previous: act.previous[name] ?? [],
        transactionId,
        block,
        marks: [...(late ? (['LATE_ORDERED'] as const) : []), ...(doubted ? (['NOT_TRUSTED'] as const) : [])],
        request: act.request,
      },
    ];
  }
}
