import type { Behaviour, Topic } from '../behaviour.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';

/** Calls a function at Thailand's copy, evaluated and endorsed, and sees it work afterwards. */
async function disturbed(
  ledger: LedgerUnderTest,
  call: [string, ...string[]],
  restart: boolean,
): Promise<{ readonly [name: string]: Json }> {
  const client = await ledger.client('TH');
  const again = async (): Promise<void> => {
    if (restart) await ledger.restartContract('TH');
  };
  const evaluated = await client.evaluate([], { arguments: call, endorsers: ['TH'] });
  await again();
  const submitted = await client.submit([], { arguments: call, endorsers: ['TH'] });
  await again();
  return {
    evaluated,
    submitted,
    afterwards: await client.evaluate([['get', 'marker.none']], { endorsers: ['TH'] }),
  };
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'a contract that hangs is given up after the time it may take',
    run: (ledger) => disturbed(ledger, ['hang'], false),
  },
  {
    name: 'a contract whose message is a number answers an empty text',
    run: (ledger) => disturbed(ledger, ['number-for-message'], false),
  },
  {
    name: 'a contract that hangs at one endorser of two',
    run: async (ledger) => {
      const client = await ledger.client('TH');
      return { verdict: await client.submit([], { arguments: ['hang'], endorsers: ['TH', 'ASEAN'] }) };
    },
  },
  {
    name: 'a contract that ends in the middle of a call, and comes back',
    run: (ledger) => disturbed(ledger, ['crash'], true),
  },
  {
    name: 'an answer of 101 MB',
    run: (ledger) => disturbed(ledger, ['large', String(101 * 1024 * 1024)], true),
  },
];

export const disturbedContracts: Topic = { topic: 'disturbed-contracts', behaviours };
