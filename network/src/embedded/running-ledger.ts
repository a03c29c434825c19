import { resolveAddresses, type AddressesByMember } from '../contract/contract-address.js';
import { contractDefinition } from '../contract/contract-definition.js';
import { defaultTerms, type ContractTerms } from '../contract/contract-terms.js';
import type { Topology } from '../topology/topology.js';
import type { EmbeddedLayout } from './layout.js';
import { Reconnector } from './reconnector.js';
import type { RememberedContracts } from './remembered-contracts.js';
import type { Channel, ChannelOptions, ContractDefinition } from './seam.js';
import type { MemberServer } from './services/member-server.js';

/** A contract to deploy: terms that are not given are the topology's for its own contract. */
export interface Deployment {
  readonly name: string;
  readonly addresses: AddressesByMember;
  readonly terms?: Partial<ContractTerms>;
}

export interface EmbeddedLedger extends AsyncDisposable {
  readonly channel: Channel;
  readonly layout: EmbeddedLayout;
  readonly members: readonly Readonly<{ code: string; mspId: string; address: string }>[];
  /** Commits the contract's definition when it is new or changed, and connects its services. */
  deploy(deployment: Deployment): Promise<ContractDefinition>;
  contracts(): readonly Readonly<{ definition: ContractDefinition; addresses: AddressesByMember }>[];
  close(): Promise<void>;
}

/** The parts of a ledger that runs. */
interface Parts {
  readonly topology: Topology;
  readonly log: ChannelOptions['log'];
  readonly layout: EmbeddedLayout;
  readonly channel: Channel;
  readonly servers: readonly MemberServer[];
  readonly remembered: RememberedContracts;
}

export class RunningLedger implements EmbeddedLedger {
  readonly layout: EmbeddedLayout;
  readonly channel: Channel;
  readonly members: EmbeddedLedger['members'];
  readonly #topology: Topology;
  readonly #servers: readonly MemberServer[];
  readonly #remembered: RememberedContracts;
  readonly #reconnector: Reconnector;

  constructor(parts: Parts) {
    const { topology, servers, remembered } = parts;
    this.layout = parts.layout;
    this.channel = parts.channel;
    this.#topology = topology;
    this.#servers = servers;
    this.#remembered = remembered;
    this.members = topology.members.map(({ code, mspId }, index) => ({
      code,
      mspId,
      address: servers[index]?.address ?? '',
    }));
    this.#reconnector = new Reconnector(
      remembered.all(),
      (contract) => this.#connect(contract.name, contract.terms, contract.addresses),
      parts.log,
    );
  }

  async deploy({ name, addresses, terms }: Deployment): Promise<ContractDefinition> {
    const defaults = defaultTerms(this.#topology);
    const complete: ContractTerms = {
      ...defaults,
      // The members' collections belong to the topology's own contract.
      ...(name === this.#topology.chaincode.name ? {} : { collections: [] }),
      ...terms,
    };
    this.#reconnector.forget(name);
    const definition = await this.#connect(name, complete, addresses);
    await this.#remembered.remember({ name, terms: complete, addresses });
    return definition;
  }

  contracts(): ReturnType<EmbeddedLedger['contracts']> {
    return this.#remembered.all().flatMap(({ name, addresses }) => {
      const definition = this.channel.contract(name);
      return definition === undefined ? [] : [{ definition, addresses }];
    });
  }

  async close(): Promise<void> {
    this.#reconnector.close();
    await Promise.all(this.#servers.map((server) => server.close()));
    await this.channel.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #connect(
    name: string,
    terms: ContractTerms,
    addresses: AddressesByMember,
  ): Promise<ContractDefinition> {
    const resolved = await resolveAddresses(this.#topology, this.layout.organizations, addresses);
    return this.channel.deploy(contractDefinition(name, terms), resolved);
  }
}
