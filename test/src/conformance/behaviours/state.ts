import { commit, endorsed } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';

const behaviours: readonly Behaviour[] = [
  {
    name: 'a value written is read back after its commit, at every peer',
    run: async (ledger) => {
      const written = await commit(ledger, [['put', 'a1', 'one']]);
      const read = await (await ledger.client('TH')).evaluate([['get', 'a1']]);
      return { written, read };
    },
  },
  {
    name: 'no read sees the own writes: get, range, delete',
    run: async (ledger) => {
      await commit(ledger, [['put', 'a2.old', 'old']]);
      return endorsed(ledger, [
        ['put', 'a2.new', 'x'],
        ['get', 'a2.new'],
        ['put', 'a2.old', 'changed'],
        ['get', 'a2.old'],
        ['delete', 'a2.old'],
        ['get', 'a2.old'],
        ['range', 'a2', 'a3'],
      ]);
    },
  },
  {
    name: 'reads and writes are sorted by key, and the last write of a key wins',
    run: (ledger) =>
      endorsed(ledger, [
        ['put', 'a3.z', '1'],
        ['put', 'a3.a', '2'],
        ['get', 'a3.y'],
        ['get', 'a3.b'],
        ['put', 'a3.z', '3'],
        ['delete', 'a3.a'],
        ['put', 'a3.\u{1F600}', 'beyond'],
        ['put', 'a3.\uFF00', 'basic plane'],
      ]),
  },
  {
    name: 'a key read twice stands once; a key read after a write has its version',
    run: async (ledger) => {
      await commit(ledger, [['put', 'a4', '1']]);
      return endorsed(ledger, [
        ['get', 'a4'],
        ['put', 'a4', '2'],
        ['get', 'a4'],
      ]);
    },
  },
  {
    name: 'an empty value deletes, and a deleted key is read as missing',
    run: async (ledger) => {
      await commit(ledger, [['put', 'a5', '1']]);
      const emptied = await commit(ledger, [['put', 'a5', '']]);
      const read = await endorsed(ledger, [
        ['get', 'a5'],
        ['history', 'a5'],
      ]);
      return { emptied, ...read };
    },
  },
  {
    name: 'deleting a key that is missing commits, and history shows it',
    run: async (ledger) => {
      const deleted = await commit(ledger, [['delete', 'a6']]);
      return { deleted, ...(await endorsed(ledger, [['history', 'a6']])) };
    },
  },
  {
    name: 'history is told newest first, with deletions',
    run: async (ledger) => {
      for (const step of [
        ['put', 'a7', '1'],
        ['put', 'a7', '2'],
        ['delete', 'a7'],
        ['put', 'a7', '3'],
      ] as const)
        await commit(ledger, [step]);
      return endorsed(ledger, [
        ['history', 'a7'],
        ['history', 'a7.never'],
      ]);
    },
  },
  {
    name: 'empty keys, keys that begin with NUL, and lone surrogates',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      return {
        empty: await client.submit([['put', '', 'x']]),
        emptyRead: await client.evaluate([['try', 'get', '']]),
        nul: await client.submit([['put', '\u0000nul', 'x']]),
        nulRead: await client.evaluate([['try', 'get', '\u0000nul']]),
        surrogate: await client.submit([['put', 'a8\uD800', 'x']]),
        surrogateRead: await client.evaluate([['get', 'a8\uD800']]),
      };
    },
  },
  {
    name: 'a key-level policy is read as set, and on a missing key it vanishes',
    run: async (ledger) => {
      const set = await commit(ledger, [
        ['put', 'a9', '1'],
        ['setPolicy', 'a9', 'VN,SG'],
        ['policy', 'a9'],
      ]);
      const missing = await commit(ledger, [['setPolicy', 'a9.missing', 'VN,SG']]);
      return {
        set,
        missing,
        ...(await endorsed(ledger, [
          ['policy', 'a9'],
          ['policy', 'a9.missing'],
          ['setPolicy', 'a9', 'TH'],
          ['put', 'a9', '2'],
        ])),
      };
    },
  },
  {
    name: 'what the contract knows of its call',
    run: async (ledger) => ({
      context: await (await ledger.client('SG')).evaluate([['context']], { transient: { b: '1', a: '2' } }),
    }),
  },
  {
    name: 'a transaction without writes commits',
    run: async (ledger) => ({
      verdict: await commit(ledger, [['get', 'a10']]),
      ...(await endorsed(ledger, [])),
    }),
  },
  {
    name: 'a transaction with the same answer at two members only endorses when the copies agree',
    run: async (ledger) => ({
      verdict: await (await ledger.client('VN')).submit([['ownNumber']]),
      written: await (await ledger.client('VN')).submit([['put', 'a11', 'x'], ['ownNumber']]),
    }),
  },
];

export const state: Topic = { topic: 'state', behaviours };
