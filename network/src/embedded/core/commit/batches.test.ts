import { expect } from 'chai';
import { peer } from '@hyperledger/fabric-protos';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { freePort } from '../../../topology/free-port.js';
import { ChaincodeStream } from '../contract/chaincode-stream.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../rwset/rwset.js';
import { refusal, SharedChannel } from '../testing/shared-channel.js';
import { newProposal } from '../testing/test-client.js';

const { GET_STATE_MULTIPLE, PUT_STATE, READY, REGISTER, WRITE_BATCH_STATE } = peer.ChaincodeMessage.Type;
const { DEL_STATE, PUT_STATE_METADATA, UNDEFINED, ...Write } = peer.WriteRecord.Type;
const COLLECTION = 'documents-VNMSP';

type Asked = readonly [type: number, payload: Uint8Array];

function getMultiple(keys: readonly string[], collection = ''): Asked {
  const message = new peer.GetStateMultiple();
  message.setKeysList([...keys]);
  message.setCollection(collection);
  return [GET_STATE_MULTIPLE, message.serializeBinary()];
}

interface Record {
  readonly type: peer.WriteRecord.TypeMap[keyof peer.WriteRecord.TypeMap];
  readonly key: string;
  readonly value?: string;
  readonly collection?: string;
  readonly metadata?: readonly [name: string, value: string];
}

function writeBatch(...records: readonly Record[]): Asked {
  const message = new peer.WriteBatchState();
  for (const { type, key, value = '', collection = '', metadata } of records) {
    const record = new peer.WriteRecord();
    record.setType(type);
    record.setKey(key);
    record.setValue(Buffer.from(value));
    record.setCollection(collection);
    if (metadata) {
      const entry = new peer.StateMetadata();
      entry.setMetakey(metadata[0]);
      entry.setValue(Buffer.from(metadata[1]));
      record.setMetadata(entry);
    }
    message.addRec(record);
  }
  return [WRITE_BATCH_STATE, message.serializeBinary()];
}

const put = (key: string, value: string, collection?: string): Record => ({
  type: Write.PUT_STATE,
  key,
  value,
  ...(collection === undefined ? {} : { collection }),
});

const call = (...asked: readonly Asked[]): string[] => [
  'ask',
  ...asked.flatMap(([type, payload]) => [String(type), Buffer.from(payload).toString('base64')]),
];

const valuesOf = (answer: string): string[] =>
  peer.GetStateMultipleResult.deserializeBinary(Buffer.from(answer, 'base64'))
    .getValuesList_asU8()
    .map((value) => Buffer.from(value).toString());

describe('what the peer says to a contract that has registered', () => {
  it('is that it takes reads and writes in batches, and how large', async () => {
    const port = await freePort();
    const server = new Server();
    const ready = new Promise<peer.ChaincodeMessage>((resolve) => {
      server.addService(peer.ChaincodeService, {
        connect(stream: ServerDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>): void {
          stream.on('error', () => undefined);
          stream.on('data', (message: peer.ChaincodeMessage) => {
            if (message.getType() === READY) resolve(message);
          });
          const register = new peer.ChaincodeMessage();
          register.setType(REGISTER);
          stream.write(register);
        },
      });
    });
    await new Promise((resolve) => {
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), resolve);
    });
    const ignored = { message: () => undefined, lost: () => undefined };
    const stream = new ChaincodeStream({ host: '127.0.0.1', port }, ignored);
    try {
      const payload = (await ready).getPayload_asU8();
      expect(peer.ChaincodeAdditionalParams.deserializeBinary(payload).toObject()).to.deep.equal({
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
      });
    } finally {
      stream.close();
      server.forceShutdown();
    }
  });
});

