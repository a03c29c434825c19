import { commit, endorsed } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Step } from '../steps.js';
import { ownerAndStranger } from './owner-and-stranger.js';

const own = 'documents-VN';

/** Messages of Fabric 3.1's peers for many keys at once, which the contract interface for Node has no calls for. */
const behaviours: readonly Behaviour[] = [
  {
    name: 'many keys read at once: values in their order, a read each, one read twice stands once',
    run: async (ledger) => {
      await commit(ledger, [
        ['put', 'q1.a', 'A'],
        ['put', 'q1.b', 'B'],
      ]);
      return {
        many: await endorsed(ledger, [['getMany', 'q1.b,q1.missing,q1.a,q1.b']]),
        none: await endorsed(ledger, [['getMany', '']]),
      };
    },
  },
  {
    name: 'a batch of writes endorses what the same writes one by one do',
    run: async (ledger) => {
      await commit(ledger, [['put', 'q2.old', 'old']]);
      return {
        batch: await endorsed(ledger, [
          [
            'batch',
            'put q2.z 1',
            'put q2.a 2',
            'policy q2.a VN,SG',
            'put q2.z 3',
            'put q2.empty',
            'delete q2.old',
            'policy q2.none TH',
          ],
          ['getMany', 'q2.a,q2.old'],
        ]),
        single: await endorsed(ledger, [
          ['put', 'q2.z', '1'],
          ['put', 'q2.a', '2'],
          ['setPolicy', 'q2.a', 'VN,SG'],
          ['put', 'q2.z', '3'],
          ['put', 'q2.empty', ''],
          ['delete', 'q2.old'],
          ['setPolicy', 'q2.none', 'TH'],
          ['get', 'q2.a'],
          ['get', 'q2.old'],
        ]),
      };
    },
  },
  {
    name: 'a key-level policy of a batch stands with its key, and vanishes without',
    run: async (ledger) => ({
      set: await commit(ledger, [['batch', 'put q3 1', 'policy q3 VN', 'policy q3.none VN']]),
      others: await commit(ledger, [['batch', 'put q3 2', 'put q3.x 2']], { endorsers: ['SG', 'TH'] }),
      owner: await commit(ledger, [['batch', 'put q3 3', 'policy q3 SG']], { endorsers: ['VN'] }),
      read: await (
        await ledger.client('VN')
      ).evaluate([
        ['policy', 'q3'],
        ['try', 'policy', 'q3.none'],
        ['getMany', 'q3,q3.x'],
      ]),
    }),
  },
  {
    name: 'of a batch with an operation that is none, what stands before it is written',
    run: (ledger) =>
      endorsed(ledger, [
        ['try', 'batch', 'put q4.before 1', 'other q4', 'put q4.after 1'],
        ['try', 'batch', 'put q4.public 1', 'purge q4.public', 'put q4.after 1'],
        ['try', 'batch', 'put q4.missing x', `put q4 x in documents-XX`],
      ]),
  },
  {
    name: 'of a batch with a lone surrogate nothing is written, and of keys with one nothing is read',
    run: (ledger) =>
      endorsed(ledger, [
        ['try', 'batch', 'put q5 1', 'put q5\uD800 1'],
        ['try', 'getMany', 'q5,q5\uD800'],
      ]),
  },
  {
    name: 'more than the peer said it takes is taken too',
    run: async (ledger) => ({
      written: await commit(ledger, [['batch', 'many q6. 1500']]),
      found: await (await ledger.client('SG')).evaluate([['rangeCount', 'q6.', 'q6/']]),
    }),
  },
  {
    name: 'a batch after a query that was read in pages is refused, and so is the query after it',
    run: (ledger) =>
      endorsed(ledger, [
        ['batch', 'put q7 1'],
        ['try', 'page', 'q7', 'q8', '1'],
        ['try', 'rangePrivate', own, '', ''],
      ]),
  },
  {
    name: 'private values in batches: by whom and where they are read',
    run: async (ledger) => {
      const written = await commit(
        ledger,
        [['batch', `put q8 in ${own}`, `put q8.gone in ${own}`, `delete q8.gone in ${own}`]],
        { endorsers: ['VN'], transient: { q8: 'confidential', 'q8.gone': 'confidential' } },
      );
      const read: Step[] = [['getPrivateMany', own, 'q8,q8.gone,q8.none']];
      const { vn, th, thAtVn, vnAtTh } = await ownerAndStranger(ledger);
      return {
        written,
        own: await vn.evaluate(read, { endorsers: ['VN'] }),
        endorsed: await endorsed(ledger, read, { endorsers: ['VN'] }),
        stranger: await th.evaluate(read, { endorsers: ['TH'] }),
        strangerAtOwner: await thAtVn.evaluate(read, { endorsers: ['VN'] }),
        ownAtStranger: await vnAtTh.evaluate(read, { endorsers: ['TH'] }),
        noCollection: await vn.evaluate([['getPrivateMany', 'documents-XX', 'q8']], { endorsers: ['VN'] }),
        noKeys: await thAtVn.evaluate([['getPrivateMany', own, '']], { endorsers: ['VN'] }),
      };
    },
  },
  {
    name: 'a private value read as missing at a peer that does not hold it conflicts with its hash',
    run: async (ledger) => {
      const written = await commit(ledger, [['batch', `put q9 in ${own}`]], {
        endorsers: ['VN'],
        transient: { q9: 'confidential' },
      });
      const elsewhere = await ledger.client('VN', { at: 'TH' });
      return {
        written,
        read: await elsewhere.submit(
          [
            ['getPrivateMany', own, 'q9'],
            ['put', 'q9', 'x'],
          ],
          {
            endorsers: ['SG', 'TH'],
          },
        ),
      };
    },
  },
  {
    name: 'private writes of a batch: policies and purges of their keys',
    run: async (ledger) => ({
      written: await commit(
        ledger,
        [['batch', `put q10 in ${own}`, `policy q10 VN,SG in ${own}`, `put q10.purged in ${own}`]],
        { endorsers: ['VN'], transient: { q10: 'confidential', 'q10.purged': 'confidential' } },
      ),
      alone: await commit(ledger, [['batch', `delete q10 in ${own}`]], { endorsers: ['VN'] }),
      both: await commit(ledger, [['batch', `delete q10 in ${own}`]], { endorsers: ['VN', 'SG'] }),
      purged: await endorsed(ledger, [['batch', `purge q10.purged in ${own}`]], { endorsers: ['VN'] }),
    }),
  },
];

export const batches: Topic = { topic: 'batches', behaviours };
