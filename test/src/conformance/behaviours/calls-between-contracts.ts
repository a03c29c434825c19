import { commit, endorsed } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import { height } from '../blocks.js';
import type { Json } from '../json.js';
import { OTHER_CONTRACT } from '../ledger-under-test.js';
import type { MemberClient } from '../member-client.js';
import type { Step } from '../steps.js';

/** A step that has the other contract take steps. */
const other = (...steps: readonly Step[]): Step => [
  'invoke',
  OTHER_CONTRACT.name,
  JSON.stringify(['run', JSON.stringify(steps)]),
  '',
];

/** Names of the events of either contract from a block on, up to the one named `end`. */
async function eventsOf(client: MemberClient, contract: string, startBlock: bigint): Promise<Json> {
  const found: Json[] = [];
  const events = await client.network.getChaincodeEvents(contract, { startBlock });
  try {
    for await (const { eventName, chaincodeName } of events) {
      found.push([chaincodeName, eventName]);
      if (eventName === 'end') break;
    }
  } finally {
    events.close();
  }
  return found;
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'a contract calls another on its channel: one read-write set for each, in one transaction',
    run: async (ledger) => {
      const steps: readonly Step[] = [
        ['put', 'j1', 'own'],
        ['get', 'j1.none'],
        other(['put', 'j1', 'other'], ['get', 'j1'], ['get', 'j1.none'], ['context']),
      ];
      const client = await ledger.client('VN');
      return {
        endorsed: await endorsed(ledger, steps),
        committed: await commit(ledger, steps),
        own: await client.evaluate([['get', 'j1']]),
        others: await client.evaluate([other(['get', 'j1'])]),
      };
    },
  },
  {
    name: "the called contract's event is dropped",
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const startBlock = await height(client);
      const called = other(['put', 'j2', '1'], ['event', 'of-the-called', '1']);
      await commit(ledger, [called]);
      await commit(ledger, [['event', 'of-the-caller', '2'], called]);
      await commit(ledger, [called, ['event', 'of-the-caller-last', '3']]);
      await commit(ledger, [['event', 'end', '']]);
      const direct = client.network.getContract(OTHER_CONTRACT.name);
      await direct.submit('run', {
        arguments: [JSON.stringify([['event', 'end', '']])],
        endorsingOrganizations: ['VNMSP', 'SGMSP'],
      });
      return {
        endorsed: await endorsed(ledger, [called]),
        events: await eventsOf(client, 'origin', startBlock),
        ofTheCalled: await eventsOf(client, OTHER_CONTRACT.name, startBlock),
      };
    },
  },
  {
    name: 'a called contract that fails tells its caller, who decides; its writes stay in the transaction',
    run: async (ledger) => {
      const failing = other(['put', 'j3', 'left'], ['fail', 'no such thing']);
      return {
        endorsed: await endorsed(ledger, [['put', 'j3', 'own'], failing]),
        committed: await commit(ledger, [failing]),
        left: await (await ledger.client('VN')).evaluate([other(['get', 'j3'])]),
      };
    },
  },
  {
    name: 'a called contract reads what is committed, and what it read conflicts as any',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const reading = await client.proposal([other(['get', 'j4']), ['put', 'j4', '1']]).endorse();
      const first = await commit(ledger, [other(['put', 'j4', '2'])]);
      return { first, late: await client.order(reading) };
    },
  },
  {
    name: "a called contract's writes ask for its own endorsements, and it may call back to nobody",
    run: async (ledger) => ({
      one: await commit(ledger, [other(['put', 'j5', '1'])], { endorsers: ['VN'] }),
      back: await (
        await ledger.client('VN')
      ).evaluate([
        other(['try', 'invoke', 'origin', JSON.stringify(['run', '[["get","j5"]]']), '']),
        other(['try', 'invoke', OTHER_CONTRACT.name, JSON.stringify(['run', '[["get","j5"]]']), '']),
      ]),
    }),
  },
];

export const callsBetweenContracts: Topic = { topic: 'calls-between-contracts', behaviours };
