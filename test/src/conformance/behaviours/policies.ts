import { commit } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Step } from '../steps.js';

const behaviours: readonly Behaviour[] = [
  {
    name: 'one endorsement of two does not satisfy the contract, three do',
    run: async (ledger) => ({
      one: await commit(ledger, [['put', 'f1', '1']], { endorsers: ['VN'] }),
      other: await commit(ledger, [['put', 'f1', '1']], { endorsers: ['TH'] }),
      two: await commit(ledger, [['put', 'f1', '1']], { endorsers: ['TH', 'ASEAN'] }),
      three: await commit(ledger, [['put', 'f1', '1']], { endorsers: ['VN', 'SG', 'TH'] }),
      readOnly: await commit(ledger, [['get', 'f1']], { endorsers: ['VN'] }),
    }),
  },
  {
    name: "a key's policy replaces the contract's for its key",
    run: async (ledger) => {
      const write: Step[] = [['put', 'f2', '2']];
      const set = await commit(ledger, [
        ['put', 'f2', '1'],
        ['setPolicy', 'f2', 'VN'],
      ]);
      return {
        set,
        ownerAlone: await commit(ledger, write, { endorsers: ['VN'] }),
        others: await commit(ledger, write, { endorsers: ['SG', 'TH'] }),
        withAnotherKeyAlone: await commit(ledger, [...write, ['put', 'f2.x', '1']], { endorsers: ['VN'] }),
        deletedByOthers: await commit(ledger, [['delete', 'f2']], { endorsers: ['SG', 'TH'] }),
        policyByOthers: await commit(ledger, [['setPolicy', 'f2', 'SG']], { endorsers: ['SG', 'TH'] }),
        policyByOwner: await commit(ledger, [['setPolicy', 'f2', 'SG']], { endorsers: ['VN'] }),
        formerOwner: await commit(ledger, write, { endorsers: ['VN'] }),
        newOwner: await commit(ledger, write, { endorsers: ['SG'] }),
        deleted: await commit(ledger, [['delete', 'f2']], { endorsers: ['SG'] }),
        afterDeletion: await commit(ledger, [['put', 'f2', '3']], { endorsers: ['TH', 'ASEAN'] }),
      };
    },
  },
  {
    name: 'a policy set on a missing key vanishes',
    run: async (ledger) => ({
      set: await commit(ledger, [['setPolicy', 'f3', 'VN']]),
      written: await commit(ledger, [['put', 'f3', '1']], { endorsers: ['SG', 'TH'] }),
      read: await (await ledger.client('VN')).evaluate([['policy', 'f3']]),
    }),
  },
  {
    name: 'a policy changed just before, in the same block or the one before, invalidates a write to the key',
    run: async (ledger) => {
      await commit(ledger, [['put', 'f4', '1']]);
      const client = await ledger.client('VN');
      const change = await client.proposal([['setPolicy', 'f4', 'TH']]).endorse();
      const write = await client.proposal([['put', 'f4', '2']]).endorse();
      // One right after the other: in one block or in two, the later write comes too late.
      const changed = await client.send(change);
      const second = await client.order(write);
      return { change: (await changed.getStatus()).code, second };
    },
  },
  {
    name: 'a policy that two peers must satisfy',
    run: async (ledger) => ({
      set: await commit(ledger, [
        ['put', 'f5', '1'],
        ['setPolicy', 'f5', 'VN,SG'],
      ]),
      one: await commit(ledger, [['put', 'f5', '2']], { endorsers: ['VN'] }),
      oneAndStranger: await commit(ledger, [['put', 'f5', '2']], { endorsers: ['VN', 'TH'] }),
      both: await commit(ledger, [['put', 'f5', '2']], { endorsers: ['VN', 'SG'] }),
      all: await commit(ledger, [['put', 'f5', '2']], { endorsers: ['VN', 'SG', 'TH'] }),
    }),
  },
  {
    name: 'endorsers found by the gateway satisfy contract, collection and key',
    run: async (ledger) => {
      await commit(ledger, [
        ['put', 'f6', '1'],
        ['setPolicy', 'f6', 'SG,TH'],
      ]);
      const client = await ledger.client('VN');
      return {
        contract: await client.submit([['put', 'f6.x', '1']], { endorsers: [] }),
        key: await client.submit([['put', 'f6', '2']], { endorsers: [] }),
      };
    },
  },
  {
    name: 'what touches no state is endorsed as the contract called asks, its event too',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const submit = (steps: Step[]): ReturnType<typeof client.submit> =>
        client.submit(steps, { endorsers: [] });
      const other = (steps: Step[]): Step => [
        'invoke',
        'other',
        JSON.stringify(['run', JSON.stringify(steps)]),
      ];
      return {
        answer: await submit([['arguments']]),
        event: await submit([['event', 'f7', 'x']]),
        otherTouchesNothing: await submit([other([])]),
        otherWrites: await submit([other([['put', 'f7', 'x']])]),
        alone: await client.submit([['event', 'f7', 'x']], { endorsers: ['VN'] }),
      };
    },
  },
];

export const policies: Topic = { topic: 'policies', behaviours };
