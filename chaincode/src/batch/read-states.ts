import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { askPeer, isAsking } from './ask-peer.js';
import { GET_STATE_MULTIPLE, getMultipleMessage, valuesIn } from './batch-messages.js';
import { inParts } from './in-parts.js';
import { offerTo } from './peer-offer.js';

/**
 * The values of many keys: with one message to the peer, or as few as it offers, instead of one for each key. Where
 * it offers none, one by one: the values and the transaction's reads are the same.
 * @returns a value for each key, in their order, empty where there is none
 */
export async function readStates(stub: LedgerStub, keys: readonly string[]): Promise<Uint8Array[]> {
  const most = offerTo(stub).mostKeys;
  const values: Uint8Array[] = [];
  if (keys.length < 2 || most < 2 || !isAsking(stub)) {
    for (const key of keys) values.push(await stub.getState(key));
    return values;
  }
  for (const part of inParts(keys, most)) {
    const found = valuesIn(await askPeer(stub, GET_STATE_MULTIPLE, getMultipleMessage(part)));
    if (found.length !== part.length) throw new Error('the peer answered other values than were asked for');
    values.push(...found);
  }
  return values;
}
