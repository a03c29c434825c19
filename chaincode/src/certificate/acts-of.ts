import { actKey, type ActRecord, type StateKey } from '@origin-ledger/model';
import type { State } from '../pipeline/state.js';

/**
 * Walks the chain of acts on a document back from its last ones, latest first, each act once. Every act names
 * all acts that were last when it was made, so whoever starts at one act finds all before it.
 * @param name reference of the document, as in `previous` of its acts
 * @param heads ids of the acts to start with
 */
export async function* actsOf(
  state: State,
  name: string,
  heads: readonly string[],
): AsyncGenerator<ActRecord, void> {
  const seen = new Set<StateKey>();
  const frontier: ActRecord[] = [];
  const add = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      if (seen.has(id)) continue;
      seen.add(id);
      const act = await state.get<ActRecord>(actKey(id));
      if (act === undefined) throw new Error('the chain of acts is broken');
      frontier.push(act);
    }
  };
  await add(heads);
  for (let act = takeLatest(frontier); act !== undefined; act = takeLatest(frontier)) {
    yield act;
    await add(act.previous[name] ?? []);
  }
}

/** Whoever names the other comes first: clocks of two states do not tell which of their acts is the later one. */
function takeLatest(frontier: ActRecord[]): ActRecord | undefined {
  frontier.sort((left, right) => {
    if (names(left, right)) return -1;
    if (names(right, left)) return 1;
    if (left.at !== right.at) return left.at < right.at ? 1 : -1;
    return left.id < right.id ? -1 : 1;
  });
  return frontier.shift();
}

const names = (act: ActRecord, other: ActRecord): boolean =>
  Object.values(act.previous).some((ids) => ids.includes(other.id));
