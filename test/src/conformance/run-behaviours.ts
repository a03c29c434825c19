import type { Outcome, Topic } from './behaviour.js';
import type { LedgerUnderTest } from './ledger-under-test.js';

/** Outcomes by behaviour, of one topic. */
export type Outcomes = Readonly<Record<string, Outcome>>;

/** Runs the behaviours of a topic one after the other. One that breaks is told as an outcome of its own. */
export async function runTopic(ledger: LedgerUnderTest, { behaviours }: Topic): Promise<Outcomes> {
  const outcomes: Record<string, Outcome> = {};
  for (const behaviour of behaviours) {
    outcomes[behaviour.name] = await behaviour.run(ledger).catch((error: unknown) => ({
      broken: error instanceof Error ? error.message : String(error),
    }));
  }
  return outcomes;
}
