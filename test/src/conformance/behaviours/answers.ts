import { failure } from '../failure.js';
import { commit } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Json } from '../json.js';

const behaviours: readonly Behaviour[] = [
  {
    name: 'statuses below 200 and from 400 are errors, 200 to 399 commit',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const found: Record<string, Json> = {};
      for (const status of ['0', '100', '199', '200', '299', '399', '400', '404', '499', '500', '600']) {
        const choice = { arguments: ['status', status, 'told by the contract'] as const };
        found[status] = {
          submitted: await client.submit([], { arguments: [...choice.arguments] }),
          evaluated: await client.evaluate([], { arguments: [...choice.arguments] }),
        };
      }
      return found;
    },
  },
  {
    name: "a contract's error tells its text, at one endorser or both",
    run: async (ledger) => {
      const client = await ledger.client('VN');
      return {
        both: await client.submit([['fail', 'no such thing']]),
        one: await client.submit([['fail', 'no such thing']], { endorsers: ['SG'] }),
        evaluated: await client.evaluate([['fail', 'no such thing']]),
        empty: await client.evaluate([], { arguments: ['status', '500', ''] }),
        unknownFunction: await client.evaluate([], { arguments: ['nothing'] }),
      };
    },
  },
  {
    name: 'writes of a contract that then fails are dropped',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const failed = await client.submit([], {
        arguments: ['status', '400', 'no', JSON.stringify([['put', 'c1', 'x']])],
      });
      return { failed, read: await client.evaluate([['get', 'c1']]) };
    },
  },
  {
    name: 'a contract that does not exist, and a channel that does not',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const tried = async (channel: string, contract: string): Promise<Json> => {
        const found = client.gateway.getNetwork(channel).getContract(contract);
        const evaluated = await found.evaluate('x').then(
          () => 'answered',
          (error: unknown) => failure(error),
        );
        const submitted = await found.submit('x').then(
          () => 'answered',
          (error: unknown) => failure(error),
        );
        return { evaluated, submitted };
      };
      return {
        contract: await tried(client.profile.channel, 'missing'),
        name: await tried(client.profile.channel, 'bad name'),
        channel: await tried('missing', 'origin'),
      };
    },
  },
  {
    name: 'an evaluation answers at the peer named, and an organisation that is none is refused',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      return {
        other: await client.evaluate([['get', 'marker.none']], { endorsers: ['TH'] }),
        none: await client.evaluate([['get', 'marker.none']], { endorsers: ['XX'] }),
        endorseNone: await client.submit([['put', 'c2', 'x']], { endorsers: ['XX'] }),
        endorseOneOfNone: await client.submit([['put', 'c2', 'x']], { endorsers: ['VN', 'XX'] }),
      };
    },
  },
  {
    name: 'a contract calls itself, another that is missing, and another channel',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const args = JSON.stringify(['run', '[["get","marker.none"]]']);
      return {
        itself: await client.evaluate([['try', 'invoke', 'origin', args, '']]),
        missing: await client.evaluate([['try', 'invoke', 'missing', args, '']]),
        channel: await client.evaluate([['try', 'invoke', 'origin', args, 'elsewhere']]),
        itselfByChannel: await client.evaluate([['try', 'invoke', 'origin', args, 'origin']]),
      };
    },
  },
  {
    name: 'an answer of 10 MB is given and committed',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const choice = { arguments: ['large', String(10_000_000)] as [string, string] };
      return { evaluated: await client.evaluate([], choice), submitted: await client.submit([], choice) };
    },
  },
  {
    name: 'an envelope over the limit is refused by ordering',
    run: async (ledger) => ({ verdict: await commit(ledger, [['putLarge', 'c3', '10600000']]) }),
  },
  {
    name: 'an envelope just under the limit commits',
    run: async (ledger) => ({
      verdict: await commit(ledger, [['putLarge', 'c4', '10400000']]),
      read: await (await ledger.client('SG')).evaluate([['get', 'c4']]),
    }),
  },
];

export const answers: Topic = { topic: 'answers', behaviours };
