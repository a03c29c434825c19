import type { gateway, peer } from '@hyperledger/fabric-protos';
import type { Simulation } from '../seam.js';
import { isRefused, refusalDetail, type Outcome } from './endorser.js';
import type { PeerView } from './network-view.js';
import { errorDetail } from './rpc-error.js';

/** Endorsements that agree byte for byte. */
export interface Endorsements {
  readonly payload: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
}

/**
 * Collects endorsements until all members of one layout have given theirs, as Fabric's gateway does: the members of a
 * layout are asked at once, a member that failed is not asked again, and its layouts are given up.
 */
export class EndorsementPlan {
  readonly details: gateway.ErrorDetail[] = [];
  readonly #layouts: readonly (readonly string[])[];
  readonly #peers: readonly PeerView[];
  readonly #given = new Map<string, peer.Endorsement>();
  readonly #failed = new Set<string>();
  #payload: Uint8Array | undefined;

  constructor(layouts: readonly (readonly string[])[], peers: readonly PeerView[]) {
    this.#layouts = layouts;
    this.#peers = peers;
  }

  /** Takes an endorsement; one that differs from the first counts as a failure of its peer. */
  take(from: PeerView, simulation: Simulation): void {
    const { payload, endorsement } = simulation;
    if (payload === undefined || endorsement === undefined)
      throw new Error('an endorsement without signature');
    this.#payload ??= payload;
    if (Buffer.compare(this.#payload, payload) === 0) this.#given.set(from.mspId, endorsement);
    else this.#fail(from, errorDetail(from.address, from.mspId, 'ProposalResponsePayloads do not match'));
  }

  /** Asks peers until a layout is complete; undefined when none can be. */
  async complete(ask: (peer: PeerView) => Promise<Outcome>): Promise<Endorsements | undefined> {
    for (;;) {
      const layout = this.#layouts.find((members) => !members.some((mspId) => this.#failed.has(mspId)));
      if (layout === undefined) return undefined;
      const missing = layout.filter((mspId) => !this.#given.has(mspId));
      await Promise.all(
        missing.map(async (mspId) => {
          const peer = this.#peers.find((candidate) => candidate.mspId === mspId);
          if (peer === undefined) this.#failed.add(mspId);
          else await this.#ask(peer, ask);
        }),
      );
      const endorsements = layout.flatMap((mspId) => this.#given.get(mspId) ?? []);
      if (this.#payload !== undefined && endorsements.length === layout.length) {
        return { payload: this.#payload, endorsements };
      }
    }
  }

  async #ask(peer: PeerView, ask: (peer: PeerView) => Promise<Outcome>): Promise<void> {
    const outcome = await ask(peer);
    if (isRefused(outcome)) this.#fail(peer, refusalDetail(peer, outcome));
    else this.take(peer, outcome.simulation);
  }

  #fail(peer: PeerView, detail: gateway.ErrorDetail): void {
    this.#failed.add(peer.mspId);
    this.details.push(detail);
  }
}
