import { failure } from './failure.js';
import type { Json } from './json.js';
import type { LedgerUnderTest } from './ledger-under-test.js';
import { answerOf, type CallChoice, type Verdict } from './member-client.js';
import { endorsedActions } from './read-write-set.js';
import type { Step } from './steps.js';

/** The answers of steps and the read-write set that peers endorse for them; nothing is ordered. */
export async function endorsed(
  ledger: LedgerUnderTest,
  steps: readonly Step[],
  choice: CallChoice = {},
): Promise<{ readonly [name: string]: Json }> {
  const client = await ledger.client('VN');
  try {
    const transaction = await client.proposal(steps, choice).endorse();
    return { answers: answerOf(transaction.getResult()), ...endorsedActions(transaction) };
  } catch (error) {
    return { refused: failure(error) };
  }
}

/** Vietnam's transaction, committed at every peer. */
export async function commit(
  ledger: LedgerUnderTest,
  steps: readonly Step[],
  choice: CallChoice = {},
): Promise<Verdict> {
  const verdict = await (await ledger.client('VN')).submit(steps, choice);
  await ledger.settled();
  return verdict;
}
