import type { Figure } from './report.js';

export interface ScenarioContext {
  /** Verifications of P-256 signatures per second, one core, in this run. */
  readonly p256VerifyPerSecond: number;
  /** 1 for the figures to be quoted; smaller runs are quicker and rougher. */
  readonly scale: number;
  readonly progress: (text: string) => void;
}

/** A part of the benchmark that can be asked for by name. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  run(context: ScenarioContext): Promise<Figure[]>;
}
