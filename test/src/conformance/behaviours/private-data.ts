import { commit, endorsed } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import { privateValuesSince, height } from '../blocks.js';
import type { Step } from '../steps.js';
import { ownerAndStranger } from './owner-and-stranger.js';

const own = 'documents-VN';

const behaviours: readonly Behaviour[] = [
  {
    name: 'only the hash of a private value stands in the transaction',
    run: (ledger) =>
      endorsed(
        ledger,
        [
          ['putPrivate', own, 'e1'],
          ['getPrivate', own, 'e1'],
          ['hashPrivate', own, 'e1'],
        ],
        {
          endorsers: ['VN'],
          transient: { e1: 'confidential' },
        },
      ),
  },
  {
    name: 'a private value is read by its member at its peer, and by nobody else anywhere',
    run: async (ledger) => {
      const written = await commit(ledger, [['putPrivate', own, 'e2']], {
        endorsers: ['VN'],
        transient: { e2: 'confidential' },
      });
      const read: Step[] = [['getPrivate', own, 'e2']];
      const missing: Step[] = [['getPrivate', own, 'e2.none']];
      const hash: Step[] = [['hashPrivate', own, 'e2']];
      const { vn, th, thAtVn, vnAtTh } = await ownerAndStranger(ledger);
      return {
        written,
        own: await vn.evaluate(read, { endorsers: ['VN'] }),
        ownMissing: await vn.evaluate(missing, { endorsers: ['VN'] }),
        stranger: await th.evaluate(read, { endorsers: ['TH'] }),
        strangerAtOwner: await thAtVn.evaluate(read, { endorsers: ['VN'] }),
        ownAtStranger: await vnAtTh.evaluate(read, { endorsers: ['TH'] }),
        missingAtStranger: await vnAtTh.evaluate(missing, { endorsers: ['TH'] }),
        hash: await vn.evaluate(hash, { endorsers: ['VN'] }),
        hashByStranger: await th.evaluate(hash, { endorsers: ['TH'] }),
        rangeByStranger: await thAtVn.evaluate([['rangePrivate', own, '', '']], { endorsers: ['VN'] }),
        rangeAtStranger: await vnAtTh.evaluate([['rangePrivate', own, '', '']], { endorsers: ['TH'] }),
        policyByStranger: await thAtVn.evaluate([['privatePolicy', own, 'e2']], { endorsers: ['VN'] }),
      };
    },
  },
  {
    name: 'a collection that is none',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      return {
        read: await client.evaluate([['getPrivate', 'nowhere', 'e3']]),
        hash: await client.evaluate([['hashPrivate', 'nowhere', 'e3']]),
        written: await client.submit([['putPrivate', 'nowhere', 'e3']], { transient: { e3: 'x' } }),
        empty: await client.evaluate([['try', 'getPrivate', '', 'e3']]),
        implicit: await client.evaluate([['getPrivate', '_implicit_org_VNMSP', 'e3']], { endorsers: ['VN'] }),
      };
    },
  },
  {
    name: "a member's implicit collection is written with its endorsement, and read at its peer by anybody",
    run: async (ledger) => {
      const collection = '_implicit_org_VNMSP';
      const write: Step[] = [['putPrivate', collection, 'e20']];
      const transient = { e20: 'confidential' };
      const refused = await commit(ledger, write, { endorsers: ['SG', 'TH'], transient });
      const written = await commit(ledger, write, { endorsers: ['VN'], transient });
      const withPublic: Step[] = [...write, ['put', 'e20', 'x']];
      const publicAlone = await commit(ledger, withPublic, { endorsers: ['VN'], transient });
      const publicToo = await commit(ledger, withPublic, { endorsers: ['VN', 'TH'], transient });
      const read: Step[] = [['getPrivate', collection, 'e20']];
      const { vn, th, thAtVn, vnAtTh } = await ownerAndStranger(ledger);
      return {
        refused,
        written,
        publicAlone,
        publicToo,
        found: await vn.submit(write, { endorsers: [], transient }),
        set: await endorsed(ledger, write, { endorsers: ['VN'], transient }),
        own: await vn.evaluate(read, { endorsers: ['VN'] }),
        strangerAtOwner: await thAtVn.evaluate(read, { endorsers: ['VN'] }),
        stranger: await th.evaluate(read, { endorsers: ['TH'] }),
        ownAtStranger: await vnAtTh.evaluate(read, { endorsers: ['TH'] }),
        hashByStranger: await th.evaluate([['hashPrivate', collection, 'e20']], { endorsers: ['TH'] }),
        rangeByStranger: await thAtVn.evaluate([['rangePrivate', collection, '', '']], { endorsers: ['VN'] }),
        submittedByStranger: await th.submit(read, { endorsers: [] }),
        deleted: await commit(ledger, [['deletePrivate', collection, 'e20']], { endorsers: ['VN'] }),
        afterDeletion: await vn.evaluate(read, { endorsers: ['VN'] }),
      };
    },
  },
  {
    name: 'an implicit collection of nobody is there, and nobody can write to it',
    run: async (ledger) => {
      const collection = '_implicit_org_NobodyMSP';
      const client = await ledger.client('VN');
      const transient = { e21: 'x' };
      return {
        read: await client.evaluate([['getPrivate', collection, 'e21']]),
        hash: await client.evaluate([['hashPrivate', collection, 'e21']]),
        written: await commit(ledger, [['putPrivate', collection, 'e21']], {
          endorsers: ['VN', 'SG'],
          transient,
        }),
        found: await client.submit([['putPrivate', collection, 'e21']], { endorsers: [], transient }),
        nameless: await client.evaluate([['getPrivate', '_implicit_org_', 'e21']]),
      };
    },
  },
  {
    name: 'any endorser takes private writes of any collection, and only members keep them',
    run: async (ledger) => {
      const refused = await commit(ledger, [['putPrivate', own, 'e4']], {
        endorsers: ['SG', 'TH'],
        transient: { e4: 'x' },
      });
      const both = await commit(
        ledger,
        [
          ['putPrivate', own, 'e4'],
          ['putPrivate', 'documents-SG', 'e4'],
        ],
        {
          endorsers: ['VN', 'SG'],
          transient: { e4: 'x' },
        },
      );
      const vn = await ledger.client('VN');
      const sg = await ledger.client('SG');
      return {
        refused,
        both,
        vn: await vn.evaluate([['getPrivate', own, 'e4']], { endorsers: ['VN'] }),
        sg: await sg.evaluate([['getPrivate', 'documents-SG', 'e4']], { endorsers: ['SG'] }),
        vnReadsOther: await vn.evaluate([['getPrivate', 'documents-SG', 'e4']], { endorsers: ['VN'] }),
      };
    },
  },
  {
    name: "a collection's policy replaces the contract's",
    run: async (ledger) => {
      const choice = { transient: { e5: 'x' } };
      return {
        ownAlone: await commit(ledger, [['putPrivate', own, 'e5']], { ...choice, endorsers: ['VN'] }),
        withPublicAlone: await commit(
          ledger,
          [
            ['putPrivate', own, 'e5'],
            ['put', 'e5', 'x'],
          ],
          {
            ...choice,
            endorsers: ['VN'],
          },
        ),
        withPublicBoth: await commit(
          ledger,
          [
            ['putPrivate', own, 'e5'],
            ['put', 'e5', 'x'],
          ],
          {
            ...choice,
            endorsers: ['VN', 'SG'],
          },
        ),
        otherAlone: await commit(ledger, [['putPrivate', own, 'e5']], { ...choice, endorsers: ['SG'] }),
        readOnlyAlone: await commit(ledger, [['hashPrivate', own, 'e5']], { ...choice, endorsers: ['VN'] }),
      };
    },
  },
  {
    name: 'a private value deleted is missing; a missing one can be deleted',
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { e6: 'x' } };
      await commit(ledger, [['putPrivate', own, 'e6']], choice);
      const client = await ledger.client('VN');
      return {
        deleted: await commit(ledger, [['deletePrivate', own, 'e6']], choice),
        read: await client.evaluate(
          [
            ['getPrivate', own, 'e6'],
            ['hashPrivate', own, 'e6'],
          ],
          { endorsers: ['VN'] },
        ),
        again: await commit(ledger, [['deletePrivate', own, 'e6']], choice),
        set: await endorsed(ledger, [['deletePrivate', own, 'e6']], choice),
      };
    },
  },
  {
    name: 'a private value purged is gone',
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { e7: 'x' } };
      await commit(ledger, [['putPrivate', own, 'e7']], choice);
      const client = await ledger.client('VN');
      return {
        set: await endorsed(ledger, [['purgePrivate', own, 'e7']], choice),
        purged: await commit(ledger, [['purgePrivate', own, 'e7']], choice),
        read: await client.evaluate(
          [
            ['getPrivate', own, 'e7'],
            ['hashPrivate', own, 'e7'],
          ],
          { endorsers: ['VN'] },
        ),
      };
    },
  },
  {
    name: 'private ranges and composite keys',
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { 'e8.a': '1', 'e8.b': '2', 'e8.c': '3' } };
      await commit(
        ledger,
        [
          ['putPrivate', own, 'e8.c'],
          ['putPrivate', own, 'e8.a'],
          ['putPrivate', own, 'e8.b'],
        ],
        choice,
      );
      return endorsed(
        ledger,
        [
          ['rangePrivate', own, 'e8.a', 'e8.c'],
          ['partialPrivate', own, 'e8', ''],
        ],
        choice,
      );
    },
  },
  {
    name: "a private key's policy",
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { e9: 'x' } };
      const set = await commit(
        ledger,
        [
          ['putPrivate', own, 'e9'],
          ['setPrivatePolicy', own, 'e9', 'VN,SG'],
        ],
        choice,
      );
      return {
        set,
        read: await endorsed(ledger, [['privatePolicy', own, 'e9']], choice),
        alone: await commit(ledger, [['putPrivate', own, 'e9']], choice),
        both: await commit(ledger, [['putPrivate', own, 'e9']], { ...choice, endorsers: ['VN', 'SG'] }),
      };
    },
  },
  {
    name: 'an empty private value',
    run: async (ledger) => ({
      set: await endorsed(ledger, [['putPrivate', own, 'e10']], {
        endorsers: ['VN'],
        transient: { e10: '' },
      }),
    }),
  },
  {
    name: "blocks with private data hold only what the asker's member may read",
    run: async (ledger) => {
      const vn = await ledger.client('VN');
      const start = await height(vn);
      await commit(ledger, [['putPrivate', own, 'e11']], {
        endorsers: ['VN'],
        transient: { e11: 'planted' },
      });
      const end = await height(vn);
      const thAtVn = await ledger.client('TH', { at: 'VN' });
      const vnAtTh = await ledger.client('VN', { at: 'TH' });
      return {
        own: await privateValuesSince(vn, start, end),
        stranger: await privateValuesSince(await ledger.client('TH'), start, end),
        strangerAtOwner: await privateValuesSince(thAtVn, start, end),
        ownAtStranger: await privateValuesSince(vnAtTh, start, end),
      };
    },
  },
];

export const privateData: Topic = { topic: 'private-data', behaviours };
