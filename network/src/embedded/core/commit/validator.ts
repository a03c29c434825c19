import { setImmediate as nextTurn } from 'node:timers/promises';
import { peer } from '@hyperledger/fabric-protos';
import type { ContractDefinition, Identity, IdentityDeserializer } from '../../seam.js';
import { applyWrites } from './apply-writes.js';
import { EMPTY } from '../bytes.js';
import { type EvaluatePolicy, policyKey, satisfiesPolicies, validEndorsers } from './endorsement-policy.js';
import { type ParsedEnvelope, type ParsedTransaction, parseEnvelope } from '../blocks/envelope.js';
import { checkReads } from './mvcc.js';
import { writesToNamespace } from '../rwset/rwset.js';
import type { StateView } from '../state/state-store.js';
import { UpdateBatch } from '../state/update-batch.js';

const Code = peer.TxValidationCode;

/** How long a turn of validation may hold the process before others get theirs. */
const TURN_MILLISECONDS = 20;

/** What the validation of a block needs to know; all of it as committed before the block. */
export interface ValidationContext {
  readonly channel: string;
  readonly identities: IdentityDeserializer;
  readonly definition: (contract: string) => ContractDefinition | undefined;
  readonly state: StateView;
  readonly isKnown: (transactionId: string) => boolean;
  readonly evaluate: EvaluatePolicy;
  readonly mayConfigure: (contents: Uint8Array) => boolean;
}

/** Where Fabric's peers keep the configuration in their state. */
const CONFIGURATION_KEY = 'CHANNEL_CONFIG_ENV_BYTES';

export interface ValidatedTransaction {
  readonly transactionId: string;
  code: number;
  /** Present where the envelope could be read to the end. */
  readonly transaction?: ParsedTransaction;
  /** The configuration it brings, as it stands in the payload. */
  readonly configuration?: Uint8Array;
}

export interface ValidatedBlock {
  readonly transactions: readonly ValidatedTransaction[];
  readonly updates: UpdateBatch;
}

/** Judges every transaction of a block as Fabric's validator does, and collects what the valid ones change. */
export async function validateBlock(
  number: number,
  envelopes: readonly Uint8Array[],
  context: ValidationContext,
): Promise<ValidatedBlock> {
  const transactions: ValidatedTransaction[] = [];
  const changedPolicies = new Set<string>();
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  for (const bytes of envelopes) {
    transactions.push(validateAlone(bytes, context, changedPolicies));
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN_MILLISECONDS;
    }
  }
  markDuplicates(transactions);
  const updates = await applyBlock(number, transactions, context.state, checkReads);
  return { transactions, updates };
}

/** Reads a block that was validated before, with the codes it was given. */
export function readValidatedBlock(
  envelopes: readonly Uint8Array[],
  flags: Uint8Array,
): ValidatedTransaction[] {
  return envelopes.map((bytes, i) => {
    const { transactionId, parsed } = parseEnvelope(bytes);
    const code = flags[i] ?? Code.NOT_VALIDATED;
    if (typeof parsed === 'object' && parsed.isConfig) {
      return { transactionId, code, configuration: parsed.data };
    }
    const transaction = typeof parsed === 'number' ? undefined : parsed.transaction();
    return typeof transaction === 'object' ? { transactionId, code, transaction } : { transactionId, code };
  });
}

/**
 * Adds the writes of the valid transactions one after another; each is first checked against what it read.
 * @param check left out where the codes are final.
 */
export async function applyBlock(
  number: number,
  transactions: readonly ValidatedTransaction[],
  state: StateView,
  check?: typeof checkReads,
): Promise<UpdateBatch> {
  const updates = new UpdateBatch();
  for (const [index, each] of transactions.entries()) {
    if (each.code === Code.VALID && each.configuration) {
      const version = { block: number, transaction: index };
      const value = { value: each.configuration, metadata: EMPTY, version };
      updates.set('', '', CONFIGURATION_KEY, { state: value, version });
    }
    if (each.code === Code.VALID && each.transaction) {
      const { sets } = each.transaction;
      each.code = check ? await check(sets, state, updates) : each.code;
      if (each.code === Code.VALID) {
        applyWrites(sets, { block: number, transaction: index }, state, updates);
      }
    }
  }
  return updates;
}

/** The checks that need nothing but the transaction and the state before the block. */
function validateAlone(
  bytes: Uint8Array,
  context: ValidationContext,
  changedPolicies: Set<string>,
): ValidatedTransaction {
  const { transactionId, parsed } = parseEnvelope(bytes);
  if (typeof parsed === 'number') {
    return { transactionId, code: parsed };
  }
  if (!isSignedByCreator(parsed, context.identities)) {
    return { transactionId, code: Code.BAD_CREATOR_SIGNATURE };
  }
  if (parsed.isConfig) {
    if (parsed.channel !== context.channel) {
      return { transactionId, code: Code.TARGET_CHAIN_NOT_FOUND };
    }
    const code = context.mayConfigure(parsed.data) ? Code.VALID : Code.INVALID_CONFIG_TRANSACTION;
    return { transactionId, code, configuration: parsed.data };
  }
  const transaction = parsed.transaction();
  if (typeof transaction === 'number') {
    return { transactionId, code: transaction };
  }
  const code = checkTransaction(parsed, transaction, context, changedPolicies);
  if (code === Code.VALID) {
    noteChangedPolicies(transaction, changedPolicies);
  }
  return { transactionId, code, transaction };
}

function checkTransaction(
  envelope: ParsedEnvelope,
  transaction: ParsedTransaction,
  context: ValidationContext,
  changedPolicies: ReadonlySet<string>,
): number {
  if (envelope.channel !== context.channel) {
    return Code.TARGET_CHAIN_NOT_FOUND;
  }
  if (context.isKnown(envelope.transactionId)) {
    return Code.DUPLICATE_TXID;
  }
  const namespaces = new Set([transaction.contract]);
  for (const set of transaction.sets.filter(writesToNamespace)) {
    namespaces.add(set.namespace);
  }
  let signers: Identity[] | undefined;
  for (const namespace of namespaces) {
    const definition = context.definition(namespace);
    if (!definition) {
      return Code.INVALID_CHAINCODE;
    }
    signers ??= validEndorsers(transaction, context.identities);
    const set = transaction.sets.find((each) => each.namespace === namespace);
    if (!satisfiesPolicies(set, definition, signers, context.state, changedPolicies, context.evaluate)) {
      return Code.ENDORSEMENT_POLICY_FAILURE;
    }
  }
  return Code.VALID;
}

function isSignedByCreator(envelope: ParsedEnvelope, identities: IdentityDeserializer): boolean {
  try {
    return identities.deserialize(envelope.creator).verify(envelope.payload, envelope.signature);
  } catch {
    return false;
  }
}

function noteChangedPolicies(transaction: ParsedTransaction, changed: Set<string>): void {
  for (const { namespace, metadataWrites, collections } of transaction.sets) {
    for (const { key } of metadataWrites) {
      changed.add(policyKey(namespace, '', key));
    }
    for (const { collection, metadataWrites: hashed } of collections) {
      for (const { key } of hashed) {
        changed.add(policyKey(namespace, collection, key));
      }
    }
  }
}

/** Of transactions with one id the first that is valid so far counts; none that came later does. */
function markDuplicates(transactions: readonly ValidatedTransaction[]): void {
  const seen = new Set<string>();
  for (const each of transactions) {
    if (each.code === Code.VALID) {
      if (seen.has(each.transactionId)) {
        each.code = Code.DUPLICATE_TXID;
      }
      seen.add(each.transactionId);
    }
  }
}
