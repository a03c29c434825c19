import jspb from 'google-protobuf';
import { isAsking } from './ask-peer.js';

/** How many keys and writes a peer takes in one message of the chaincode stream; 0: none, only one by one. */
export interface PeerOffer {
  readonly mostKeys: number;
  readonly mostWrites: number;
}

/** Nothing: one key at a time. */
export const NOTHING: PeerOffer = { mostKeys: 0, mostWrites: 0 };

/** Fields of Fabric's `ChaincodeAdditionalParams`. */
const USE_WRITE_BATCH = 1;
const MAX_SIZE_WRITE_BATCH = 2;
const USE_GET_MULTIPLE_KEYS = 3;
const MAX_SIZE_GET_MULTIPLE_KEYS = 4;

/**
 * What a peer offers in the payload of READY. Before Fabric 3.1 there is none; what cannot be read offers nothing.
 * @param ready Fabric's `ChaincodeAdditionalParams`
 */
export function offerIn(ready: Uint8Array): PeerOffer {
  const numbers = new Map<number, number>();
  try {
    const reader = new jspb.BinaryReader(ready);
    while (reader.nextField() && !reader.isEndGroup()) {
      const field = reader.getFieldNumber();
      if (field <= MAX_SIZE_GET_MULTIPLE_KEYS) numbers.set(field, reader.readUint32());
      else reader.skipField();
    }
  } catch {
    return NOTHING;
  }
  const most = (use: number, size: number): number => (numbers.get(use) ? (numbers.get(size) ?? 0) : 0);
  return {
    mostKeys: most(USE_GET_MULTIPLE_KEYS, MAX_SIZE_GET_MULTIPLE_KEYS),
    mostWrites: most(USE_WRITE_BATCH, MAX_SIZE_WRITE_BATCH),
  };
}

/** By stream: a peer that connects again has a new one, and may be newer or older than it was. */
const offers = new WeakMap<object, PeerOffer>();

/** Remembers what the peer at the other end of a stream offers. */
export function noteOffer(stream: object, offer: PeerOffer): void {
  offers.set(stream, offer);
}

/** What the peer that runs a transaction offers: nothing, where it was not heard to. */
export const offerTo = (stub: object): PeerOffer =>
  (isAsking(stub) ? offers.get(stub.handler._stream) : undefined) ?? NOTHING;
