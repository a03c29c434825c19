import { common } from '@hyperledger/fabric-protos';
import type { ContractDefinition, EndorsementPolicy, Identity, IdentityDeserializer } from '../../seam.js';
import type { ParsedTransaction } from '../blocks/envelope.js';
import { collectionOf } from '../../../contract/collection-of.js';
import { decodeMetadata } from '../state/state-value.js';
import type { StateView } from '../state/state-store.js';
import type { NamespaceReadWriteSet } from '../rwset/rwset.js';

export type EvaluatePolicy = (policy: EndorsementPolicy, signers: readonly Identity[]) => boolean;

/** The metadata entry that holds a key's own endorsement policy (`peer.MetaDataKeys`). */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** A key as the policies know it; hashed keys with their collection. */
export function policyKey(namespace: string, collection: string, key: string): string {
  return `${namespace}\0${collection}\0${key}`;
}

/** Policies of keys, by their bytes: many keys share one, and identities remember which they satisfy. */
const policies = new Map<string, common.SignaturePolicyEnvelope>();
const MAX_POLICIES = 1000;

/** A contract writes these bytes, so they may be no policy at all: nobody satisfies that. */
function parsePolicy(bytes: Uint8Array): common.SignaturePolicyEnvelope {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let policy = policies.get(key);
  if (!policy) {
    try {
      policy = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
    } catch {
      policy = new common.SignaturePolicyEnvelope();
    }
    if (policies.size >= MAX_POLICIES) {
      policies.clear();
    }
    policies.set(key, policy);
  }
  return policy;
}

/** Whether signers satisfy a policy; a malformed one is satisfied by nobody. */
export function holds(
  evaluate: EvaluatePolicy,
  policy: EndorsementPolicy,
  signers: readonly Identity[],
): boolean {
  try {
    return evaluate(policy, signers);
  } catch {
    return false;
  }
}

/** The policy of a key's own, as committed; undefined where the contract's or collection's applies. */
export function keyPolicy(
  state: StateView,
  namespace: string,
  collection: string,
  key: string,
): common.SignaturePolicyEnvelope | undefined {
  const found = collection === '' ? state.get(namespace, key) : state.getHashed(namespace, collection, key);
  const parameter = found && decodeMetadata(found.metadata).get(VALIDATION_PARAMETER);
  return parameter && parameter.length > 0 ? parsePolicy(parameter) : undefined;
}

/** The identities whose signatures over the response hold; each counts once. Others are passed over. */
export function validEndorsers(
  { responsePayload, endorsements }: ParsedTransaction,
  identities: IdentityDeserializer,
): Identity[] {
  const signers = new Map<string, Identity>();
  for (const endorsement of endorsements) {
    const endorser = endorsement.getEndorser_asU8();
    const identity = deserialize(identities, endorser);
    if (
      identity &&
      !signers.has(identity.digest) &&
      identity.verify(Buffer.concat([responsePayload, endorser]), endorsement.getSignature_asU8())
    ) {
      signers.set(identity.digest, identity);
    }
  }
  return [...signers.values()];
}

function deserialize(identities: IdentityDeserializer, serialized: Uint8Array): Identity | undefined {
  try {
    return identities.deserialize(serialized);
  } catch {
    return undefined;
  }
}

/** Every key a namespace's set writes, values before metadata, public before private. */
export function* writtenKeys(
  set: NamespaceReadWriteSet,
): Generator<{ readonly collection: string; readonly key: string }> {
  for (const { key } of [...set.writes, ...set.metadataWrites]) {
    yield { collection: '', key };
  }
  for (const { collection, writes } of set.collections) {
    for (const { key } of writes) {
      yield { collection, key };
    }
  }
  for (const { collection, metadataWrites } of set.collections) {
    for (const { key } of metadataWrites) {
      yield { collection, key };
    }
  }
}

/** Which keys' policies the transactions before, in the same block, have changed. */
export type ChangedPolicies = ReadonlySet<string>;

/**
 * Whether the endorsers satisfy every policy that the writes to one namespace call for: a key's own, else
 * its collection's, else the contract's; and the contract's where nothing else was asked (Fabric,
 * `statebased`). A key whose policy changed earlier in the block is refused.
 */
export function satisfiesPolicies(
  set: NamespaceReadWriteSet | undefined,
  definition: ContractDefinition,
  signers: readonly Identity[],
  state: StateView,
  changed: ChangedPolicies,
  evaluate: EvaluatePolicy,
): boolean {
  const held = new Set<string>();
  let asked = false;
  const check = (scope: string, policy: EndorsementPolicy): boolean => {
    asked = true;
    if (!held.has(scope) && holds(evaluate, policy, signers)) {
      held.add(scope);
    }
    return held.has(scope);
  };
  for (const { collection, key } of set ? writtenKeys(set) : []) {
    if (changed.has(policyKey(definition.name, collection, key))) {
      return false;
    }
    const own = keyPolicy(state, definition.name, collection, key);
    if (own) {
      asked = true;
      if (!holds(evaluate, own, signers)) {
        return false;
      }
    } else if (!checkScope(definition, collection, check)) {
      return false;
    }
  }
  return asked || holds(evaluate, definition.endorsementPolicy, signers);
}

function checkScope(
  definition: ContractDefinition,
  collection: string,
  check: (scope: string, policy: EndorsementPolicy) => boolean,
): boolean {
  if (collection === '') {
    return check('', definition.endorsementPolicy);
  }
  const found = collectionOf(definition, collection);
  if (!found) {
    return false;
  }
  return found.endorsementPolicy
    ? check(collection, found.endorsementPolicy)
    : check('', definition.endorsementPolicy);
}
