import { createRequire } from 'node:module';
import { expect } from 'chai';
import shim, { type ChaincodeServerOpts, type ChaincodeStub } from 'fabric-shim';
import { FakePeer, offerMessage } from '../testing/fake-peer.js';
import { isAsking } from './ask-peer.js';
import { getMultipleMessage, writeBatchMessage, WriteType } from './batch-messages.js';
import { BatchingServer } from './batching-server.js';
import { NOTHING, offerIn, type PeerOffer } from './peer-offer.js';
import { readStates } from './read-states.js';
import { writeStates } from './write-states.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const hex = (message: Uint8Array): string => Buffer.from(message).toString('hex');

/** Runs what a contract does, in the real shim, against a peer that says what it offers. */
async function onPeer(
  ready: Uint8Array | undefined,
  act: (stub: ChaincodeStub, found: FakePeer) => Promise<string>,
): Promise<FakePeer> {
  const found = new FakePeer(ready);
  for (const key of ['a', 'b', 'c']) found.state.set(key, key.toUpperCase());
  const contract = {
    Init: () => Promise.resolve(shim.Shim.success()),
    Invoke: async (stub: ChaincodeStub) => ({
      status: 200,
      message: await act(stub, found),
      payload: new Uint8Array(),
    }),
  };
  const options = { ccid: 'origin:1', address: '127.0.0.1:0' } as unknown as ChaincodeServerOpts;
  new BatchingServer(contract, options).connect(found);
  found.asked.push(await found.run());
  found.end();
  return found;
}

/** Reads and writes all there is to write. */
async function everything(stub: ChaincodeStub): Promise<string> {
  const values = await readStates(stub, ['a', 'missing', 'b', 'c']);
  await writeStates(stub, [
    { key: 'a', value: bytes('1') },
    { key: 'a', policy: bytes('policy') },
    { collection: 'documents-', key: 'p', value: bytes('secret') },
    { key: 'b', value: bytes('2') },
  ]);
  return values.map((value) => Buffer.from(value).toString()).join();
}

const WRITTEN = [
  ['a', '1'],
  ['b', '2'],
  ['c', 'C'],
  ['aVALIDATION_PARAMETER', 'policy'],
  ['documents-p', 'secret'],
];

/** Keeps the shim's log from standing between the tests. */
function quietly(): void {
  const logger = shim.Shim.newLogger('lib/handler.js');
  const { info } = logger;
  before(() => (logger.info = () => logger));
  after(() => (logger.info = info));
}

