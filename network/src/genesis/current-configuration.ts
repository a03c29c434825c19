import { common } from '@hyperledger/fabric-protos';
import type { ConfigurationKeeper, Identity, IdentityDeserializer } from '../embedded/seam.js';
import { newIdentityDeserializer } from '../msp/deserializer.js';
import { readChannelConfiguration, type ChannelConfiguration } from './channel-configuration.js';
import { configOf, mayFollow } from './config-update.js';

/** The configuration in force: what it says of organisations and policies, as of the last configuration block. */
export class CurrentConfiguration implements ChannelConfiguration, IdentityDeserializer, ConfigurationKeeper {
  #config: common.Config;
  #configuration: ChannelConfiguration;
  #identities: IdentityDeserializer;

  constructor(block: common.Block) {
    this.#config = configOf(block);
    this.#configuration = readChannelConfiguration(block);
    this.#identities = newIdentityDeserializer(this.#configuration.organisations);
  }

  get config(): common.Config {
    return this.#config;
  }

  get channel(): string {
    return this.#configuration.channel;
  }

  get organisations(): ChannelConfiguration['organisations'] {
    return this.#configuration.organisations;
  }

  satisfies(path: string, signers: readonly Identity[]): boolean {
    return this.#configuration.satisfies(path, signers);
  }

  deserialize(serialized: Uint8Array): Identity {
    return this.#identities.deserialize(serialized);
  }

  has(mspId: string): boolean {
    return this.organisations.some((organisation) => organisation.getName() === mspId);
  }

  orders(mspId: string): boolean {
    const ordering = this.#config.getChannelGroup()?.getGroupsMap().get('Orderer');
    return ordering?.getGroupsMap().has(mspId) === true;
  }

  mayFollow(contents: Uint8Array): boolean {
    const current = {
      config: this.#config,
      configuration: this.#configuration,
      identities: this.#identities,
    };
    return mayFollow(current, common.ConfigEnvelope.deserializeBinary(contents));
  }

  changed(block: common.Block): void {
    this.#configuration = readChannelConfiguration(block);
    this.#config = configOf(block);
    this.#identities = newIdentityDeserializer(this.#configuration.organisations);
  }
}
