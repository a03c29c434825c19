import type { ChannelOptions, Identity, PeerSigner } from '../seam.js';
import type { Committer } from './commit/committer.js';
import { channelOwner } from './channel-parts.js';
import { type MemberStore, openMemberStore } from './private/member-store.js';

interface ChannelPeer {
  readonly identity: Identity;
  readonly signer: PeerSigner;
}

/** The peers of those members that are part of the configuration, and who signs for them. */
export class ChannelPeers {
  readonly #options: Pick<ChannelOptions, 'identities' | 'directory' | 'name' | 'genesis'>;
  readonly #committer: Committer;
  readonly #peers = new Map<string, ChannelPeer>();

  constructor(
    options: Pick<ChannelOptions, 'identities' | 'directory' | 'name' | 'genesis'>,
    committer: Committer,
    members: ReadonlyMap<string, MemberStore>,
  ) {
    this.#options = options;
    this.#committer = committer;
    for (const { signer } of members.values()) {
      const identity = this.#identityOf(signer);
      // A joining that was broken off: the store is there, the organisation is not part of the channel yet.
      if (identity) {
        this.#peers.set(signer.mspId, { signer, identity });
      }
    }
    this.#decide();
  }

  has(mspId: string): boolean {
    return this.#peers.has(mspId);
  }

  /** By MSP id. */
  get identities(): ReadonlyMap<string, Identity> {
    return new Map([...this.#peers].map(([mspId, { identity }]) => [mspId, identity]));
  }

  get signers(): readonly PeerSigner[] {
    return [...this.#peers.values()].map(({ signer }) => signer);
  }

  /** Takes in the peer of a member that the configuration has, with the stores it had before, if any. */
  async add(signer: PeerSigner, stores: ReadonlyMap<string, MemberStore>): Promise<void> {
    if (this.#peers.has(signer.mspId)) {
      return;
    }
    const identity = this.#options.identities.deserialize(signer.serialized);
    if (!stores.has(signer.mspId)) {
      await this.#committer.addMember(
        await openMemberStore(this.#options.directory, channelOwner(this.#options), signer),
      );
    }
    this.#peers.set(signer.mspId, { identity, signer });
    this.#decide();
  }

  remove(mspId: string): void {
    this.#peers.delete(mspId);
    this.#decide();
  }

  /** A majority of those that are here decides on definitions. */
  #decide(): void {
    this.#committer.deciding = [...this.#peers.keys()];
  }

  #identityOf(signer: PeerSigner): Identity | undefined {
    try {
      return this.#options.identities.deserialize(signer.serialized);
    } catch {
      return undefined;
    }
  }
}
