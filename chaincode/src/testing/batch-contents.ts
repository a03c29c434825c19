import jspb from 'google-protobuf';

/** A write of a batch as the peer reads it. */
export interface BatchedWrite {
  type: number;
  key: string;
  value: Uint8Array;
  collection: string;
  metadata: [name: string, value: Uint8Array] | undefined;
}

/** Reads Fabric's `GetStateMultiple`. */
export function keysIn(message: Uint8Array): { readonly keys: string[]; readonly collection: string } {
  const keys: string[] = [];
  let collection = '';
  fields(new jspb.BinaryReader(message), (field, reader) => {
    if (field === 1) keys.push(reader.readString());
    else collection = reader.readString();
  });
  return { keys, collection };
}

/** Makes Fabric's `GetStateMultipleResult`. */
export function valuesMessage(values: readonly Uint8Array[]): Uint8Array {
  const writer = new jspb.BinaryWriter();
  writer.writeRepeatedBytes(1, [...values]);
  return writer.getResultBuffer();
}

/** Reads Fabric's `WriteBatchState`. */
export function writesIn(message: Uint8Array): BatchedWrite[] {
  const writes: BatchedWrite[] = [];
  fields(new jspb.BinaryReader(message), (_, reader) => {
    const write: BatchedWrite = {
      type: 0,
      key: '',
      value: new Uint8Array(),
      collection: '',
      metadata: undefined,
    };
    reader.readMessage(write, () => {
      readWrite(reader, write);
    });
    writes.push(write);
  });
  return writes;
}

function readWrite(reader: jspb.BinaryReader, write: BatchedWrite): void {
  fields(reader, (field) => {
    if (field === 1) write.key = reader.readString();
    else if (field === 2) write.value = reader.readBytes();
    else if (field === 3) write.collection = reader.readString();
    else if (field === 5) write.type = reader.readEnum();
    else {
      const entry: [string, Uint8Array] = ['', new Uint8Array()];
      reader.readMessage(entry, () => {
        fields(reader, (part) => {
          if (part === 1) entry[0] = reader.readString();
          else entry[1] = reader.readBytes();
        });
      });
      write.metadata = entry;
    }
  });
}

function fields(reader: jspb.BinaryReader, read: (field: number, reader: jspb.BinaryReader) => void): void {
  while (reader.nextField() && !reader.isEndGroup()) read(reader.getFieldNumber(), reader);
}
