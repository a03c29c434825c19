import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateCache } from './state-cache.js';
import { StateStore } from './state-store.js';
import { UpdateBatch } from './update-batch.js';

const EMPTY = new Uint8Array(0);

describe('state store', () => {
  let folder: string;
  let store: StateStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'state-'));
    store = await StateStore.open(folder);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  async function commit(block: number, values: Readonly<Record<string, string | undefined>>): Promise<void> {
    const updates = new UpdateBatch();
    const version = { block, transaction: 0 };
    for (const [key, value] of Object.entries(values)) {
      const state = value === undefined ? undefined : { value: Buffer.from(value), metadata: EMPTY, version };
      updates.set('ns', '', key, { state, version });
    }
    await store.commit(block, Uint8Array.of(block), updates, [], []);
  }

  function text(view: ReturnType<StateStore['view']>, key: string): string | undefined {
    const state = view.get('ns', key);
    return state && Buffer.from(state.value).toString();
  }

  it('shows each view the state it was taken at, whoever has read in between', async () => {
    await commit(0, { a: 'a0', b: 'b0' });
    const first = store.view();
    expect(text(first, 'a')).to.equal('a0');
    await commit(1, { a: 'a1', b: undefined, c: 'c1' });
    const second = store.view();
    expect(['a', 'b', 'c'].map((key) => text(first, key))).to.deep.equal(['a0', 'b0', undefined]);
    expect(['a', 'b', 'c'].map((key) => text(second, key))).to.deep.equal(['a1', undefined, 'c1']);
    await commit(2, { b: 'b2', c: undefined });
    const third = store.view();
    expect(['b', 'c'].map((key) => text(second, key))).to.deep.equal([undefined, 'c1']);
    expect(['b', 'c'].map((key) => text(third, key))).to.deep.equal(['b2', undefined]);
    expect(['a', 'b', 'c'].map((key) => text(first, key))).to.deep.equal(['a0', 'b0', undefined]);
    await Promise.all([first, second, third].map((view) => view.close()));
  });

  it('remembers its last block', async () => {
    expect(store.savepoint).to.equal(-1);
    await commit(0, {});
    await store.close();
    store = await StateStore.open(folder);
    expect(store.savepoint).to.equal(0);
  });

  it('keeps namespaces apart', async () => {
    await commit(0, { key: 'x' });
    const view = store.view();
    expect(view.get('n', 's\0key')).to.be.undefined;
    const iterator = view.range('n', '', '');
    expect(await iterator.next()).to.be.undefined;
    await iterator.close();
    await view.close();
  });
});

describe('state cache', () => {
  it('forgets what was used longest ago when it is full', () => {
    const cache = new StateCache(500);
    const known = { state: undefined, since: 1 };
    cache.set('a', known);
    cache.set('b', known);
    cache.get('a');
    cache.set('c', known);
    expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).to.deep.equal([true, false, true]);
  });
});
