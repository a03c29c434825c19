import jspb from 'google-protobuf';

/**
 * The messages of Fabric 3.1's batches, written and read field by field. The message classes that come with the shim
 * are older than they are, and newer ones share one global namespace with those: whichever was loaded last would
 * serve both.
 */

/** Fabric's `ChaincodeMessage.Type`, beyond what the shim knows. */
export const WRITE_BATCH_STATE = 24;
export const GET_STATE_MULTIPLE = 25;

/** Fabric's `WriteRecord.Type`. */
export const WriteType = {
  PUT_STATE: 9,
  DEL_STATE: 10,
  PUT_STATE_METADATA: 21,
  PURGE_PRIVATE_DATA: 23,
} as const;

/** One write of a batch. */
export interface WriteRecord {
  /** One of {@link WriteType}. */
  readonly type: number;
  readonly key: string;
  readonly value?: Uint8Array;
  /** Absent: the state that all members see. */
  readonly collection?: string;
  /** For metadata: their name and value. */
  readonly metadata?: { readonly name: string; readonly value: Uint8Array };
}

/** @returns bytes of Fabric's `GetStateMultiple` */
export function getMultipleMessage(keys: readonly string[], collection = ''): Uint8Array {
  const writer = new jspb.BinaryWriter();
  writer.writeRepeatedString(1, [...keys]);
  if (collection !== '') writer.writeString(2, collection);
  return writer.getResultBuffer();
}

/** @returns the values of Fabric's `GetStateMultipleResult`, empty where there is none */
export function valuesIn(result: Uint8Array): Uint8Array[] {
  const values: Uint8Array[] = [];
  const reader = new jspb.BinaryReader(result);
  while (reader.nextField() && !reader.isEndGroup()) {
    if (reader.getFieldNumber() === 1) values.push(reader.readBytes());
    else reader.skipField();
  }
  return values;
}

/** @returns bytes of Fabric's `WriteBatchState`; the peer applies the records in their order */
export function writeBatchMessage(records: readonly WriteRecord[]): Uint8Array {
  const writer = new jspb.BinaryWriter();
  for (const record of records) writer.writeMessage(1, record, writeRecord);
  return writer.getResultBuffer();
}

function writeRecord(
  { type, key, value, collection, metadata }: WriteRecord,
  writer: jspb.BinaryWriter,
): void {
  if (key !== '') writer.writeString(1, key);
  if (value !== undefined && value.length > 0) writer.writeBytes(2, value);
  if (collection !== undefined) writer.writeString(3, collection);
  if (metadata !== undefined)
    writer.writeMessage(4, metadata, () => {
      writer.writeString(1, metadata.name);
      writer.writeBytes(2, metadata.value);
    });
  writer.writeEnum(5, type);
}
