import { readFile } from 'node:fs/promises';
import type { AddressesByMember } from '../contract/contract-address.js';
import type { ContractTerms } from '../contract/contract-terms.js';
import { NetworkError } from '../network-error.js';
import { writeWhole } from './core/private-files.js';

/** A contract as it was last deployed. */
export interface RememberedContract {
  readonly name: string;
  readonly terms: ContractTerms;
  readonly addresses: AddressesByMember;
}

/** The contracts deployed before, so that a restarted ledger finds their services again. */
export class RememberedContracts {
  readonly #path: string;
  readonly #contracts: Map<string, RememberedContract>;

  private constructor(path: string, contracts: readonly RememberedContract[]) {
    this.#path = path;
    this.#contracts = new Map(contracts.map((contract) => [contract.name, contract]));
  }

  /** @throws NetworkError `DATA_FORMAT` when the file cannot be read. */
  static async open(path: string): Promise<RememberedContracts> {
    const text = await readFile(path, 'utf8').catch(() => '[]');
    try {
      return new RememberedContracts(path, JSON.parse(text) as readonly RememberedContract[]);
    } catch (cause) {
      throw new NetworkError('DATA_FORMAT', `${path} is not what the ledger wrote.`, { cause });
    }
  }

  all(): readonly RememberedContract[] {
    return [...this.#contracts.values()];
  }

  get(name: string): RememberedContract | undefined {
    return this.#contracts.get(name);
  }

  async remember(contract: RememberedContract): Promise<void> {
    this.#contracts.set(contract.name, contract);
    await writeWhole(this.#path, `${JSON.stringify(this.all(), undefined, 2)}\n`);
  }
}
