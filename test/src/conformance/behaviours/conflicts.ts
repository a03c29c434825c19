import { failure } from '../failure.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { commit } from '../calls.js';
import { codesBetween, height } from '../blocks.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';
import type { CallChoice } from '../member-client.js';
import type { Step } from '../steps.js';

const prepared = async (
  ledger: LedgerUnderTest,
  steps: readonly Step[],
  choice: CallChoice = {},
): Promise<Transaction> => (await ledger.client('VN')).proposal(steps, choice).endorse();

/** Endorses `late`, commits `first`, then orders `late`. */
async function overtaken(
  ledger: LedgerUnderTest,
  late: readonly Step[],
  first: readonly Step[],
  choice: CallChoice = {},
): Promise<Json> {
  const transaction = await prepared(ledger, late, choice);
  const committed = await commit(ledger, first, choice);
  return { first: committed, late: await (await ledger.client('VN')).order(transaction) };
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'a value read and changed meanwhile conflicts',
    run: async (ledger) => {
      await commit(ledger, [['put', 'd1', '0']]);
      return {
        changed: await overtaken(
          ledger,
          [
            ['get', 'd1'],
            ['put', 'd1.x', '1'],
          ],
          [['put', 'd1', '1']],
        ),
        sameValue: await overtaken(
          ledger,
          [
            ['get', 'd1'],
            ['put', 'd1.x', '1'],
          ],
          [['put', 'd1', '1']],
        ),
        blind: await overtaken(ledger, [['put', 'd1', '2']], [['put', 'd1', '3']]),
        deleted: await overtaken(
          ledger,
          [
            ['get', 'd1'],
            ['put', 'd1.x', '1'],
          ],
          [['delete', 'd1']],
        ),
      };
    },
  },
  {
    name: 'a missing key that somebody creates conflicts; deleting a missing key does not',
    run: async (ledger) => ({
      created: await overtaken(
        ledger,
        [
          ['get', 'd2'],
          ['put', 'd2.x', '1'],
        ],
        [['put', 'd2', '1']],
      ),
      deletedMissing: await overtaken(
        ledger,
        [
          ['get', 'd2.none'],
          ['put', 'd2.x', '1'],
        ],
        [['delete', 'd2.none']],
      ),
    }),
  },
  {
    name: 'a policy set on a key read meanwhile conflicts',
    run: async (ledger) => {
      await commit(ledger, [['put', 'd3', '0']]);
      return {
        read: await overtaken(
          ledger,
          [
            ['get', 'd3'],
            ['put', 'd3.x', '1'],
          ],
          [['setPolicy', 'd3', 'VN,SG']],
        ),
        policyRead: await overtaken(
          ledger,
          [
            ['policy', 'd3'],
            ['put', 'd3.x', '1'],
          ],
          [['setPolicy', 'd3', 'SG,VN']],
        ),
      };
    },
  },
  {
    name: 'a key that appears in, leaves or changes in a range is a phantom',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'd4.', '5']]);
      const range: Step = ['range', 'd4.', 'd4/'];
      return {
        appeared: await overtaken(ledger, [range, ['put', 'd4-x', '1']], [['put', 'd4.new', '1']]),
        left: await overtaken(ledger, [range, ['put', 'd4-x', '1']], [['delete', 'd4.000']]),
        changed: await overtaken(ledger, [range, ['put', 'd4-x', '1']], [['put', 'd4.001', 'y']]),
        beside: await overtaken(ledger, [range, ['put', 'd4-x', '1']], [['put', 'd4/', 'y']]),
        afterHalf: await overtaken(
          ledger,
          [
            ['range', 'd4.', 'd4/', '1'],
            ['put', 'd4-x', '1'],
          ],
          [['put', 'd4.zzz', '1']],
        ),
        ownWrite: await overtaken(ledger, [range, ['put', 'd4.own', '1']], [['put', 'd4-y', '1']]),
      };
    },
  },
  {
    name: 'a phantom in a range of more than 50',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'd5.', '120']]);
      const range: Step = ['rangeCount', 'd5.', 'd5/'];
      return {
        beside: await overtaken(ledger, [range, ['put', 'd5-x', '1']], [['put', 'd5-y', '1']]),
        changed: await overtaken(ledger, [range, ['put', 'd5-x', '1']], [['put', 'd5.077', 'y']]),
      };
    },
  },
  {
    name: 'a page read and changed meanwhile conflicts or does not',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'd6.', '5']]);
      return {
        inside: await overtaken(ledger, [['page', 'd6.', 'd6/', '2', '']], [['put', 'd6.001', 'y']]),
        after: await overtaken(ledger, [['page', 'd6.', 'd6/', '2', '']], [['put', 'd6.003', 'y']]),
      };
    },
  },
  {
    name: 'a private value read and changed meanwhile conflicts, its hash too',
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { d7: 'x', 'd7.x': 'y' } };
      await commit(ledger, [['putPrivate', 'documents-VN', 'd7']], choice);
      const put: Step = ['putPrivate', 'documents-VN', 'd7'];
      return {
        value: await overtaken(
          ledger,
          [
            ['getPrivate', 'documents-VN', 'd7'],
            ['putPrivate', 'documents-VN', 'd7.x'],
          ],
          [put],
          choice,
        ),
        hash: await overtaken(
          ledger,
          [
            ['hashPrivate', 'documents-VN', 'd7'],
            ['putPrivate', 'documents-VN', 'd7.x'],
          ],
          [put],
          choice,
        ),
      };
    },
  },
  {
    name: 'two writers of what both have read: one commits, the other conflicts',
    run: async (ledger) => {
      await commit(ledger, [['put', 'd8', '0']]);
      const client = await ledger.client('VN');
      const both = await Promise.all([
        prepared(ledger, [
          ['get', 'd8'],
          ['put', 'd8', '1'],
        ]),
        prepared(ledger, [
          ['get', 'd8'],
          ['put', 'd8', '2'],
        ]),
      ]);
      const verdicts = await Promise.all(both.map((transaction) => client.order(transaction)));
      return { codes: verdicts.map((verdict) => ('code' in verdict ? verdict.code : verdict.stage)).sort() };
    },
  },
  {
    name: '200 writers at once of one key that each has read: one commits',
    run: async (ledger) => {
      await commit(ledger, [['put', 'd9', '0']]);
      const client = await ledger.client('VN');
      const transactions: Transaction[] = [];
      for (let begun = 0; begun < 200; begun += 25) {
        const some = Array.from({ length: 25 }, (_, index) =>
          prepared(ledger, [
            ['get', 'd9'],
            ['put', 'd9', `writer ${begun + index}`],
          ]),
        );
        transactions.push(...(await Promise.all(some)));
      }
      const start = await height(client);
      const verdicts = await Promise.all(transactions.map((transaction) => client.order(transaction)));
      // An error at submit is no verdict: sent again, and whatever is said then, the ledger tells.
      await Promise.all(
        transactions
          .filter((_, index) => verdicts[index]?.stage === 'submit')
          .map((each) => client.order(each)),
      );
      await ledger.settled();
      const ids = new Set(transactions.map((transaction) => transaction.getTransactionId()));
      const codes = await codesBetween(client, start, await height(client));
      const counts: Record<string, number> = {};
      for (const [id, code] of codes) if (ids.has(id)) counts[code] = (counts[code] ?? 0) + 1;
      return { counts };
    },
  },
  {
    name: 'one envelope ordered twice: the second is a duplicate, and the first verdict stays',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const valid = await prepared(ledger, [['put', 'd10', '1']]);
      const first = await client.order(valid);
      const again = await client.order(valid);
      const stale = await prepared(ledger, [
        ['get', 'd10'],
        ['put', 'd10', '2'],
      ]);
      await commit(ledger, [['put', 'd10', '3']]);
      const conflict = await client.order(stale);
      const conflictAgain = await client.order(stale);
      await pause(500);
      return { first, again, conflict, conflictAgain, read: await client.evaluate([['get', 'd10']]) };
    },
  },
  {
    name: 'a proposal with an id that the ledger has is refused before simulation',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const proposal = client.proposal([['put', 'd11', '1']]);
      const first = await client.finish(proposal);
      await ledger.settled();
      const again = await client.finish(proposal);
      const evaluated = await proposal.evaluate().then(
        () => 'answered',
        (error: unknown) => failure(error),
      );
      return { first, again, evaluated };
    },
  },
];

export const conflicts: Topic = { topic: 'conflicts', behaviours };
