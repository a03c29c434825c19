import type { ChaincodeEventsOptions, Transaction } from '@hyperledger/fabric-gateway';
import { commit } from '../calls.js';
import { height } from '../blocks.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Json } from '../json.js';
import type { MemberClient } from '../member-client.js';

/** Events up to the one that ends the series. */
async function eventsUntil(
  client: MemberClient,
  last: string,
  options: ChaincodeEventsOptions,
): Promise<Json[]> {
  const found: Json[] = [];
  const events = await client.network.getChaincodeEvents('origin', options);
  try {
    for await (const { eventName, payload, chaincodeName } of events) {
      found.push([chaincodeName, eventName, Buffer.from(payload).toString()]);
      if (eventName === last) break;
    }
  } finally {
    events.close();
  }
  return found;
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'the last event set is told; none of an invalid transaction; one without writes too',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const startBlock = await height(client);
      await commit(ledger, [
        ['put', 'h1', '0'],
        ['event', 'dropped', '1'],
        ['event', 'last', '2'],
      ]);
      const stale = await client
        .proposal([
          ['get', 'h1'],
          ['put', 'h1', '1'],
          ['event', 'invalid', '3'],
        ])
        .endorse();
      await commit(ledger, [['put', 'h1', '2']]);
      const invalid = await client.order(stale);
      await commit(ledger, [['event', 'without-writes', '4']]);
      const noName = await client.submit([['try', 'event', '', '5']]);
      await commit(ledger, [['event', 'end-h1', '']]);
      return {
        invalid,
        noName,
        events: await eventsUntil(client, 'end-h1', { startBlock }),
        atAnother: await eventsUntil(await ledger.client('TH'), 'end-h1', { startBlock }),
      };
    },
  },
  {
    name: 'events are told again from a block, and after a transaction within its block',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const startBlock = await height(client);
      const transactions: Transaction[] = [];
      for (const name of ['one', 'two', 'end-h2'])
        transactions.push(await client.proposal([['event', name, 'h2']]).endorse());
      for (const transaction of transactions) await client.order(transaction);
      const [first, second] = transactions.map((transaction) => transaction.getTransactionId());
      const after = (transactionId: string | undefined, blockNumber: bigint): ChaincodeEventsOptions => ({
        checkpoint: { getBlockNumber: () => blockNumber, getTransactionId: () => transactionId },
      });
      return {
        all: await eventsUntil(client, 'end-h2', { startBlock }),
        again: await eventsUntil(client, 'end-h2', { startBlock }),
        afterFirst: await eventsUntil(client, 'end-h2', after(first, startBlock)),
        afterSecondFromTooEarly: await eventsUntil(client, 'end-h2', after(second, startBlock)),
      };
    },
  },
  {
    name: 'without a start, events are told from the next block on',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      await commit(ledger, [['event', 'before', 'h3']]);
      const events = await client.network.getChaincodeEvents('origin');
      const sent = (async () => {
        // Until the stream hears one: it is nowhere said when it has begun to listen.
        const found: Json[] = [];
        for await (const { eventName } of events) {
          found.push(eventName);
          if (eventName === 'after') break;
        }
        return [...new Set(found)];
      })();
      const going = { on: true };
      void sent.then(() => {
        going.on = false;
      });
      while (going.on) await client.submit([['event', 'after', 'h3']]);
      events.close();
      return { found: await sent };
    },
  },
  {
    name: 'filtered blocks tell ids, codes and events without payload',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const startBlock = await height(client);
      await client.submit([
        ['put', 'h4', 'x'],
        ['event', 'filtered', 'payload'],
      ]);
      const blocks = await client.network.getFilteredBlockEvents({ startBlock });
      try {
        for await (const block of blocks) {
          return {
            channel: block.getChannelId(),
            transactions: block.getFilteredTransactionsList().map((transaction) => ({
              id: transaction.getTxid().length,
              type: transaction.getType(),
              code: transaction.getTxValidationCode(),
              events: (transaction.getTransactionActions()?.getChaincodeActionsList() ?? []).map((action) => {
                const event = action.getChaincodeEvent();
                return [
                  event?.getChaincodeId() ?? '',
                  event?.getEventName() ?? '',
                  event?.getPayload_asU8().length ?? 0,
                ];
              }),
            })),
          };
        }
      } finally {
        blocks.close();
      }
      return { ended: true };
    },
  },
];

export const events: Topic = { topic: 'events', behaviours };
