import { common, ledger } from '@hyperledger/fabric-protos';
import { parseEnvelope } from '../blocks/envelope.js';
import type { ResultSource } from '../contract/query-cursor.js';
import type { Version } from './version.js';

/** One past value of a key, read from the transaction that wrote it; undefined when it is not there. */
function modification(envelope: Uint8Array, namespace: string, key: string): Uint8Array | undefined {
  const { transactionId, parsed } = parseEnvelope(envelope);
  const transaction = typeof parsed === 'number' ? undefined : parsed.transaction();
  if (typeof parsed === 'number' || typeof transaction !== 'object') {
    return undefined;
  }
  const write = transaction.sets
    .find((set) => set.namespace === namespace)
    ?.writes.find((each) => each.key === key);
  if (!write) {
    return undefined;
  }
  const header = common.Payload.deserializeBinary(parsed.payload).getHeader();
  const channelHeader = common.ChannelHeader.deserializeBinary(
    header?.getChannelHeader_asU8() ?? new Uint8Array(0),
  );
  const message = new ledger.queryresult.KeyModification();
  message.setTxId(transactionId);
  message.setValue(write.value);
  message.setIsDelete(write.isDelete);
  message.setTimestamp(channelHeader.getTimestamp());
  return message.serializeBinary();
}

/** The values a key has had, the latest first, as `GetHistoryForKey` gives them. */
export function historySource(
  namespace: string,
  key: string,
  places: readonly Version[],
  envelope: (place: Version) => Uint8Array | undefined,
): ResultSource {
  const left = [...places].reverse();
  return {
    next: () => {
      const place = left.pop();
      if (!place) {
        return Promise.resolve(undefined);
      }
      const bytes = envelope(place);
      const found = bytes && modification(bytes, namespace, key);
      if (!found) {
        return Promise.reject(
          new Error(
            `no namespace or key is found for namespace ${namespace} and key ${key} with decoded ` +
              `blockNum ${place.block} and tranNum ${place.transaction}`,
          ),
        );
      }
      return Promise.resolve(found);
    },
    close: () => Promise.resolve(),
  };
}
