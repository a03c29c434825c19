import type { FormerMember } from '../contract/contract-terms.js';
import { handedOn, leavingMember, type RemoveMemberOptions } from '../contract/leaving-member.js';
import type { AddressesByContract } from '../control/control-protocol.js';
import type { Member } from '../topology/topology.js';
import { addressesWith, termsAfter } from './contract-terms-of.js';
import { membersBefore, type DepartedMember } from './former-members.js';
import { joinMember, publishMembers } from './join-member.js';
import type { EmbeddedLayout } from './layout.js';
import { leaveMember } from './leave-member.js';
import type { LiveNetwork } from './live-network.js';
import { writeNoted } from './noted-list.js';
import type { RememberedContract, RememberedContracts } from './remembered-contracts.js';
import type { MemberServer } from './services/member-server.js';
import { startMember } from './start-member.js';

interface MembershipOptions {
  readonly network: LiveNetwork;
  readonly layout: EmbeddedLayout;
  /** By member code. */
  readonly servers: Map<string, MemberServer>;
  readonly remembered: RememberedContracts;
  readonly former: readonly DepartedMember[];
  /** Gives a contract its definition anew. */
  readonly deploy: (contract: RememberedContract) => Promise<unknown>;
}

/** Who joins and who leaves while the ledger runs: configuration, servers and the contracts' definitions. */
export class Membership {
  readonly #options: MembershipOptions;
  #former: readonly DepartedMember[];

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#former = options.former;
  }

  /** Who has left. */
  get former(): readonly DepartedMember[] {
    return this.#former;
  }

  /** Brings a member in, or goes on where that was broken off. */
  async add(member: Member, addresses: AddressesByContract): Promise<void> {
    const { network, layout, servers, remembered, deploy } = this.#options;
    // A joining that was broken off may have counted it already.
    const others = network.topology.members.filter(({ code }) => code !== member.code);
    const before = { topology: { ...network.topology, members: others }, former: this.#former };
    const topology = await joinMember(network, layout, member);
    if (this.#former.some(({ code }) => code === member.code)) {
      await this.#remember(this.#former.filter(({ code }) => code !== member.code));
    }
    network.topology = topology;
    if (!servers.has(member.code)) {
      servers.set(member.code, await startMember(network, topology, layout, member));
    }
    const after = { topology, former: this.#former };
    for (const contract of remembered.all()) {
      await deploy({
        name: contract.name,
        terms: termsAfter(contract.terms, before, after),
        addresses: addressesWith(contract, topology, member, addresses[contract.name]),
      });
    }
    await publishMembers(layout, topology);
  }

  /** Takes a member out, or does what is missing of that. @returns who has left. */
  async remove(options: RemoveMemberOptions): Promise<FormerMember> {
    const { network, layout, servers } = this.#options;
    const begun = this.#former.find(({ code }) => code === options.code);
    const present = network.topology.members.some(({ code }) => code === options.code);
    // Asked again, what is missing is done: only the definition may be.
    if (begun !== undefined && !present) {
      await this.#countNoMore(begun);
      return begun;
    }
    const leaving = leavingMember(network.topology, options);
    const place = network.topology.members.indexOf(leaving.leaving);
    const { former } = leaving;
    const others = this.#former.filter(({ code }) => code !== options.code);
    const kept = others.filter(({ custodian }) => custodian === former.mspId).map(({ code }) => code);
    const departed = { ...former, member: leaving.leaving, place, kept };
    await this.#remember([...handedOn(others, former), departed]);
    await leaveMember(network, layout, leaving);
    network.topology = { ...network.topology, members: leaving.staying };
    await servers.get(leaving.leaving.code)?.close();
    servers.delete(leaving.leaving.code);
    await publishMembers(layout, network.topology);
    await this.#countNoMore(departed);
    return former;
  }

  /** Gives every contract a definition that no longer counts a member that has left. */
  async #countNoMore(departed: DepartedMember): Promise<void> {
    const { network, remembered, deploy } = this.#options;
    const { code } = departed;
    const after = { topology: network.topology, former: this.#former };
    const before = {
      topology: { ...network.topology, members: membersBefore(network.topology.members, departed) },
      former: this.#former
        .filter((each) => each.code !== code)
        .map((each) => (departed.kept.includes(each.code) ? { ...each, custodian: departed.mspId } : each)),
    };
    for (const { name, terms, addresses } of remembered.all()) {
      const others = Object.entries(addresses).filter(([member]) => member !== code);
      await deploy({
        name,
        terms: termsAfter(terms, before, after),
        addresses: Object.fromEntries(others),
      });
    }
  }

  async #remember(former: readonly DepartedMember[]): Promise<void> {
    await writeNoted(this.#options.layout.former, former);
    this.#former = former;
  }
}
