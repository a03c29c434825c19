import { bytesUnder } from '../machine-use.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';
import { recordExchange } from '../exchange/record-exchange.js';
import { openTraders } from '../exchange/traders.js';

/** As Viet Nam published of its exchange with the ASEAN Single Window. */
const SENT = 251_000;
const RECEIVED = 168_000;
/** On Fabric, so that it takes minutes as well. */
const SHARE = { embedded: 1, fabric: 0.1 } as const;

/** Viet Nam's published exchange, generated with the variety of trade and recorded by batches by three members. */
export const exchangeScenario: Scenario = {
  name: 'exchange',
  title:
    "Viet Nam's published exchange recorded by batches: 251,000 sent, 168,000 received; a tenth on Fabric",
  ledgers: ['embedded', 'fabric'],
  unasked: [],
  async run({ scale, progress, laboratories: { ledger } }: ScenarioContext): Promise<Figure[]> {
    const part = SHARE[ledger] * scale;
    const counts = { sent: Math.round(SENT * part), received: Math.round(RECEIVED * part) };
    await using traders = await openTraders(ledger, progress);
    const before = await bytesUnder(traders.world.data);
    const seconds = await recordExchange(traders, counts, progress);
    const total = counts.sent + counts.received;
    const bytes = (await bytesUnder(traders.world.data)) - before;
    const of = `${counts.sent} sent, ${counts.received} received: ${((100 * total) / (SENT + RECEIVED)).toFixed(1)} % of it`;
    return [
      figure({ name: 'exchange', value: seconds, unit: 's', against: of }),
      figure({
        name: 'exchange-rate',
        value: total / seconds,
        unit: 'certificates/s',
        against: 'three gateways, ledger and contracts together',
      }),
      figure({
        name: 'exchange-disk',
        value: bytes / total,
        unit: 'bytes/certificate',
        against:
          ledger === 'fabric' ? 'four peers, four orderers and three gateways' : 'ledger and three gateways',
      }),
    ];
  },
};
