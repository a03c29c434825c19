import { resolveAddresses, type AddressesByMember } from '../contract/contract-address.js';
import { contractDefinition } from '../contract/contract-definition.js';
import { defaultTerms, type ContractTerms, type FormerMember } from '../contract/contract-terms.js';
import type { RemoveMemberOptions } from '../contract/leaving-member.js';
import type { AddressesByContract } from '../control/control-protocol.js';
import type { RevokeOptions } from '../fabric/ca/revocable.js';
import type { Member, Topology } from '../topology/topology.js';
import type { DepartedMember } from './former-members.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';
import { Membership } from './membership.js';
import { Reconnector } from './reconnector.js';
import type { RememberedContract, RememberedContracts } from './remembered-contracts.js';
import { revokeIdentity } from './revoke-identity.js';
import type { Channel, ChannelOptions, ContractDefinition } from './seam.js';
import type { MemberServer } from './services/member-server.js';

/** A contract to deploy: terms that are not given are the topology's for its own contract. */
export interface Deployment {
  readonly name: string;
  readonly addresses: AddressesByMember;
  readonly terms?: Partial<ContractTerms>;
}

/** A contract as it stands on the channel. */
export interface DeployedContract {
  readonly definition: ContractDefinition;
  readonly addresses: AddressesByMember;
  /** Codes of the members at whose address nothing answers. */
  readonly silent: readonly string[];
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
  /**
   * Takes a member out while the ledger runs: its organisation leaves the channel, its peer is served no more, and
   * contracts whose terms are the topology's get a new definition that no longer counts it. Its records stay: readable,
   * and frozen, since their key-level policies ask for an endorsement that nobody can give any more.
   *
   * @returns Who has left, and in whose name its collection goes on.
   * @throws NetworkError `USAGE` when the others are too few for the endorsement policy, `MEMBER_UNKNOWN`.
   */
  removeMember(options: RemoveMemberOptions): Promise<FormerMember>;
  /**
   * Revokes an identity's certificate by a configuration block; with `renew` it has a new key and certificate before.
   *
   * @returns The serial number of the revoked certificate.
   * @throws NetworkError `USAGE` for an identity that is unknown or that the network cannot do without.
   */
  revoke(options: RevokeOptions): Promise<string>;
  /** Commits the contract's definition when it is new or changed, and connects its services. */
  deploy(deployment: Deployment): Promise<ContractDefinition>;
  contracts(): readonly DeployedContract[];
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
  readonly former: readonly DepartedMember[];
}

export class RunningLedger implements EmbeddedLedger {
  readonly layout: EmbeddedLayout;
  readonly channel: Channel;
  readonly #network: LiveNetwork;
  readonly #servers: Map<string, MemberServer>;
  readonly #remembered: RememberedContracts;
  readonly #reconnector: Reconnector;
  readonly #membership: Membership;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    const { network, servers, remembered } = parts;
    this.layout = parts.layout;
    this.channel = network.channel;
    this.#network = network;
    this.#servers = servers;
    this.#remembered = remembered;
    this.#membership = new Membership({ ...parts, deploy: (contract) => this.#deploy(contract) });
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
    const defaults = defaultTerms(this.topology, this.#membership.former);
    const complete: ContractTerms = {
      ...defaults,
      // The members' collections belong to the topology's own contract.
      ...(name === this.topology.chaincode.name ? {} : { collections: [] }),
      ...terms,
    };
    return this.#deploy({ name, terms: complete, addresses });
  }

  addMember(member: Member, addresses: AddressesByContract = {}): Promise<void> {
    return this.#inTurn(() => this.#membership.add(member, addresses));
  }

  removeMember(options: RemoveMemberOptions): Promise<FormerMember> {
    return this.#inTurn(() => this.#membership.remove(options));
  }

  revoke(options: RevokeOptions): Promise<string> {
    return this.#inTurn(() => revokeIdentity(this.#network, this.layout, options));
  }

  contracts(): readonly DeployedContract[] {
    return this.#remembered.all().flatMap(({ name, addresses }) => {
      const definition = this.channel.contract(name);
      const silent = Object.keys(addresses).filter((code) => !this.#answers(name, code));
      return definition === undefined ? [] : [{ definition, addresses, silent }];
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

  #answers(contract: string, code: string): boolean {
    const member = this.topology.members.find((each) => each.code === code);
    return member !== undefined && this.channel.answers(contract, member.mspId);
  }

  /** One after another: each builds on the members and the configuration before it. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
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
