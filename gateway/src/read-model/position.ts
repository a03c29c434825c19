import { OriginError } from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';

/** How far the read model has come. */
export interface Position {
  /** The last block applied; -1 before any. */
  readonly block: number;
  /** Hash of its header, in hex; undefined before any block. */
  readonly hash: string | undefined;
  /** {@link Position.latest} in RFC 3339. */
  readonly at: string | undefined;
  /** The latest time that two members' word stands for up to here, milliseconds since 1970; 0 before any. */
  readonly latest: number;
}

interface Row {
  readonly audience: string;
  readonly block: number;
  readonly hash: string | null;
  readonly at: string | null;
  readonly latest: number;
}

/** The store belongs to another network than the ledger it was connected to. */
export class OtherNetworkError extends Error {
  override readonly name = 'OtherNetworkError';
}

const ahead = (): OriginError => new OriginError('READ_MODEL_AHEAD', { stage: 'store' });

/** The position, written in the same SQL transaction as what it is the position of. */
export class PositionStore {
  readonly #get: Statement<Row>;
  readonly #put: Statement<never>;
  readonly #begin: Statement<never>;
  #current: Position;

  constructor(database: Database) {
    this.#get = database.prepare('SELECT audience, block, hash, at, latest FROM position');
    this.#put = database.prepare('UPDATE position SET block = ?, hash = ?, at = ?, latest = ?');
    this.#begin = database.prepare(
      'INSERT INTO position (one, audience, block, latest) VALUES (1, ?, -1, 0)',
    );
    this.#current = this.#read();
  }

  get current(): Position {
    return this.#current;
  }

  /** The network this store belongs to, once known. */
  get audience(): string | undefined {
    return this.#get.get()?.audience;
  }

  /** @throws OtherNetworkError when the store was filled from another network's blocks */
  belongTo(audience: string): void {
    const known = this.audience;
    if (known === undefined) this.#begin.run(audience);
    else if (known !== audience) throw new OtherNetworkError(`the store belongs to ${known}`);
  }

  /**
   * That the ledger has the blocks that were read, and none other in the place of the last one.
   * @param height how many blocks the ledger has
   * @throws OriginError READ_MODEL_AHEAD
   */
  checkWithin(height: number): void {
    if (this.#current.block >= height) throw ahead();
  }

  /** @throws OriginError READ_MODEL_AHEAD when another block than this was read under its number */
  checkSame({ number, hash }: { readonly number: number; readonly hash: string }): void {
    const { block, hash: known } = this.#current;
    if (number === block && known !== undefined && known !== hash) throw ahead();
  }

  /** To be called inside the SQL transaction; {@link PositionStore.refresh} follows once it is durable. */
  write(position: Position): void {
    this.#put.run(position.block, position.hash ?? null, position.at ?? null, position.latest);
  }

  refresh(): void {
    this.#current = this.#read();
  }

  #read(): Position {
    const row = this.#get.get();
    const hash = row?.hash ?? undefined;
    return { block: row?.block ?? -1, hash, at: row?.at ?? undefined, latest: row?.latest ?? 0 };
  }
}
