import type { Json } from './json.js';
import type { LedgerUnderTest } from './ledger-under-test.js';

/** What a behaviour showed: named fields, compared one by one. */
export type Outcome = Readonly<Record<string, Json>>;

/** One behaviour of a ledger, written once, run on every ledger. Its keys begin with its own prefix. */
export interface Behaviour {
  /** What the ledger does, as a sentence. */
  readonly name: string;
  run(ledger: LedgerUnderTest): Promise<Outcome>;
}

/** Behaviours of one topic. */
export interface Topic {
  readonly topic: string;
  readonly behaviours: readonly Behaviour[];
}
