import { createRequire } from 'node:module';
import type { peer as Peer } from '@hyperledger/fabric-protos';

/**
 * What is used of the shim beyond its public interface, which has no call for batches: the handler of a stream, that
 * keeps the order of a transaction's messages and gives each answer to who asked. Its tests name what has changed
 * when another version of the shim does it otherwise.
 */
interface ShimHandler {
  /** The stream to one peer. */
  readonly _stream: object;
  /** Sends when the transaction's earlier messages are answered. @returns the payload of the answer */
  _askPeerAndListen(message: unknown, method: string): Promise<Uint8Array>;
}

/** What of the shim's stub it takes to ask. */
export interface AskingStub {
  readonly handler: ShimHandler;
  getTxID(): string;
  getChannelID(): string;
}

/** Those that the shim itself sends: its stream takes no others. */
const { peer } = createRequire(createRequire(import.meta.url).resolve('fabric-shim'))(
  '@hyperledger/fabric-protos',
) as { readonly peer: typeof Peer };

/** The type of the message in which a peer says what it offers. */
export const { READY } = peer.ChaincodeMessage.Type;

/** Whether there is a stream to a peer behind a stub: there is none behind a test's. */
export function isAsking(stub: object): stub is AskingStub {
  const { handler } = stub as { readonly handler?: Partial<ShimHandler> };
  return typeof handler?._askPeerAndListen === 'function' && typeof handler._stream === 'object';
}

/**
 * Sends a message of any type within the transaction and waits for the peer's answer.
 * @param type number of Fabric's `ChaincodeMessage.Type`
 * @returns the payload of the answer
 * @throws Error the peer's text
 */
export function askPeer(stub: AskingStub, type: number, payload: Uint8Array): Promise<Uint8Array> {
  const message = new peer.ChaincodeMessage();
  // The shim's messages do not name the newer types.
  message.setType(type as Parameters<typeof message.setType>[0]);
  message.setPayload(payload);
  message.setTxid(stub.getTxID());
  message.setChannelId(stub.getChannelID());
  return stub.handler._askPeerAndListen(message, `message ${type}`);
}