describe('reads and writes in batches', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(() => shared.stop());

  async function setsOf(...asked: readonly Asked[]): Promise<NamespaceReadWriteSet | undefined> {
    const proposal = newProposal('test-channel', {
      arguments: call(...asked),
      client: shared.network.client(),
    });
    const { response, results } = await shared.channel.simulate('VNMSP', proposal, 'evaluate');
    expect(response.getMessage()).to.equal('');
    return decodeReadWriteSet(results?.serializeBinary() ?? new Uint8Array(0)).at(-1);
  }

  it('answers the values in the order of the keys, empty where there is none, and records each as read', async () => {
    await shared.submit(['put', 'r.a', 'A']);
    await shared.submit(['put', 'r.b', 'B']);
    const keys = ['r.b', 'r.missing', 'r.a', 'r.b'];
    expect(valuesOf(await shared.evaluate(call(getMultiple(keys))))).to.deep.equal(['B', '', 'A', 'B']);
    const reads = (await setsOf(getMultiple(keys)))?.reads ?? [];
    expect(reads.map(({ key, version }) => [key, version !== undefined])).to.deep.equal([
      ['r.a', true],
      ['r.b', true],
      ['r.missing', false],
    ]);
    expect(valuesOf(await shared.evaluate(call(getMultiple([]))))).to.deep.equal([]);
  });

  it('takes puts, deletions and key-level policies in one message, the last write of a key', async () => {
    await shared.submit(['put', 'w.old', 'old']);
    const sets = await setsOf(
      writeBatch(
        put('w.b', '1'),
        put('w.b', '2'),
        put('w.empty', ''),
        { type: DEL_STATE, key: 'w.old' },
        { type: PUT_STATE_METADATA, key: 'w.b', metadata: ['VALIDATION_PARAMETER', 'policy'] },
      ),
    );
    expect(
      sets?.writes.map(({ key, isDelete, value }) => [key, isDelete, Buffer.from(value).toString()]),
    ).to.deep.equal([
      ['w.b', false, '2'],
      ['w.empty', true, ''],
      ['w.old', true, ''],
    ]);
    expect(sets?.metadataWrites.map(({ key }) => key)).to.deep.equal(['w.b']);
  });

  it('refuses an operation that it does not know, in the words of a peer', async () => {
    const [, payload] = writeBatch(put('k', '1'), { type: UNDEFINED, key: 'k' });
    expect(await refusal(shared.evaluate(call([WRITE_BATCH_STATE, payload])))).to.match(
      /WRITE_BATCH_STATE failed: transaction ID: [0-9a-f]{64}: unknown operation type$/,
    );
  });

  it('holds private writes and reads to who may read the collection', async () => {
    const asked = call(writeBatch(put('p.a', 'secret', COLLECTION)));
    expect(await shared.submit(asked, ['VNMSP'])).to.equal(peer.TxValidationCode.VALID);
    const read = call(getMultiple(['p.a', 'p.missing'], COLLECTION));
    expect(valuesOf(await shared.evaluate(read))).to.deep.equal(['secret', '']);
    expect(await refusal(shared.evaluate(read, 'VNMSP', 'THMSP'))).to.contain(
      'GET_STATE_MULTIPLE failed: transaction ID: ',
    );
    expect(await refusal(shared.evaluate(read, 'VNMSP', 'THMSP'))).to.contain(
      `tx creator does not have read access permission on privatedata in chaincodeName:test collectionName: ${COLLECTION}`,
    );
  });

  it('reads what its peer does not hold as missing, where a single read is refused', async () => {
    const asked = call(writeBatch(put('p.elsewhere', 'secret', COLLECTION)));
    expect(await shared.submit(asked, ['VNMSP'])).to.equal(peer.TxValidationCode.VALID);
    const read = call(getMultiple(['p.elsewhere'], COLLECTION));
    expect(valuesOf(await shared.evaluate(read, 'THMSP', 'VNMSP'))).to.deep.equal(['']);
    expect(
      await refusal(shared.evaluate(['getPrivate', COLLECTION, 'p.elsewhere'], 'THMSP', 'VNMSP')),
    ).to.contain('private data matching public hash version is not available');
  });

  it('answers single messages and batches of one transaction one after the other', async () => {
    const single = new peer.PutState();
    single.setKey('mixed');
    single.setValue(Buffer.from('single'));
    const asked = call(
      [PUT_STATE, single.serializeBinary()],
      getMultiple(['mixed']),
      writeBatch(put('mixed', 'batch')),
    );
    expect(await shared.submit(asked)).to.equal(peer.TxValidationCode.VALID);
    expect(await shared.evaluate(['get', 'mixed'])).to.equal('batch');
  });
});
