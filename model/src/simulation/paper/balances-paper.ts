/** Kilograms of each item, and what one draw takes. */
export const WHOLE = 1200;
export const ONE_DRAW = 500;

export type Purpose = 'import' | 'reexport';

/** What is left of a certificate's two items, on paper: for import and for export again, or joined. */
export class BalancesPaper {
  readonly #left = new Map<Purpose | 'joined', Map<number, number>>();

  /** From which balance a draw takes: a member that joins them does so from the first draw on. */
  name(purpose: Purpose, joined: boolean): Purpose | 'joined' {
    if (this.#left.has('joined')) return 'joined';
    return joined && this.#left.size === 0 ? 'joined' : purpose;
  }

  begun(name: Purpose | 'joined'): boolean {
    return this.#left.has(name);
  }

  left(name: Purpose | 'joined', item: number): number {
    return this.#left.get(name)?.get(item) ?? WHOLE;
  }

  draw(name: Purpose | 'joined', item: number): void {
    const items = this.#left.get(name) ?? new Map<number, number>();
    this.#left.set(name, items.set(item, this.left(name, item) - ONE_DRAW));
  }
}
