import type { LedgerKind } from '../support/ledger-processes.js';
import type { Laboratories } from './laboratories.js';
import type { Figure } from './report.js';

export interface ScenarioContext {
  /** Verifications of P-256 signatures per second, one core, in this run. */
  readonly p256VerifyPerSecond: number;
  /** 1 for the figures to be quoted; smaller runs are quicker and rougher. */
  readonly scale: number;
  readonly progress: (text: string) => void;
  /** The systems to measure. */
  readonly laboratories: Laboratories;
}

/** A part of the benchmark that can be asked for by name. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Ledgers it can be measured on. */
  readonly ledgers: readonly LedgerKind[];
  /** Ledgers on which it is part of a run that asks for nothing by name. */
  readonly unasked: readonly LedgerKind[];
  run(context: ScenarioContext): Promise<Figure[]>;
}

/** The scenarios of a run: those asked for by name, in the benchmark's order, else the usual ones of the ledger. */
export function chosenScenarios(
  all: readonly Scenario[],
  ledger: LedgerKind,
  only: readonly string[],
): readonly Scenario[] {
  for (const name of only) {
    const scenario = all.find((each) => each.name === name);
    if (scenario === undefined) throw new RangeError(`no part is called ${name}`);
    if (!scenario.ledgers.includes(ledger))
      throw new RangeError(`${name} is measured on ${scenario.ledgers.join(' and ')} only`);
  }
  return all.filter(({ name, unasked }) =>
    only.length > 0 ? only.includes(name) : unasked.includes(ledger),
  );
}
