import { peer } from '@hyperledger/fabric-protos';
import { collectionPackage, validationParameter } from '../../../contract/definition-messages.js';
import {
  type ChannelOptions,
  type ContractAddress,
  type ContractDefinition,
  LedgerError,
  type PeerSigner,
} from '../../seam.js';
import type { Committer } from '../commit/committer.js';
import type { ContractServices } from '../contract/contract-services.js';
import { checkDefinition } from './check-definition.js';
import { definitionTransaction } from './definition-transaction.js';

const FAILED_PRECONDITION = 9;

type Terms = Omit<ContractDefinition, 'sequence'>;

interface DeploymentsOptions {
  readonly channel: string;
  readonly committer: Committer;
  readonly services: ContractServices;
  readonly log: ChannelOptions['log'];
  /** Who signs for the members that are part of the channel. */
  readonly signers: () => readonly PeerSigner[];
  /** Whether an organisation is part of the channel. */
  readonly isMember: (mspId: string) => boolean;
  /** Orders an envelope at once, and tells the verdict on its transaction. */
  readonly verdict: (envelope: Uint8Array, transactionId: string) => Promise<number>;
}

/** Brings contracts onto a channel: their definitions, and the connections to their services. */
export class Deployments {
  readonly #options: DeploymentsOptions;
  #deploying: Promise<unknown> = Promise.resolve();

  constructor(options: DeploymentsOptions) {
    this.#options = options;
  }

  /**
   * Commits a definition when it is new or changed, and connects the services.
   * @throws LedgerError INVALID_ARGUMENT for a definition that Fabric does not take, FAILED_PRECONDITION when it was not committed.
   */
  deploy(definition: Terms, addresses: ReadonlyMap<string, ContractAddress>): Promise<ContractDefinition> {
    // One after another: each builds on the sequence before it.
    const deployed = this.#deploying.then(() => this.#deploy(definition, addresses));
    this.#deploying = deployed.catch(() => undefined);
    return deployed;
  }

  async #deploy(
    definition: Terms,
    addresses: ReadonlyMap<string, ContractAddress>,
  ): Promise<ContractDefinition> {
    const { committer, services, log, isMember } = this.#options;
    const { name } = definition;
    const current = committer.definitions.get(name);
    if (!current || !sameTerms(current, definition)) {
      checkDefinition(definition, current, isMember);
      await this.#commit({ ...definition, sequence: (current?.sequence ?? 0) + 1 });
    }
    for (const mspId of await services.connect(name, addresses)) {
      log('warn', 'contract service is not up', { contract: name, mspId });
    }
    const committed = committer.definitions.get(name);
    if (!committed) {
      throw new LedgerError(FAILED_PRECONDITION, `definition of ${name} was not committed`);
    }
    return committed;
  }

  async #commit(definition: ContractDefinition): Promise<void> {
    const { channel, committer, signers, verdict } = this.#options;
    const { transactionId, envelope } = definitionTransaction(
      channel,
      definition,
      committer.view.state,
      signers(),
    );
    const code = await verdict(envelope, transactionId);
    if (code !== peer.TxValidationCode.VALID) {
      throw new LedgerError(
        FAILED_PRECONDITION,
        `definition of ${definition.name} was not committed: validation code ${code}`,
      );
    }
  }
}

function sameTerms(a: Terms, b: Terms): boolean {
  const terms = (each: Terms): string =>
    JSON.stringify([
      each.version,
      each.initRequired,
      Buffer.from(validationParameter(each)).toString('base64'),
      Buffer.from(collectionPackage(each.collections).serializeBinary()).toString('base64'),
    ]);
  return terms(a) === terms(b);
}
