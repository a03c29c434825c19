import { commit, endorsed } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';

const behaviours: readonly Behaviour[] = [
  {
    name: 'a range is in byte order of UTF-8, its end exclusive',
    run: async (ledger) => {
      await commit(ledger, [
        ['put', 'b1.a', '1'],
        ['put', 'b1.\u{1F600}', '2'],
        ['put', 'b1.\uFF00', '3'],
        ['put', 'b1.end', '4'],
      ]);
      return endorsed(ledger, [
        ['range', 'b1.', 'b1/'],
        ['range', 'b1.a', 'b1.end'],
        ['range', 'b1.b', 'b1.a'],
      ]);
    },
  },
  {
    name: 'a half-read iterator records what the peer handed out of it',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'b2.', '7']]);
      return endorsed(ledger, [
        ['range', 'b2.', 'b2/', '3'],
        ['range', 'b2.', 'b2/', '0'],
      ]);
    },
  },
  {
    name: 'over 50 results become a Merkle summary',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'b3.', '160']]);
      return {
        fifty: await endorsed(ledger, [['rangeCount', 'b3.', 'b3.050']]),
        fiftyOne: await endorsed(ledger, [['rangeCount', 'b3.', 'b3.051']]),
        hundredAndOne: await endorsed(ledger, [['rangeCount', 'b3.', 'b3.101']]),
        hundredAndSixty: await endorsed(ledger, [['rangeCount', 'b3.', 'b3/']]),
      };
    },
  },
  {
    name: 'composite keys stand before all others, and are found by their first parts',
    run: async (ledger) => {
      await commit(ledger, [
        ['putComposite', 'b4', 'x,1', 'x1'],
        ['putComposite', 'b4', 'x,2', 'x2'],
        ['putComposite', 'b4', 'y,1', 'y1'],
        ['put', 'b4x', 'simple'],
      ]);
      return endorsed(ledger, [
        ['partial', 'b4', 'x'],
        ['partial', 'b4', ''],
        ['splitComposite', 'b4', 'x,1'],
        ['range', 'b4', 'b4z'],
        ['partialPage', 'b4', 'x', '1'],
      ]);
    },
  },
  {
    name: 'pages and bookmarks',
    run: async (ledger) => {
      await commit(ledger, [['putMany', 'b5.', '5']]);
      const client = await ledger.client('VN');
      return {
        first: await client.evaluate([['page', 'b5.', 'b5/', '2', '']]),
        second: await client.evaluate([['page', 'b5.', 'b5/', '2', 'b5.002']]),
        last: await client.evaluate([['page', 'b5.', 'b5/', '2', 'b5.004']]),
        exact: await client.evaluate([['page', 'b5.', 'b5/', '5', '']]),
        more: await client.evaluate([['page', 'b5.', 'b5/', '6', '']]),
        zero: await client.evaluate([['try', 'page', 'b5.', 'b5/', '0', '']]),
        negative: await client.evaluate([['try', 'page', 'b5.', 'b5/', '-1', '']]),
        bookmarkBefore: await client.evaluate([['try', 'page', 'b5.002', 'b5/', '2', 'b5.000']]),
        bookmarkPastEnd: await client.evaluate([['try', 'page', 'b5.', 'b5.002', '2', 'b5.004']]),
        endorsed: await endorsed(ledger, [['page', 'b5.', 'b5/', '2', '']]),
      };
    },
  },
  {
    name: 'a paginated query with any write is refused, in either order',
    run: async (ledger) => ({
      before: await endorsed(ledger, [
        ['put', 'b6', 'x'],
        ['try', 'page', 'b6', 'b7', '2', ''],
      ]),
      after: await endorsed(ledger, [
        ['page', 'b6', 'b7', '2', ''],
        ['try', 'put', 'b6', 'x'],
      ]),
      deleted: await endorsed(ledger, [
        ['page', 'b6', 'b7', '2', ''],
        ['try', 'delete', 'b6'],
      ]),
      policy: await endorsed(ledger, [
        ['page', 'b6', 'b7', '2', ''],
        ['try', 'setPolicy', 'b6', 'VN'],
      ]),
    }),
  },
  {
    name: 'a private range query with any write is refused, in either order',
    run: async (ledger) => {
      const choice = { endorsers: ['VN'], transient: { b7: 'x' } };
      return {
        before: await endorsed(
          ledger,
          [
            ['put', 'b7', 'x'],
            ['try', 'rangePrivate', 'documents-VN', 'b7', 'b8'],
          ],
          choice,
        ),
        after: await endorsed(
          ledger,
          [
            ['rangePrivate', 'documents-VN', 'b7', 'b8'],
            ['try', 'put', 'b7', 'x'],
          ],
          choice,
        ),
        private: await endorsed(
          ledger,
          [
            ['rangePrivate', 'documents-VN', 'b7', 'b8'],
            ['try', 'putPrivate', 'documents-VN', 'b7'],
          ],
          choice,
        ),
        alone: await endorsed(ledger, [['rangePrivate', 'documents-VN', 'b7', 'b8']], choice),
      };
    },
  },
  {
    name: 'rich queries are refused, as LevelDB has none',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      return {
        public: await client.evaluate([['query', '{"selector":{}}']]),
        private: await client.evaluate([['queryPrivate', 'documents-VN', '{"selector":{}}']]),
      };
    },
  },
];

export const ranges: Topic = { topic: 'ranges', behaviours };
