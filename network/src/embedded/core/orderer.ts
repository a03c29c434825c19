import { common } from '@hyperledger/fabric-protos';
import { type ChannelOptions, LedgerError } from '../seam.js';

const UNAVAILABLE = 14;

type Limits = ChannelOptions['batch'];

/** The size Fabric's orderer counts: payload and signature. */
function messageSize(envelope: common.Envelope): number {
  return envelope.getPayload_asU8().length + envelope.getSignature_asU8().length;
}

/**
 * Cuts the stream of envelopes into batches by number, size and time, as Fabric's block cutter does.
 */
export class Orderer {
  readonly #limits: Limits;
  readonly #deliver: (envelopes: readonly Uint8Array[]) => void;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: Limits, deliver: (envelopes: readonly Uint8Array[]) => void) {
    this.#limits = limits;
    this.#deliver = deliver;
  }

  /**
   * Takes an envelope into the next block.
   * @throws LedgerError UNAVAILABLE with the orderer's BAD_REQUEST in its text when it is too large.
   */
  order(bytes: Uint8Array): void {
    const envelope = common.Envelope.deserializeBinary(bytes);
    const size = messageSize(envelope);
    if (size > this.#limits.absoluteMaxBytes) {
      throw new LedgerError(
        UNAVAILABLE,
        'received unsuccessful response from orderer: status=BAD_REQUEST, info=message payload is ' +
          `${size} bytes and exceeds maximum allowed ${this.#limits.absoluteMaxBytes} bytes`,
      );
    }
    if (this.#pendingBytes + size > this.#limits.preferredMaxBytes) {
      this.cut();
    }
    this.#pending.push(bytes);
    this.#pendingBytes += size;
    if (this.#pending.length >= this.#limits.maxMessages || size > this.#limits.preferredMaxBytes) {
      this.cut();
    } else {
      this.#timer ??= setTimeout(() => {
        this.cut();
      }, this.#limits.timeoutMilliseconds);
    }
  }

  /** A configuration stands alone in its block, after what is pending. */
  orderAlone(bytes: Uint8Array): void {
    this.cut();
    this.#deliver([bytes]);
  }

  /** Hands over what is pending, if anything is. */
  cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      this.#pendingBytes = 0;
      this.#deliver(batch);
    }
  }
}
