import { createRequire } from 'node:module';
import type { ChaincodeInterface, ChaincodeServerOpts } from 'fabric-shim';
import { READY } from './ask-peer.js';
import { noteOffer, offerIn } from './peer-offer.js';

interface PeerMessage {
  getType(): number;
  getPayload_asU8(): Uint8Array;
}

/** The chaincode stream as the service is given it when a peer connects. */
export interface PeerStream {
  on(event: 'data', listener: (message: PeerMessage) => void): unknown;
  off(event: 'data', listener: (message: PeerMessage) => void): unknown;
}

interface ShimServer {
  start(): Promise<void>;
  /** The one method of Fabric's `Chaincode` service. */
  connect(stream: PeerStream): void;
}

/** Not among what the shim exports: `Shim.server` makes one, too late to listen to its streams. */
const ShimServer = createRequire(import.meta.url)('fabric-shim/lib/server.js') as new (
  chaincode: ChaincodeInterface,
  options: ChaincodeServerOpts,
) => ShimServer;

/** The shim's server, which hears what each peer offers before the shim passes over it. */
export class BatchingServer extends ShimServer {
  override connect(stream: PeerStream): void {
    const listen = (message: PeerMessage): void => {
      if (message.getType() !== READY) return;
      stream.off('data', listen);
      noteOffer(stream, offerIn(message.getPayload_asU8()));
    };
    stream.on('data', listen);
    super.connect(stream);
  }
}