describe('batches on the chaincode stream', () => {
  quietly();

  it('are one message to read and one to write, where the peer offers them', async () => {
    const found = await onPeer(offerMessage({ mostKeys: 1000, mostWrites: 1000 }), everything);
    expect(found.asked).to.deep.equal(['GET a,missing,b,c', 'PUT a,a,documents-p,b', 'A,,B,C']);
    expect([...found.state]).to.deep.equal(WRITTEN);
  });

  it('are as large as the peer takes them', async () => {
    const found = await onPeer(offerMessage({ mostKeys: 3, mostWrites: 2 }), everything);
    expect(found.asked).to.deep.equal(['GET a,missing,b', 'GET c', 'PUT a,a', 'PUT documents-p,b', 'A,,B,C']);
    expect([...found.state]).to.deep.equal(WRITTEN);
  });

  for (const [peer, ready] of [
    ['is older and says nothing', undefined],
    ['offers none', offerMessage(NOTHING)],
    ['says something else', Buffer.from('ffff', 'hex')],
  ] as const) {
    it(`are single messages with the same values and writes, where the peer ${peer}`, async () => {
      const found = await onPeer(ready, everything);
      expect(found.asked).to.deep.equal([
        'GET a',
        'GET missing',
        'GET b',
        'GET c',
        'PUT a',
        'PUT a',
        'PUT documents-p',
        'PUT b',
        'A,,B,C',
      ]);
      expect([...found.state]).to.deep.equal(WRITTEN);
    });
  }

  it('keep the order of a transaction’s messages, also of those sent at once', async () => {
    const found = await onPeer(offerMessage({ mostKeys: 9, mostWrites: 9 }), async (stub) => {
      await Promise.all([
        stub.putState('x', bytes('1')),
        readStates(stub, ['a', 'b']),
        writeStates(stub, [
          { key: 'x', value: bytes('2') },
          { key: 'y', value: bytes('3') },
        ]),
        stub.getState('c'),
      ]);
      return 'done';
    });
    expect(found.asked).to.deep.equal(['PUT x', 'GET a,b', 'PUT x,y', 'GET c', 'done']);
    expect(found.state.get('x')).to.equal('2');
  });

  it('tell the peer’s refusal in its words', async () => {
    const found = await onPeer(offerMessage({ mostKeys: 9, mostWrites: 9 }), async (stub, peer) => {
      peer.refusal = 'WRITE_BATCH_STATE failed: unknown operation type';
      const refused = writeStates(stub, [
        { key: 'x', value: bytes('1') },
        { key: 'y', value: bytes('2') },
      ]);
      return refused.then(
        () => 'written',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
    });
    expect(found.asked).to.deep.equal(['WRITE_BATCH_STATE failed: unknown operation type']);
  });

  it('belong to the stream: another peer of the same service may offer none', async () => {
    const [newer, older] = await Promise.all([
      onPeer(offerMessage({ mostKeys: 9, mostWrites: 9 }), everything),
      onPeer(undefined, everything),
    ]);
    expect([newer.asked.length, older.asked.length]).to.deep.equal([3, 9]);
  });
});

describe('what a peer offers', () => {
  const cases: readonly (readonly [string, string, PeerOffer])[] = [
    ['both', '080110e807180120f403', { mostKeys: 500, mostWrites: 1000 }],
    ['sizes without their use', '10e80720f403', NOTHING],
    ['nothing', '', NOTHING],
    ['a use without its size', '0801', NOTHING],
    ['fields of a later peer too', '080110e8072a056c61746572', { mostKeys: 0, mostWrites: 1000 }],
    ['no message', 'ff', NOTHING],
  ];
  for (const [name, payload, offer] of cases) {
    it(`is read from READY: ${name}`, () => {
      expect(offerIn(Buffer.from(payload, 'hex'))).to.deep.equal(offer);
    });
  }
});

describe('messages of batches', () => {
  // Bytes that Fabric's own message classes make.
  it('ask for keys as GetStateMultiple', () => {
    expect(hex(getMultipleMessage(['k1', 'kü']))).to.equal('0a026b310a036bc3bc');
    expect(hex(getMultipleMessage(['k'], 'col'))).to.equal('0a016b1203636f6c');
  });

  it('write as WriteBatchState', () => {
    const message = writeBatchMessage([
      { type: WriteType.PUT_STATE, key: 'k', value: bytes('v'), collection: 'col' },
      { type: WriteType.DEL_STATE, key: 'k' },
      {
        type: WriteType.PUT_STATE_METADATA,
        key: 'k',
        metadata: { name: 'm', value: bytes('p') },
      },
    ]);
    expect(hex(message)).to.equal(
      '0a0d0a016b1201761a03636f6c2809' + '0a050a016b280a' + '0a0d0a016b22060a016d12017028' + '15',
    );
  });
});

describe('what batches use of the shim beyond its public interface', () => {
  const require = createRequire(import.meta.url);
  quietly();

  it('is there: lib/server.js is a class whose connect is given each stream', () => {
    const Server = require('fabric-shim/lib/server.js') as { readonly prototype: object };
    expect(Server.prototype).to.have.property('connect').with.length(1);
  });

  it('is there: a stub has its handler, and the handler its stream and _askPeerAndListen', async () => {
    const { ChaincodeMessageHandler } = require('fabric-shim/lib/handler.js') as {
      readonly ChaincodeMessageHandler: { readonly prototype: object };
    };
    expect(ChaincodeMessageHandler.prototype).to.have.property('_askPeerAndListen').with.length(2);
    const found = await onPeer(undefined, (stub) => Promise.resolve(String(isAsking(stub))));
    expect(found.asked).to.deep.equal(['true']);
  });

  it('is there: messages of its own, with the type of READY', () => {
    const { peer } = createRequire(require.resolve('fabric-shim'))('@hyperledger/fabric-protos') as {
      readonly peer: { readonly ChaincodeMessage: { readonly Type: object } };
    };
    expect(peer.ChaincodeMessage.Type).to.include({ REGISTER: 1, READY: 4 });
  });
});
