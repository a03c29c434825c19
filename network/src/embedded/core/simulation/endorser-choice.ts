import type { ContractDefinition, EndorsementPolicy, Identity, Simulation } from '../../seam.js';
import { type EvaluatePolicy, holds, keyPolicy, writtenKeys } from '../commit/endorsement-policy.js';
import { collectionOf } from '../../../contract/collection-of.js';
import { LIFECYCLE } from '../lifecycle/lifecycle-keys.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../rwset/rwset.js';
import type { StateView } from '../state/state-store.js';

/** The policies that the writes of a simulation call for, each once. */
function policiesFor(
  sets: readonly NamespaceReadWriteSet[],
  definition: (contract: string) => ContractDefinition | undefined,
  state: StateView,
): EndorsementPolicy[] {
  const policies = new Map<string, EndorsementPolicy>();
  for (const set of sets) {
    const contract = definition(set.namespace);
    // That a definition was read calls for nobody's endorsement.
    if (!contract || set.namespace === LIFECYCLE) {
      continue;
    }
    const before = policies.size;
    for (const { collection, key } of writtenKeys(set)) {
      const own = keyPolicy(state, set.namespace, collection, key);
      const collectionPolicy = collectionOf(contract, collection)?.endorsementPolicy;
      if (own) {
        policies.set(Buffer.from(own.serializeBinary()).toString('base64'), own);
      } else if (collectionPolicy) {
        policies.set(`${set.namespace}/${collection}`, collectionPolicy);
      } else {
        policies.set(set.namespace, contract.endorsementPolicy);
      }
    }
    if (policies.size === before) {
      policies.set(set.namespace, contract.endorsementPolicy);
    }
  }
  return [...policies.values()];
}

/** Who can read the collections a simulation has read, and the policies these collections call for. */
function collectionsRead(
  simulation: Simulation,
  definition: (contract: string) => ContractDefinition | undefined,
): { readonly policies: EndorsementPolicy[]; readonly members: (mspId: string) => boolean } {
  const found = [...(simulation.privateReads ?? [])].flatMap(([name, collections]) => {
    const contract = definition(name);
    return [...collections]
      .flatMap((each) => collectionOf(contract, each) ?? [])
      .map((collection) => ({
        collection,
        policy: collection.endorsementPolicy ?? contract?.endorsementPolicy,
      }));
  });
  return {
    policies: found.flatMap(({ policy }) => policy ?? []),
    members: (mspId) => found.every(({ collection }) => collection.memberMspIds.includes(mspId)),
  };
}

/** Subsets of the members, the smallest first, those of earlier members before those of later ones. */
function* subsets(members: readonly string[]): Generator<string[]> {
  function* ofSize(size: number, from: number): Generator<string[]> {
    if (size === 0) {
      yield [];
      return;
    }
    for (let i = from; i <= members.length - size; i++) {
      for (const rest of ofSize(size - 1, i + 1)) {
        yield [members[i] ?? '', ...rest];
      }
    }
  }
  for (let size = 1; size <= members.length; size++) {
    yield* ofSize(size, 0);
  }
}

/**
 * The sets of members whose peers together satisfy every policy that a simulation's writes call for, or that of the
 * contract called where it neither read nor wrote: the smallest first, in the order in which `available` prefers them;
 * none of them contains another. Who cannot read a collection that was read is in none: its simulation would fail.
 */
export function chooseEndorsers(
  called: string,
  simulation: Simulation,
  available: readonly string[],
  peers: ReadonlyMap<string, Identity>,
  definition: (contract: string) => ContractDefinition | undefined,
  state: StateView,
  evaluate: EvaluatePolicy,
): string[][] {
  const sets = simulation.results ? decodeReadWriteSet(simulation.results.serializeBinary()) : [];
  const read = collectionsRead(simulation, definition);
  const found = [...policiesFor(sets, definition, state), ...read.policies];
  // The validator asks for it in any case: a call that only answers, or sets an event, leaves nothing else to go by.
  const own = definition(called)?.endorsementPolicy;
  const policies = found.length === 0 && own ? [own] : found;
  const chosen: string[][] = [];
  const able = available.filter((mspId) => peers.has(mspId) && read.members(mspId));
  for (const subset of subsets(able)) {
    if (chosen.some((smaller) => smaller.every((mspId) => subset.includes(mspId)))) {
      continue;
    }
    const signers = subset.map((mspId) => peers.get(mspId)).filter((peer) => peer !== undefined);
    if (policies.every((policy) => holds(evaluate, policy, signers))) {
      chosen.push(subset);
    }
  }
  return chosen;
}
