import { resolveAddresses, type AddressesByMember } from '../contract/contract-address.js';
import { contractDefinition } from '../contract/contract-definition.js';
import { defaultTerms, type ContractTerms } from '../contract/contract-terms.js';
import type { AddressesByContract } from '../control/control-protocol.js';
import { memberAddress, type Member, type Topology } from '../topology/topology.js';
import { joinMember, publishMembers } from './join-member.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';
import { Reconnector } from './reconnector.js';
import type { RememberedContract, RememberedContracts } from './remembered-contracts.js';
import type { Channel, ChannelOptions, ContractDefinition } from './seam.js';
import type { MemberServer } from './services/member-server.js';
import { startMember } from './start-member.js';

/** A contract to deploy: terms that are not given are the topology's for its own contract. */
export interface Deployment {
  readonly name: string;
  readonly addresses: AddressesByMember;
  readonly terms?: Partial<ContractTerms>;
}

export interface EmbeddedLedger extends AsyncDisposable {
  readonly channel: Channel;
  readonly layout: EmbeddedLayout;
  readonly topology: Topology;
  readonly members: readonly Readonly<{ code: string; mspId: string; address: string }>[];
  /**
   * Brings a member in while the ledger runs; nobody stops. Contracts whose terms are the topology's get a new
   * definition that counts it, with its collection; what is endorsed at that moment fails with MVCC_READ_CONFLICT, as
   * at any upgrade. Once more: goes on where it was broken off.
   *
   * @param addresses where its copy listens, by contract; else where all members' copy is, or at the topology's port.
   */
  addMember(member: Member, addresses?: AddressesByContract): Promise<void>;
  /** Commits the contract's definition when it is new or changed, and connects its services. */
  deploy(deployment: Deployment): Promise<ContractDefinition>;
  contracts(): readonly Readonly<{ definition: ContractDefinition; addresses: AddressesByMember }>[];
  close(): Promise<void>;
}

/** The parts of a ledger that runs. */
interface Parts {
  readonly network: LiveNetwork;
  readonly log: ChannelOptions['log'];
  readonly layout: EmbeddedLayout;
  /** By member code. */
  readonly servers: Map<string, MemberServer>;
  readonly remembered: RememberedContracts;
}

export class RunningLedger implements EmbeddedLedger {
  readonly layout: EmbeddedLayout;
  readonly channel: Channel;
  readonly #network: LiveNetwork;
  readonly #servers: Map<string, MemberServer>;
  readonly #remembered: RememberedContracts;
  readonly #reconnector: Reconnector;
  #joining: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    const { network, servers, remembered } = parts;
    this.layout = parts.layout;
    this.channel = network.channel;
    this.#network = network;
    this.#servers = servers;
    this.#remembered = remembered;
    this.#reconnector = new Reconnector(
      remembered.all(),
      (contract) => this.#connect(contract.name, contract.terms, contract.addresses),
      parts.log,
    );
  }

  get topology(): Topology {
    return this.#network.topology;
  }

  get members(): EmbeddedLedger['members'] {
    return this.topology.members.map(({ code, mspId }) => ({
      code,
      mspId,
      address: this.#servers.get(code)?.address ?? '',
    }));
  }

  async deploy({ name, addresses, terms }: Deployment): Promise<ContractDefinition> {
    const defaults = defaultTerms(this.topology);
    const complete: ContractTerms = {
      ...defaults,
      // The members' collections belong to the topology's own contract.
      ...(name === this.topology.chaincode.name ? {} : { collections: [] }),
      ...terms,
    };
    return this.#deploy({ name, terms: complete, addresses });
  }

  addMember(member: Member, addresses: AddressesByContract = {}): Promise<void> {
    // One after another: each builds on the members before it.
    const joined = this.#joining.then(() => this.#addMember(member, addresses));
    this.#joining = joined.catch(() => undefined);
    return joined;
  }

  contracts(): ReturnType<EmbeddedLedger['contracts']> {
    return this.#remembered.all().flatMap(({ name, addresses }) => {
      const definition = this.channel.contract(name);
      return definition === undefined ? [] : [{ definition, addresses }];
    });
  }

  async close(): Promise<void> {
    this.#reconnector.close();
    await Promise.all([...this.#servers.values()].map((server) => server.close()));
    await this.channel.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #addMember(member: Member, addresses: AddressesByContract): Promise<void> {
    const network = this.#network;
    const topology = await joinMember(network, this.layout, member);
    network.topology = topology;
    if (!this.#servers.has(member.code)) {
      this.#servers.set(member.code, await startMember(network, topology, this.layout, member));
    }
    for (const contract of this.#remembered.all()) {
      await this.#deploy(withMember(contract, topology, member, addresses[contract.name]));
    }
    await publishMembers(this.layout, topology);
  }

  async #deploy(contract: RememberedContract): Promise<ContractDefinition> {
    const { name, terms, addresses } = contract;
    this.#reconnector.forget(name);
    const definition = await this.#connect(name, terms, addresses);
    await this.#remembered.remember(contract);
    return definition;
  }

  async #connect(
    name: string,
    terms: ContractTerms,
    addresses: AddressesByMember,
  ): Promise<ContractDefinition> {
    const resolved = await resolveAddresses(this.topology, this.layout.organizations, addresses);
    return this.channel.deploy(contractDefinition(name, terms), resolved);
  }
}

/** A contract's deployment once a member has joined: policy and collections grow where they are the topology's own. */
function withMember(
  { name, terms, addresses }: RememberedContract,
  topology: Topology,
  member: Member,
  address: string | undefined,
): RememberedContract {
  const before = defaultTerms({
    ...topology,
    members: topology.members.filter(({ code }) => code !== member.code),
  });
  const after = defaultTerms(topology);
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const others = [...new Set(Object.values(addresses))];
  const [shared] = others.length === 1 ? others : [];
  return {
    name,
    terms: {
      version: terms.version,
      policy: same(terms.policy, before.policy) ? after.policy : terms.policy,
      collections: same(terms.collections, before.collections) ? after.collections : terms.collections,
    },
    addresses: {
      ...addresses,
      [member.code]:
        address ??
        addresses[member.code] ??
        shared ??
        `${memberAddress(topology, member)}:${member.contract.port}`,
    },
  };
}
