import { paperActs, type PaperAct } from './paper/command.js';

/** How often each act was accepted and refused. */
export class ActCounts {
  readonly #counts = new Map<PaperAct, [accepted: number, refused: number]>();
  readonly ops = new Set<string>();

  add(act: PaperAct, op: string, accepted: boolean): void {
    const [done, refused] = this.#counts.get(act) ?? [0, 0];
    this.#counts.set(act, accepted ? [done + 1, refused] : [done, refused + 1]);
    if (accepted) this.ops.add(op);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, [done, refused]) => sum + done + refused, 0);
  }

  /** Acts that were never accepted. */
  get missing(): readonly PaperAct[] {
    return paperActs.filter((act) => (this.#counts.get(act)?.[0] ?? 0) === 0);
  }

  /** Act, accepted, refused: one a line. */
  lines(): readonly string[] {
    return paperActs.map((act) => {
      const [done, refused] = this.#counts.get(act) ?? [0, 0];
      return `${act.padEnd(18)} ${String(done).padStart(5)} accepted ${String(refused).padStart(5)} refused`;
    });
  }
}
