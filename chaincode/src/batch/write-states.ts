import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { askPeer, isAsking } from './ask-peer.js';
import { WRITE_BATCH_STATE, writeBatchMessage, WriteType, type WriteRecord } from './batch-messages.js';
import { inParts } from './in-parts.js';
import { offerTo } from './peer-offer.js';

/** A value, or the key-level endorsement policy of a key. */
export type StateWrite =
  | { readonly key: string; readonly value: Uint8Array; readonly collection?: string }
  | { readonly key: string; readonly policy: Uint8Array };

/** The name under which Fabric keeps a key-level endorsement policy. */
const POLICY = 'VALIDATION_PARAMETER';

/**
 * Writes in their order: with one message to the peer, or as few as it offers, instead of one for each. Where it
 * offers none, one by one: what the transaction writes is the same.
 */
export async function writeStates(stub: LedgerStub, writes: readonly StateWrite[]): Promise<void> {
  const most = offerTo(stub).mostWrites;
  if (writes.length < 2 || most < 2 || !isAsking(stub)) {
    for (const write of writes) await writeOne(stub, write);
    return;
  }
  for (const part of inParts(writes, most))
    await askPeer(stub, WRITE_BATCH_STATE, writeBatchMessage(part.map(recordOf)));
}

function writeOne(stub: LedgerStub, write: StateWrite): Promise<void> {
  if ('policy' in write) return stub.setStateValidationParameter(write.key, write.policy);
  return write.collection === undefined
    ? stub.putState(write.key, write.value)
    : stub.putPrivateData(write.collection, write.key, write.value);
}

function recordOf(write: StateWrite): WriteRecord {
  if ('policy' in write) {
    const { key, policy } = write;
    return { type: WriteType.PUT_STATE_METADATA, key, metadata: { name: POLICY, value: policy } };
  }
  return { type: WriteType.PUT_STATE, ...write };
}
