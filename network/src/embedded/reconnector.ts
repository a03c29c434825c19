import { connect } from 'node:net';
import type { ChannelOptions } from './seam.js';
import type { RememberedContract } from './remembered-contracts.js';

const RETRY_MILLISECONDS = 500;
const PROBE_MILLISECONDS = 300;
/** After so many tries the services that do listen are no longer kept waiting for the others. */
const TRIES_FOR_ALL = 4;

/**
 * After a restart, connects the contracts deployed before as soon as their services listen again, so that neither
 * the start nor a new deployment waits for services that are gone.
 */
export class Reconnector {
  readonly #waiting: Map<string, RememberedContract>;
  readonly #connect: (contract: RememberedContract) => Promise<unknown>;
  readonly #log: ChannelOptions['log'];
  #timer: NodeJS.Timeout | undefined;
  #tries = 0;

  constructor(
    contracts: readonly RememberedContract[],
    connectContract: (contract: RememberedContract) => Promise<unknown>,
    log: ChannelOptions['log'],
  ) {
    this.#waiting = new Map(contracts.map((contract) => [contract.name, contract]));
    this.#connect = connectContract;
    this.#log = log;
    void this.#try();
  }

  /** A new deployment replaces what is remembered. */
  forget(name: string): void {
    this.#waiting.delete(name);
  }

  close(): void {
    this.#waiting.clear();
    clearTimeout(this.#timer);
  }

  async #try(): Promise<void> {
    this.#tries += 1;
    for (const contract of this.#waiting.values()) {
      const up = await Promise.all([...new Set(Object.values(contract.addresses))].map(listens));
      const enough = up.every(Boolean) || (this.#tries > TRIES_FOR_ALL && up.some(Boolean));
      if (!enough || !this.#waiting.delete(contract.name)) continue;
      try {
        await this.#connect(contract);
        this.#log('info', 'contract connected again', { contract: contract.name });
      } catch (error) {
        this.#log('error', 'contract could not be connected again', {
          contract: contract.name,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    if (this.#waiting.size > 0) {
      this.#timer = setTimeout(() => void this.#try(), RETRY_MILLISECONDS);
    }
  }
}

function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.replace(/^tls:\/\//u, '').split(/:(?=\d+$)/u);
  return new Promise((resolve) => {
    const socket = connect({
      host: host.replace(/^\[|\]$/gu, ''),
      port: Number(port),
      timeout: PROBE_MILLISECONDS,
    });
    const answer = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
    socket.once('timeout', () => {
      answer(false);
    });
  });
}
