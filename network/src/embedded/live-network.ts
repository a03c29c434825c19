import type { CurrentConfiguration } from '../genesis/current-configuration.js';
import { ordererHost, peerHost, type Member, type Topology } from '../topology/topology.js';
import type { RememberedContracts } from './remembered-contracts.js';
import type { Channel, ChannelOptions } from './seam.js';
import type { NetworkView, PeerView } from './services/network-view.js';
import { endpoint } from '../topology/endpoint.js';

interface Parts {
  readonly channel: Channel;
  readonly configuration: CurrentConfiguration;
  readonly remembered: RememberedContracts;
  /** The members whose orderers sign the blocks. */
  readonly consenters: readonly Member[];
  readonly now: () => Date;
  readonly log: ChannelOptions['log'];
}

/** What the services of all members look at; members are added while it is looked at. */
export class LiveNetwork implements NetworkView {
  readonly channel: Channel;
  readonly configuration: CurrentConfiguration;
  readonly identities: CurrentConfiguration;
  readonly now: () => Date;
  readonly log: ChannelOptions['log'];
  readonly #remembered: RememberedContracts;
  readonly #consenters: readonly Member[];
  #topology: Topology;
  #peers: readonly PeerView[] = [];

  constructor(topology: Topology, parts: Parts) {
    this.channel = parts.channel;
    this.configuration = parts.configuration;
    this.identities = parts.configuration;
    this.#consenters = parts.consenters;
    this.now = parts.now;
    this.log = parts.log;
    this.#remembered = parts.remembered;
    this.#topology = topology;
    this.topology = topology;
  }

  get topology(): Topology {
    return this.#topology;
  }

  set topology(topology: Topology) {
    this.#topology = topology;
    this.#peers = topology.members.map((member) => view(member, peerHost(member), member.peer.port));
  }

  get peers(): readonly PeerView[] {
    return this.#peers;
  }

  get orderers(): readonly PeerView[] {
    return this.#consenters
      .filter(({ mspId }) => this.configuration.orders(mspId))
      .map((member) => view(member, ordererHost(member), member.orderer.port));
  }

  hosts(contract: string, mspId: string): boolean {
    const addresses = this.#remembered.get(contract)?.addresses;
    return this.#topology.members.some(
      (member) => member.mspId === mspId && addresses?.[member.code] !== undefined,
    );
  }
}

function view(member: Member, host: string, port: number): PeerView {
  return { mspId: member.mspId, address: endpoint(host, port) };
}
