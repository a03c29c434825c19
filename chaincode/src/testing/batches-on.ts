import { GET_STATE_MULTIPLE, WRITE_BATCH_STATE, WriteType } from '../batch/batch-messages.js';
import type { AskingStub } from '../batch/ask-peer.js';
import { noteOffer, type PeerOffer } from '../batch/peer-offer.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { keysIn, valuesMessage, writesIn } from './batch-contents.js';

interface Asked {
  getType(): number;
  getPayload_asU8(): Uint8Array;
}

/**
 * What a stub has beside its calls when there is a peer behind it, which serves batches by those calls. Each is one
 * message.
 */
export function batchesOn(stub: LedgerStub, counted: { trips: number }, offer: PeerOffer): AskingStub {
  const stream = {};
  noteOffer(stream, offer);
  const serve = async (message: Asked): Promise<Uint8Array> => {
    const trips = counted.trips + 1;
    const answer = await answerOf(stub, message, offer);
    counted.trips = trips;
    return answer;
  };
  return {
    handler: { _stream: stream, _askPeerAndListen: (message) => serve(message as Asked) },
    getTxID: () => 'transaction',
    getChannelID: () => 'channel',
  };
}

async function answerOf(stub: LedgerStub, message: Asked, offer: PeerOffer): Promise<Uint8Array> {
  const payload = message.getPayload_asU8();
  if (message.getType() === GET_STATE_MULTIPLE) {
    const { keys } = keysIn(payload);
    if (keys.length > offer.mostKeys) throw new Error('more keys than the peer takes');
    return valuesMessage(await Promise.all(keys.map((key) => stub.getState(key))));
  }
  if (message.getType() !== WRITE_BATCH_STATE) throw new Error(`no such message: ${message.getType()}`);
  const writes = writesIn(payload);
  if (writes.length > offer.mostWrites) throw new Error('more writes than the peer takes');
  for (const { type, key, value, collection, metadata } of writes) {
    if (type === WriteType.PUT_STATE_METADATA && metadata?.[0] === 'VALIDATION_PARAMETER')
      await stub.setStateValidationParameter(key, metadata[1]);
    else if (type !== WriteType.PUT_STATE) throw new Error(`no such write: ${type}`);
    else if (collection === '') await stub.putState(key, value);
    else await stub.putPrivateData(collection, key, value);
  }
  return new Uint8Array();
}
