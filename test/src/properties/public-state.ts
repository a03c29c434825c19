import { publicWrites } from '../support/public-writes.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import type { World } from '../support/world.js';

/** The contract's public state, from the blocks of the Secretariat's peer alone. */
export async function publicState(world: World): Promise<ReadonlyMap<string, object>> {
  const state = new Map<string, object>();
  using peer = new ForeignPeer({ profileFile: world.profileFile('ASEAN'), at: 'ASEAN' });
  const last = (await peer.height()) - 1n;
  for (const { namespace, key, value } of (await peer.blocks(last)).flatMap(publicWrites)) {
    if (namespace !== world.topology.chaincode.name) continue;
    if (value === undefined) state.delete(key);
    else state.set(key, JSON.parse(value) as object);
  }
  return state;
}
