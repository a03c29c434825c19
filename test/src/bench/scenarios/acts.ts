import type { DocumentToIssue, OriginClient } from '@origin-ledger/sdk';
import { sampleDocument } from '../../data/sample-documents.js';
import { eventually } from '../../support/eventually.js';
import { inDays } from '../../support/in-days.js';
import { SMALL } from '../filled-stores.js';
import { interleaved, median, pairResult } from '../measure.js';
import { openPartner } from '../partner.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';
import { largeTotal } from './size.js';

/** As many as Singapore allows on one certificate. */
const ITEMS = 50;
const SEEN_SECONDS = 60;
const ACTS = ['issue', 'send', 'receive', 'decide'] as const;
type Times = Readonly<Record<(typeof ACTS)[number], number>>;

/** One certificate with 50 items through its whole way, by the clients of two states, on a small and a large ledger. */
export const actsScenario: Scenario = {
  name: 'acts',
  title: 'a certificate of 50 items issued, sent, received, decided, at 1,000 and at 100,000 certificates',
  ledgers: ['embedded'],
  unasked: ['embedded'],
  async run({ scale, progress, laboratories }: ScenarioContext): Promise<Figure[]> {
    const { small, large, total } = await laboratories.filled(largeTotal(scale));
    const exporting = (laboratory: typeof small): OriginClient => laboratory.world.client(laboratory.officer);
    progress("Singapore's gateways start and read both ledgers");
    const [smallPartner, largePartner] = [await openPartner(small), await openPartner(large)];
    const certificates = Math.max(3, Math.round(7 * scale));
    const taken = await interleaved(
      () => mediansOf(certificates, () => oneWay(exporting(small), smallPartner.client)),
      () => mediansOf(certificates, () => oneWay(exporting(large), largePartner.client)),
      5,
      (pair) => {
        progress(`acts on ${ITEMS} items at both sizes, pair ${pair} of 5`);
      },
    );
    return [
      ...ACTS.map((act) => {
        const { left, right, ratio } = pairResult(
          taken.map((pair) => ({ left: pair.right[act], right: pair.left[act] })),
        );
        return figure({
          name: `act-${act}`,
          value: left,
          unit: 'ms',
          against: `at ${total} over at ${SMALL} certificates (${right.toFixed(0)} ms)`,
          ratio,
          target: '<=1.3',
        });
      }),
      figure({
        name: 'catch-up',
        value: total / largePartner.catchUpSeconds,
        unit: 'certificates/s',
        against: 'a gateway that starts from block 0',
      }),
    ];
  },
};

async function mediansOf(count: number, measure: () => Promise<Times>): Promise<Times> {
  const all: Times[] = [];
  while (all.length < count) all.push(await measure());
  return Object.fromEntries(ACTS.map((act) => [act, median(all.map((times) => times[act]))])) as Times;
}

/** The way of one certificate: milliseconds of each act, from its client's call to the ledger's answer. */
async function oneWay(exporting: OriginClient, importing: OriginClient): Promise<Times> {
  const options = { office: 'ACTS', departure: inDays(30) };
  const issue = await timed(() => exporting.issue([WITH_MANY_ITEMS], options));
  const reference = issue.result.prepared.references[0] ?? '';
  const send = await timed(() => exporting.send(reference));
  // The other state's read model follows by itself; its officer acts when it shows the certificate.
  const presented = await eventually(
    async () => (await importing.document(reference)).document.certification.date,
    SEEN_SECONDS,
  );
  const receive = await timed(() => importing.receive(reference));
  const items = WITH_MANY_ITEMS.items.map(({ number }) => ({ number, outcome: 'GIVEN' as const }));
  const decide = await timed(() => importing.decide(reference, { presented, items }));
  return {
    issue: issue.milliseconds,
    send: send.milliseconds,
    receive: receive.milliseconds,
    decide: decide.milliseconds,
  };
}

async function timed<T>(
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const began = performance.now();
  const result = await act();
  return { result, milliseconds: performance.now() - began };
}

const COFFEE = sampleDocument('vn-sg-coffee');
const WITH_MANY_ITEMS: DocumentToIssue = {
  ...COFFEE,
  items: Array.from({ length: ITEMS }, () => COFFEE.items)
    .flat()
    .slice(0, ITEMS)
    .map((item, index) => ({ ...item, number: index + 1 })),
};
