import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';
import type { Json } from './json.js';

type Fields = Readonly<Record<string, Json>>;

const { rwset } = ledger;
const { kvrwset } = rwset;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** A value: text when short. */
const shown = (bytes: Uint8Array): string =>
  bytes.length > 200 ? `${bytes.length} bytes` : Buffer.from(bytes).toString();
/** Versions are block and position: only whether there is one is the same everywhere. */
const read = (each: ledger.rwset.kvrwset.KVRead): Json => [
  each.getKey(),
  each.hasVersion() ? 'versioned' : 'missing',
];

/** Leaves out what is empty, so that outcomes stay short. */
function filled(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

/** What an endorsed transaction holds: read-write sets by namespace, event, response, endorsers, transient data. */
export function endorsedActions(transaction: Transaction): Fields {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  return envelopeActions(prepared.getEnvelope() ?? new common.Envelope());
}

/** The same of an envelope, as it stands in a block. */
export function envelopeActions(envelope: common.Envelope): Fields {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const [first] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    first?.getPayload_asU8() ?? new Uint8Array(),
  );
  const endorsed = actionPayload.getAction();
  const response = peer.ProposalResponsePayload.deserializeBinary(
    endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
  const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(
    actionPayload.getChaincodeProposalPayload_asU8(),
  );
  return filled({
    ...namespaces(action.getResults_asU8()),
    event: event.getEventName() === '' ? [] : [event.getEventName(), shown(event.getPayload_asU8())],
    status: action.getResponse()?.getStatus() ?? 0,
    message: action.getResponse()?.getMessage() ?? '',
    contract: `${action.getChaincodeId()?.getName() ?? ''} ${action.getChaincodeId()?.getVersion() ?? ''}`,
    endorsements: endorsed?.getEndorsementsList().length ?? 0,
    transientInEnvelope: proposal.getTransientmapMap().getLength(),
  });
}

function namespaces(bytes: Uint8Array): Fields {
  const sets = rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList();
  return Object.fromEntries(
    sets.map((set) => [
      `rwset ${set.getNamespace()}`,
      filled({
        ...keyValues(set.getRwset_asU8()),
        collections: set.getCollectionHashedRwsetList().map(hashed),
      }),
    ]),
  );
}

function keyValues(bytes: Uint8Array): Fields {
  const set = kvrwset.KVRWSet.deserializeBinary(bytes);
  return filled({
    reads: set.getReadsList().map(read),
    ranges: set.getRangeQueriesInfoList().map(range),
    writes: set
      .getWritesList()
      .map((each) => [each.getKey(), each.getIsDelete() ? { deleted: true } : shown(each.getValue_asU8())]),
    metadata: set
      .getMetadataWritesList()
      .map((each) => [each.getKey(), ...each.getEntriesList().map((entry) => entry.getName())]),
  });
}

function range(info: ledger.rwset.kvrwset.RangeQueryInfo): Json {
  const merkle = info.getReadsMerkleHashes();
  return filled({
    start: info.getStartKey(),
    end: info.getEndKey(),
    exhausted: info.getItrExhausted(),
    reads: info.getRawReads()?.getKvReadsList().map(read) ?? [],
    // The hashes are over versions, which differ from run to run: their number and level are the same.
    merkle:
      merkle === undefined
        ? []
        : [merkle.getMaxDegree(), merkle.getMaxLevel(), merkle.getMaxLevelHashesList().length],
  });
}

function hashed(collection: ledger.rwset.CollectionHashedReadWriteSet): Json {
  const set = kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
  return filled({
    collection: collection.getCollectionName(),
    reads: set
      .getHashedReadsList()
      .map((each) => [base64(each.getKeyHash_asU8()), each.hasVersion() ? 'versioned' : 'missing']),
    writes: set
      .getHashedWritesList()
      .map((each) => [
        base64(each.getKeyHash_asU8()),
        each.getIsPurge() ? 'purged' : each.getIsDelete() ? 'deleted' : base64(each.getValueHash_asU8()),
      ]),
    metadata: set
      .getMetadataWritesList()
      .map((each) => [
        base64(each.getKeyHash_asU8()),
        ...each.getEntriesList().map((entry) => entry.getName()),
      ]),
    privateHash: collection.getPvtRwsetHash_asU8().length,
  });
}
