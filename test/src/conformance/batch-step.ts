import {
  askPeer,
  GET_STATE_MULTIPLE,
  getMultipleMessage,
  isAsking,
  valuesIn,
  WRITE_BATCH_STATE,
  writeBatchMessage,
  WriteType,
  type WriteRecord,
} from '@origin-ledger/chaincode';
import type { ChaincodeStub } from 'fabric-shim';

/** Sends a message that the contract interface has no call for. */
function ask(stub: ChaincodeStub, type: number, payload: Uint8Array): Promise<Uint8Array> {
  if (!isAsking(stub)) throw new Error('there is no peer to ask');
  return askPeer(stub, type, payload);
}

/** The values of keys, read with one message. */
export async function getMany(
  stub: ChaincodeStub,
  keys: readonly string[],
  collection?: string,
): Promise<string[]> {
  const answer = await ask(stub, GET_STATE_MULTIPLE, getMultipleMessage(keys, collection));
  return valuesIn(answer).map((value) => Buffer.from(value).toString());
}

/**
 * Writes with one message. Each write is words with blanks between: `put KEY VALUE`, `delete KEY`, `policy KEY MEMBERS`,
 * `many PREFIX COUNT`, `purge KEY`, `other KEY` (no operation that there is), or the same with a collection, as
 * `put KEY VALUE in COLLECTION`. A private value travels in the transient map, under the key's name.
 */
export async function writeBatch(
  stub: ChaincodeStub,
  writes: readonly string[],
  policyOf: (members: string) => Uint8Array,
): Promise<void> {
  const records = writes.flatMap((write): WriteRecord[] => {
    const [words = '', collection] = write.split(' in ');
    const [act = '', key = '', what = ''] = words.split(' ');
    const at = collection === undefined ? { key } : { key, collection };
    switch (act) {
      case 'put': {
        const value = collection === undefined ? Buffer.from(what) : stub.getTransient().get(key);
        return [{ ...at, type: WriteType.PUT_STATE, value: value ?? Buffer.alloc(0) }];
      }
      case 'many':
        return Array.from({ length: Number(what) }, (_, index) => ({
          key: `${key}${String(index)}`,
          type: WriteType.PUT_STATE,
          value: Buffer.from('x'),
        }));
      case 'delete':
        return [{ ...at, type: WriteType.DEL_STATE }];
      case 'purge':
        return [{ ...at, type: WriteType.PURGE_PRIVATE_DATA }];
      case 'policy':
        return [
          {
            ...at,
            type: WriteType.PUT_STATE_METADATA,
            metadata: { name: 'VALIDATION_PARAMETER', value: policyOf(what) },
          },
        ];
      default:
        return [{ ...at, type: 0 }];
    }
  });
  await ask(stub, WRITE_BATCH_STATE, writeBatchMessage(records));
}
