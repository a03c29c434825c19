import { common } from '@hyperledger/fabric-protos';
import { actsOnLedger } from '../support/acts-on-ledger.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { publicWrites } from '../support/public-writes.js';
import type { World } from '../support/world.js';

const COMMIT_HASH: number = common.BlockMetadataIndex.COMMIT_HASH;

/** The ledger as read from one peer's blocks and from nothing else. */
export class LedgerCopy {
  /** How often each act was written. */
  readonly acts = new Map<string, number>();
  /** The contract's public state. */
  readonly state = new Map<string, string>();
  readonly #world: World;
  #next = 0n;

  constructor(world: World) {
    this.#world = world;
  }

  /** Reads on, up to a block for which the peer of this member is waited for. */
  async readTo(last: number, at: string): Promise<void> {
    if (BigInt(last) < this.#next) return;
    using peer = new ForeignPeer({ profileFile: this.#world.profileFile(at), at });
    const blocks = await peer.blocks(BigInt(last), this.#next);
    this.#next = BigInt(last) + 1n;
    for (const [id, count] of actsOnLedger(blocks)) this.acts.set(id, (this.acts.get(id) ?? 0) + count);
    for (const { namespace, key, value } of blocks.flatMap(publicWrites)) {
      if (namespace !== this.#world.topology.chaincode.name) continue;
      if (value === undefined) this.state.delete(key);
      else this.state.set(key, value);
    }
  }
}

/** A peer's commit hash of a block, which stands for all it has committed up to there. @throws Error when it has no such block */
export async function commitHashAt(world: World, code: string, block: number): Promise<string> {
  using peer = new ForeignPeer({ profileFile: world.profileFile(code), at: code });
  const [found] = await peer.blocks(BigInt(block), BigInt(block));
  const entry = found?.getMetadata()?.getMetadataList_asU8()[COMMIT_HASH] ?? new Uint8Array();
  return Buffer.from(common.Metadata.deserializeBinary(entry).getValue_asU8()).toString('hex');
}
