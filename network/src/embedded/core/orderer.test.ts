import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import { Orderer } from './orderer.js';

function envelope(size: number): Uint8Array {
  const message = new common.Envelope();
  message.setPayload(new Uint8Array(size));
  return message.serializeBinary();
}

describe('orderer', () => {
  let batches: number[];
  let orderer: Orderer;

  beforeEach(() => {
    batches = [];
    orderer = new Orderer(
      { timeoutMilliseconds: 40, maxMessages: 3, preferredMaxBytes: 100, absoluteMaxBytes: 200 },
      (each) => batches.push(each.length),
    );
  });

  function order(...sizes: number[]): void {
    sizes.forEach((size) => {
      orderer.order(envelope(size));
    });
  }

  it('cuts a batch when it is full', () => {
    order(1, 1, 1, 1);
    orderer.cut();
    expect(batches).to.deep.equal([3, 1]);
  });

  it('cuts before a message that would make the batch too large', () => {
    order(60, 60);
    orderer.cut();
    expect(batches).to.deep.equal([1, 1]);
  });

  it('lets a message larger than preferred stand alone', () => {
    order(10, 150, 10);
    orderer.cut();
    expect(batches).to.deep.equal([1, 1, 1]);
  });

  it('cuts after the timeout, counted from the first message', async () => {
    order(1, 1);
    expect(batches).to.be.empty;
    await sleep(80);
    expect(batches).to.deep.equal([2]);
  });

  it('cuts nothing where nothing is pending', () => {
    orderer.cut();
    expect(batches).to.be.empty;
  });

  it('refuses what is larger than the channel allows', () => {
    expect(() => {
      order(201);
    }).to.throw('message payload is 201 bytes and exceeds maximum allowed 200 bytes');
  });
});
