import type { common } from '@hyperledger/fabric-protos';
import { type Collection, type ContractDefinition, LedgerError } from '../../seam.js';

const INVALID_ARGUMENT = 3;

type Terms = Omit<ContractDefinition, 'sequence'>;

/** Contracts that every peer brings along. */
const SYSTEM: readonly string[] = ['cscc', 'escc', 'lscc', 'qscc', 'vscc'];

/**
 * Refuses a definition that Fabric's lifecycle would refuse to approve, in its words, with what to do where they do not
 * say it.
 *
 * @param current the definition that stands.
 * @throws LedgerError INVALID_ARGUMENT.
 */
export function checkDefinition(
  definition: Terms,
  current: ContractDefinition | undefined,
  isMember: (mspId: string) => boolean,
): void {
  const why =
    nameFault(definition) ??
    collectionsFault(definition.collections, isMember) ??
    droppedFault(definition.collections, current?.collections ?? []);
  if (why !== undefined) {
    throw new LedgerError(INVALID_ARGUMENT, `error validating chaincode definition: ${why}`);
  }
}

function nameFault({ name, version }: Terms): string | undefined {
  if (!/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/u.test(name)) {
    return (
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' ` +
      'and can only begin with alphanumerics'
    );
  }
  if (SYSTEM.includes(name)) return `chaincode name '${name}' is the name of a system chaincode`;
  return /^[A-Za-z0-9_.+-]+$/u.test(version)
    ? undefined
    : `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`;
}

function collectionsFault(
  collections: readonly Collection[],
  isMember: (mspId: string) => boolean,
): string | undefined {
  const names = new Set<string>();
  for (const collection of collections) {
    const { name } = collection;
    if (!/^[A-Za-z0-9-]+[A-Za-z0-9_-]*$/u.test(name)) {
      return (
        `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' ` +
        "and cannot begin with '_'"
      );
    }
    if (names.has(name)) return `collection-name: ${name} -- found duplicate in collection configuration`;
    names.add(name);
    const why = collectionFault(collection, isMember);
    if (why !== undefined) return `collection-name: ${name} -- ${why}`;
  }
  return undefined;
}

function collectionFault(
  { requiredPeerCount, maxPeerCount, memberPolicy, memberMspIds }: Collection,
  isMember: (mspId: string) => boolean,
): string | undefined {
  if (maxPeerCount < requiredPeerCount) {
    return `maximum peer count (${maxPeerCount}) cannot be less than the required peer count (${requiredPeerCount})`;
  }
  if (requiredPeerCount < 0) return `requiredPeerCount (${requiredPeerCount}) cannot be less than zero`;
  const wanted = moreThanOne(memberPolicy.getRule());
  if (wanted !== undefined) {
    return `error in member org policy: signature policy is not an OR concatenation, NOutOf ${wanted}`;
  }
  const stranger = memberMspIds.find((mspId) => !isMember(mspId));
  return stranger === undefined ? undefined : `collection member '${stranger}' is not part of the channel`;
}

/** How many of its parts a policy wants where that is not one. */
function moreThanOne(policy: common.SignaturePolicy | undefined): number | undefined {
  const outOf = policy?.getNOutOf();
  if (outOf === undefined) return undefined;
  if (outOf.getN() !== 1) return outOf.getN();
  return outOf
    .getRulesList()
    .map(moreThanOne)
    .find((wanted) => wanted !== undefined);
}

function droppedFault(proposed: readonly Collection[], committed: readonly Collection[]): string | undefined {
  const advice = `. Name every collection that there is with --collections: ${committed.map(({ name }) => name).join(', ')}`;
  if (committed.length > 0 && proposed.length === 0) {
    return `the proposed collection config does not contain previously defined collections${advice}`;
  }
  for (const { name, blockToLive } of committed) {
    const found = proposed.find((collection) => collection.name === name);
    if (found === undefined) {
      return `existing collection [${name}] missing in the proposed collection configuration${advice}`;
    }
    if (found.blockToLive !== blockToLive) {
      return `the BlockToLive in an existing collection [${name}] modified. Existing value [${blockToLive}]`;
    }
  }
  return undefined;
}
