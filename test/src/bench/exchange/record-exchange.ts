import { prepareIssue, type DocumentToIssue } from '@origin-ledger/sdk';
import { eventually } from '../../support/eventually.js';
import { generateDocument } from './generate-document.js';
import { partners, sender, type Issuer } from './routes.js';
import type { Trader, Traders } from './traders.js';

const SEED = 20260320;
const MOST = 500;
/** Below the gateways' limit of a request, which holds the contents of the whole batch. */
const MOST_BYTES = 3_000_000;
const SETTLED_SECONDS = 1800;
const WAIT_SECONDS = 60;

/** How many certificates go each way. */
export interface ExchangeCounts {
  readonly sent: number;
  readonly received: number;
}

/**
 * Records the exchange, each member its part by batches of at most 500 at its own gateway, all at the same time.
 * @returns seconds until everything is on the ledger, in every gateway's read model and in its issuer's collection
 */
export async function recordExchange(
  traders: Traders,
  { sent, received }: ExchangeCounts,
  progress: (text: string) => void,
): Promise<number> {
  const weights = partners.reduce((sum, { weight }) => sum + weight, 0);
  const parts = [
    { issuer: sender, count: sent },
    ...partners.map((issuer) => ({ issuer, count: Math.round((received * issuer.weight) / weights) })),
  ];
  const began = performance.now();
  const done: Record<string, number> = {};
  const elapsed = (): number => (performance.now() - began) / 1000;
  await Promise.all(
    parts.map(({ issuer, count }) =>
      recordPart(issuer, traders, count, (recorded) => {
        done[issuer.member] = recorded;
        const words = parts.map(
          (part) => `${part.issuer.member} ${done[part.issuer.member] ?? 0} of ${part.count}`,
        );
        progress(`exchange: ${words.join(', ')} after ${elapsed().toFixed(0)} s`);
      }),
    ),
  );
  progress('exchange: what follows by itself');
  await settled(traders);
  return elapsed();
}

async function recordPart(
  issuer: Issuer,
  traders: Traders,
  count: number,
  recorded: (total: number) => void,
): Promise<void> {
  const trader = traders.trader(issuer.member);
  const client = traders.world.client(trader.officer);
  let made = 0;
  let waiting: Promise<void> = Promise.resolve();
  while (made < count) {
    const batch = nextBatch(issuer, made, count);
    made += batch.length;
    const after = made;
    const prepared = await prepareIssue(trader.officer, { ...optionsOf(trader), documents: batch });
    // The next batch is made and signed while this one is on its way.
    await waiting;
    waiting = client.perform(prepared, { timeoutSeconds: WAIT_SECONDS }).then(() => {
      recorded(after);
    });
    waiting.catch(() => undefined);
  }
  await waiting;
}

const optionsOf = ({
  audience,
  utcOffsetMinutes,
}: Trader): Pick<Trader, 'audience' | 'utcOffsetMinutes'> => ({
  audience,
  utcOffsetMinutes,
});

/** The documents from `first` on that go into one request. */
function nextBatch(issuer: Issuer, first: number, end: number): DocumentToIssue[] {
  const today = Date.now();
  const batch: DocumentToIssue[] = [];
  let bytes = 0;
  for (let index = first; index < end && batch.length < MOST; index++) {
    const document = generateDocument(issuer, { seed: SEED, index, today });
    bytes += Buffer.byteLength(JSON.stringify(document));
    if (bytes > MOST_BYTES && batch.length > 0) break;
    batch.push(document);
  }
  return batch;
}

/** Waits until no gateway owes a deposit and all have the same block. */
async function settled(traders: Traders): Promise<void> {
  const clients = [sender, ...partners].map(({ member }) =>
    traders.world.client(traders.trader(member).officer),
  );
  await eventually(async () => {
    const answers = await Promise.all(clients.map((client) => client.status()));
    const owed = answers.reduce((sum, { deposits }) => sum + deposits.owed, 0);
    const blocks = new Set(answers.map(({ asOf }) => asOf.block));
    const lag = Math.max(...answers.map((answer) => answer.lag));
    if (owed > 0 || blocks.size > 1 || lag > 0)
      throw new Error(`${owed} deposits owed, blocks ${[...blocks].join(', ')}, ${lag} behind`);
  }, SETTLED_SECONDS);
}
