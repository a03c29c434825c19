import {
  canonicalText,
  commitmentOf,
  OriginError,
  type FormDDocument,
  type ParsedRequest,
} from '@origin-ledger/model';
import type { PresentParcels } from '../contents/present-parcel.js';
import type { Database, Statement } from '../store/database.js';

/** Operations that enter a declaration: its document is the first parcel. */
const DECLARING = new Set(['selfcertification.declare/1', 'selfcertification.declare-back-to-back/1']);

/**
 * Digest of what a declaration is made out on: exporter, document and its number; undefined where the request enters none.
 * The gateway's own store knows the contents anyway.
 */
export function declaredOn({ claims }: ParsedRequest, present: PresentParcels): string | undefined {
  if (!DECLARING.has(claims.op)) return undefined;
  const document = present.get(claims.parcels[0]?.commitment ?? '')?.said as FormDDocument | undefined;
  if (document?.selfCertification === undefined) return undefined;
  const { exporter, medium, number } = document.selfCertification;
  return commitmentOf(canonicalText({ exporter, medium, number }));
}

/**
 * Documents on which the own member's exporters have declared origin. On the ledger a declaration has a number drawn at
 * random, so that no contract can tell that one document is declared twice: its own member's gateway can.
 */
export class DeclaredNumbers {
  readonly #find: Statement<{ readonly operation: string }>;
  readonly #take: Statement<never>;

  constructor(database: Database) {
    // What was refused has not declared anything.
    this.#find = database.prepare(
      'SELECT declared.operation FROM declared LEFT JOIN operations ON operations.id = declared.operation' +
        " WHERE digest = ? AND declared.operation <> ? AND COALESCE(operations.state, '') <> 'REJECTED'",
    );
    this.#take = database.prepare('INSERT OR REPLACE INTO declared (digest, operation) VALUES (?, ?)');
  }

  /**
   * Within the transaction that journals the operation.
   * @throws OriginError NUMBER_USED where another declaration stands on the same document
   */
  take(digest: string | undefined, operation: string): void {
    if (digest === undefined) return;
    if (this.#find.get(digest, operation) !== undefined)
      throw new OriginError('NUMBER_USED', {
        boxes: ['parcels[0].selfCertification.number'],
        stage: 'request',
      });
    this.#take.run(digest, operation);
  }
}
