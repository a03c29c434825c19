import type { ContractAddress } from '../../seam.js';
import { ContractRuntime } from './contract-runtime.js';

/** How long a deployment waits for services that are just coming up, before it leaves them to reconnect. */
const DEPLOY_WAIT_MILLISECONDS = 10_000;

/** The connections to all members' copies of all contracts. */
export class ContractServices {
  readonly #timeoutMilliseconds: number;
  /** By contract and member. */
  readonly #runtimes = new Map<string, Map<string, ContractRuntime>>();

  constructor(timeoutMilliseconds: number) {
    this.#timeoutMilliseconds = timeoutMilliseconds;
  }

  get(contract: string, mspId: string): ContractRuntime | undefined {
    return this.#runtimes.get(contract)?.get(mspId);
  }

  /** Connects a contract's services in place of those before, which end what they run. @returns members whose service has not come up. */
  async connect(contract: string, addresses: ReadonlyMap<string, ContractAddress>): Promise<string[]> {
    const before = this.#runtimes.get(contract);
    const runtimes = new Map(
      [...addresses].map(([mspId, address]) => [
        mspId,
        new ContractRuntime(contract, address, this.#timeoutMilliseconds),
      ]),
    );
    if (!before) {
      // Calls may wait for it from now on. Services that work are kept until the new ones are up.
      this.#runtimes.set(contract, runtimes);
    }
    const ready = await Promise.all(
      [...runtimes].map(async ([mspId, runtime]) => ({
        mspId,
        isUp: await runtime.ready(DEPLOY_WAIT_MILLISECONDS),
      })),
    );
    this.#runtimes.set(contract, runtimes);
    for (const runtime of before?.values() ?? []) {
      void runtime.retire();
    }
    return ready.filter(({ isUp }) => !isUp).map(({ mspId }) => mspId);
  }

  close(): void {
    for (const runtimes of this.#runtimes.values()) {
      for (const runtime of runtimes.values()) {
        runtime.close();
      }
    }
    this.#runtimes.clear();
  }
}
