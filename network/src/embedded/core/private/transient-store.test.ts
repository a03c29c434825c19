import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledger } from '@hyperledger/fabric-protos';
import { TransientStore } from './transient-store.js';

function privateSet(namespace: string): ledger.rwset.TxPvtReadWriteSet {
  const set = new ledger.rwset.TxPvtReadWriteSet();
  const message = new ledger.rwset.NsPvtReadWriteSet();
  message.setNamespace(namespace);
  set.addNsPvtRwset(message);
  return set;
}

describe('transient store', () => {
  let folder: string;
  let store: TransientStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'transient-'));
    store = await TransientStore.open(folder);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  function namespaceOf(id: string): string | undefined {
    return store.get(id)?.getNsPvtRwsetList()[0]?.getNamespace();
  }

  it('keeps what several put at once, after reopening too', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => store.put(id, 1, privateSet(id))));
    await store.put('d', 1, privateSet('d'));
    await store.close();
    store = await TransientStore.open(folder);
    expect(['a', 'b', 'c', 'd', 'e'].map(namespaceOf)).to.deep.equal(['a', 'b', 'c', 'd', undefined]);
  });

  it('forgets what a block holds, and what was endorsed long ago', async () => {
    await store.put('ordered', 90, privateSet('n'));
    await store.put('old', 9, privateSet('n'));
    await store.put('young', 90, privateSet('n'));
    await store.purge(['ordered', 'of another peer'], 10);
    expect(['ordered', 'old', 'young'].map(namespaceOf)).to.deep.equal([undefined, undefined, 'n']);
    expect(store.size).to.equal(1);
  });
});
