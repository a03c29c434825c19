import { ledger, peer } from '@hyperledger/fabric-protos';
import type { Channel, Simulation } from '../seam.js';

const { kvrwset } = ledger.rwset;

/**
 * What a client may ask discovery for after a simulation: the contracts and collections whose policies its endorsers
 * must satisfy. A collection that was read says so: only its members can endorse.
 */
export function chaincodeInterest(channel: Channel, simulation: Simulation): peer.ChaincodeInterest {
  const interest = new peer.ChaincodeInterest();
  for (const set of simulation.results?.getNsRwsetList() ?? []) {
    const contract = set.getNamespace();
    // Built-in contracts have no policy of their own here.
    if (channel.contract(contract) === undefined) continue;
    const read = simulation.privateReads?.get(contract) ?? new Set<string>();
    const written = set
      .getCollectionHashedRwsetList()
      .filter((each) => hasWrites(kvrwset.HashedRWSet.deserializeBinary(each.getHashedRwset_asU8())))
      .map((each) => each.getCollectionName());
    const values = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
    const writesPublic = values.getWritesList().length > 0 || values.getMetadataWritesList().length > 0;
    if (writesPublic || written.length === 0) {
      const call = new peer.ChaincodeCall();
      call.setName(contract);
      interest.addChaincodes(call);
    }
    for (const collection of [...new Set([...written, ...read])].sort()) {
      const call = new peer.ChaincodeCall();
      call.setName(contract);
      call.setCollectionNamesList([collection]);
      call.setNoPrivateReads(!read.has(collection));
      interest.addChaincodes(call);
    }
  }
  return interest;
}

function hasWrites(set: ledger.rwset.kvrwset.HashedRWSet): boolean {
  return set.getHashedWritesList().length > 0 || set.getMetadataWritesList().length > 0;
}
