import { connectivityState, type Client } from '@grpc/grpc-js';
import type { Gateway } from '@hyperledger/fabric-gateway';

/** A client of one peer, and Fabric's gateway over it. */
export interface PeerClient {
  readonly client: Client;
  readonly gateway: Gateway;
}

/**
 * Pings that tell a peer whose machine has vanished without a word. Not more often than every 10 s: peers close
 * connections that ping more than their `keepalive.minInterval`.
 */
export const KEEPALIVE_OPTIONS = {
  'grpc.keepalive_time_ms': 12_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
  // After a restart of the peer the way back must be short: an operation waits for it.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // A client that is given up must not hand its hanging connection to the next.
  'grpc.use_local_subchannel_pool': 1,
} as const;

/** The client library gives the making of a connection as long as it likes. */
const CONNECT_MILLISECONDS = 8_000;

/**
 * The way to the own peer, made anew when connecting hangs: where TCP is accepted and TLS never answered, by a host
 * that vanished meanwhile or something before it, the client library would wait for ever.
 */
export class PeerConnection {
  readonly #open: () => PeerClient;
  #current: PeerClient;
  #closed = false;

  constructor(open: () => PeerClient) {
    this.#open = open;
    this.#current = open();
    this.#watch(this.#current);
  }

  get gateway(): Gateway {
    return this.#current.gateway;
  }

  close(): void {
    this.#closed = true;
    shut(this.#current);
  }

  #watch(watched: PeerClient): void {
    const channel = watched.client.getChannel();
    const state = channel.getConnectivityState(false);
    const connecting = state === connectivityState.CONNECTING;
    const until = connecting ? Date.now() + CONNECT_MILLISECONDS : Infinity;
    channel.watchConnectivityState(state, until, (unchanged) => {
      if (this.#closed) return;
      if (unchanged !== undefined) {
        this.#current = this.#open();
        shut(watched);
      }
      this.#watch(this.#current);
    });
  }
}

function shut({ client, gateway }: PeerClient): void {
  gateway.close();
  client.close();
}
