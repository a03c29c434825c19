import { type ClientDuplexStream, credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { ContractAddress } from '../../seam.js';
import { EMPTY } from '../bytes.js';
import { deferred, within } from '../deferred.js';
import { endpoint } from '../../../topology/endpoint.js';

const Type = peer.ChaincodeMessage.Type;
type Stream = ClientDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>;

/** gRPC messages of Fabric may be this long. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** Keys or writes in one message, as Fabric's peer by default; contracts split what is more, peers do not count. */
const MOST_IN_A_BATCH = 1000;
const FIRST_RETRY_MILLISECONDS = 50;
const LAST_RETRY_MILLISECONDS = 2000;

export interface StreamListener {
  /** A request or an end of a transaction. */
  readonly message: (message: peer.ChaincodeMessage) => void;
  /** The stream was up and is lost: what runs on it will not end. */
  readonly lost: () => void;
}

function channelCredentials(tls: ContractAddress['tls']): ChannelCredentials {
  return tls
    ? credentials.createSsl(
        Buffer.from(tls.rootCertificate),
        Buffer.from(tls.clientKey),
        Buffer.from(tls.clientCertificate),
      )
    : credentials.createInsecure();
}

/**
 * The peer's end of the chaincode protocol with one contract service: connects, registers, and connects
 * again whenever the service has gone and come back.
 */
export class ChaincodeStream {
  readonly #client: peer.ChaincodeClient;
  readonly #listener: StreamListener;
  #stream: Stream | undefined;
  #registered = false;
  #closed = false;
  #retryMilliseconds = FIRST_RETRY_MILLISECONDS;
  #retry: NodeJS.Timeout | undefined;
  #ready = deferred<true>();

  constructor(address: ContractAddress, listener: StreamListener) {
    this.#listener = listener;
    this.#client = new peer.ChaincodeClient(
      endpoint(address.host, address.port),
      channelCredentials(address.tls),
      {
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        'grpc.initial_reconnect_backoff_ms': FIRST_RETRY_MILLISECONDS,
        'grpc.max_reconnect_backoff_ms': LAST_RETRY_MILLISECONDS,
      },
    );
    this.#connect();
  }

  /** Whether the service has registered, and has not gone since. */
  get isRegistered(): boolean {
    return this.#registered;
  }

  /** Whether the service has registered within the time. */
  async ready(milliseconds: number): Promise<boolean> {
    if (this.#registered || this.#closed) {
      return this.#registered;
    }
    await within(this.#ready.promise, milliseconds);
    return this.#registered;
  }

  send(message: peer.ChaincodeMessage): void {
    this.#stream?.write(message);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#stream?.cancel();
    this.#client.close();
    this.#ready.resolve(true);
  }

  #connect(): void {
    const stream = this.#client.connect();
    this.#stream = stream;
    stream.on('data', (message: peer.ChaincodeMessage) => {
      this.#receive(message);
    });
    // `status` always comes; an error without a listener would end the process.
    stream.on('error', () => undefined);
    stream.on('end', () => {
      stream.end();
    });
    stream.on('status', () => {
      this.#lost();
    });
  }

  #receive(message: peer.ChaincodeMessage): void {
    if (this.#registered) {
      this.#listener.message(message);
    } else if (message.getType() === Type.REGISTER) {
      this.#registered = true;
      this.#retryMilliseconds = FIRST_RETRY_MILLISECONDS;
      this.send(control(Type.REGISTERED));
      this.send(control(Type.READY, batchesTaken()));
      this.#ready.resolve(true);
    } else {
      this.#stream?.cancel();
    }
  }

  #lost(): void {
    this.#stream = undefined;
    if (this.#registered) {
      this.#registered = false;
      this.#ready = deferred<true>();
      this.#listener.lost();
    }
    if (!this.#closed) {
      this.#retry = setTimeout(() => {
        this.#connect();
      }, this.#retryMilliseconds);
      this.#retry.unref();
      this.#retryMilliseconds = Math.min(this.#retryMilliseconds * 2, LAST_RETRY_MILLISECONDS);
    }
  }
}

function control(
  type: peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap],
  payload: Uint8Array = EMPTY,
): peer.ChaincodeMessage {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload);
  return message;
}

/** What a contract may send in one message, in the payload of READY; older contracts do not look at it. */
function batchesTaken(): Uint8Array {
  const taken = new peer.ChaincodeAdditionalParams();
  taken.setUseWriteBatch(true);
  taken.setMaxSizeWriteBatch(MOST_IN_A_BATCH);
  taken.setUseGetMultipleKeys(true);
  taken.setMaxSizeGetMultipleKeys(MOST_IN_A_BATCH);
  return taken.serializeBinary();
}
