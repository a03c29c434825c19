import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import jspb from 'google-protobuf';
import type { peer as Peer } from '@hyperledger/fabric-protos';
import { GET_STATE_MULTIPLE, WRITE_BATCH_STATE } from '../batch/batch-messages.js';
import type { PeerStream } from '../batch/batching-server.js';
import type { PeerOffer } from '../batch/peer-offer.js';
import { keysIn, valuesMessage, writesIn } from './batch-contents.js';

/** Those of the shim, as its gRPC service would give and take them. */
const { peer } = createRequire(createRequire(import.meta.url).resolve('fabric-shim'))(
  '@hyperledger/fabric-protos',
) as { readonly peer: typeof Peer };
const Type = peer.ChaincodeMessage.Type;
type Message = Peer.ChaincodeMessage;
type MessageType = Parameters<Message['setType']>[0];

const CHANNEL = 'channel';
const TRANSACTION = 'transaction-1';

/** Fabric's `ChaincodeAdditionalParams`, with a field that a later version may bring. */
export function offerMessage({ mostKeys, mostWrites }: PeerOffer): Uint8Array {
  const writer = new jspb.BinaryWriter();
  writer.writeBool(1, mostWrites > 0);
  writer.writeUint32(2, mostWrites);
  writer.writeBool(3, mostKeys > 0);
  writer.writeUint32(4, mostKeys);
  writer.writeString(5, 'later');
  return writer.getResultBuffer();
}

/** One peer's end of the chaincode stream, without gRPC: registers the contract and keeps a state of its own. */
export class FakePeer extends EventEmitter implements PeerStream {
  /** What the contract asked, in its order: `GET a`, `GET a,b`, `PUT a,b`. */
  readonly asked: string[] = [];
  readonly state = new Map<string, string>();
  /** The peer's refusal of batches, when a test wants one. */
  refusal: string | undefined;
  readonly #ready: Uint8Array | undefined;
  #completed: ((message: string) => void) | undefined;

  /** @param ready payload of READY; none from a peer before Fabric 3.1 */
  constructor(ready?: Uint8Array) {
    super();
    this.#ready = ready;
  }

  /** Runs one transaction. @returns the message of the contract's response */
  run(): Promise<string> {
    const completed = new Promise<string>((resolve) => (this.#completed = resolve));
    this.#send(Type.TRANSACTION, new peer.ChaincodeInput().serializeBinary());
    return completed;
  }

  /** What the contract sends. */
  write(message: Message): void {
    const type: number = message.getType();
    const payload = message.getPayload_asU8();
    if (type === Type.REGISTER) {
      this.#send(Type.REGISTERED);
      this.#send(Type.READY, this.#ready);
    } else if (type === Type.COMPLETED) {
      this.#completed?.(peer.Response.deserializeBinary(payload).getMessage());
    } else {
      this.#answer(type, payload);
    }
  }

  end(): void {
    this.removeAllListeners();
  }

  #answer(type: number, payload: Uint8Array): void {
    if (type === Type.GET_STATE) {
      const key = peer.GetState.deserializeBinary(payload).getKey();
      this.asked.push(`GET ${key}`);
      this.#send(Type.RESPONSE, this.#value(key));
    } else if (this.refusal !== undefined) {
      this.#send(Type.ERROR, Buffer.from(this.refusal));
    } else if (type === GET_STATE_MULTIPLE) {
      const { keys } = keysIn(payload);
      this.asked.push(`GET ${keys.join()}`);
      this.#send(Type.RESPONSE, valuesMessage(keys.map((key) => this.#value(key))));
    } else if (type === WRITE_BATCH_STATE) {
      const writes = writesIn(payload);
      this.asked.push(`PUT ${writes.map(({ collection, key }) => collection + key).join()}`);
      for (const { collection, key, value, metadata } of writes)
        this.state.set(collection + key + (metadata?.[0] ?? ''), text(metadata?.[1] ?? value));
      this.#send(Type.RESPONSE);
    } else if (type === Type.PUT_STATE) {
      const put = peer.PutState.deserializeBinary(payload);
      this.asked.push(`PUT ${put.getCollection()}${put.getKey()}`);
      this.state.set(put.getCollection() + put.getKey(), text(put.getValue_asU8()));
      this.#send(Type.RESPONSE);
    } else if (type === Type.PUT_STATE_METADATA) {
      const put = peer.PutStateMetadata.deserializeBinary(payload);
      this.asked.push(`PUT ${put.getKey()}`);
      const entry = put.getMetadata();
      this.state.set(put.getKey() + (entry?.getMetakey() ?? ''), text(entry?.getValue_asU8()));
      this.#send(Type.RESPONSE);
    } else {
      this.#send(Type.ERROR, Buffer.from(`no such message: ${type}`));
    }
  }

  #value(key: string): Uint8Array {
    return Buffer.from(this.state.get(key) ?? '');
  }

  #send(type: MessageType, payload: Uint8Array = new Uint8Array()): void {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setPayload(payload);
    message.setTxid(TRANSACTION);
    message.setChannelId(CHANNEL);
    setImmediate(() => this.emit('data', message));
  }
}

const text = (bytes: Uint8Array = new Uint8Array()): string => Buffer.from(bytes).toString();
