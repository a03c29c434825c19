import type { Operation } from '@origin-ledger/model';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import type { World } from '../support/world.js';
import type { People } from './people.js';
import { inDays } from '../support/in-days.js';

/** Carries one certificate from Vietnam to Singapore and tells each step. */
export async function carryCertificate(
  world: World,
  people: People,
  tell: (line: string) => void,
): Promise<string> {
  const vietnam = world.client(people.officer);
  const singapore = world.client(people.customs);
  const exporter = world.client(people.exporter);
  const document = sampleDocument('vn-sg-coffee');
  const own = { ...document, exporter: { ...document.exporter, party: people.exporter.holder } };
  const departure = inDays(7);

  const issued = await vietnam.issue([own], { office: 'SGN', departure });
  const [reference = ''] = issued.prepared.references;
  tell(step(people.officer.holder, `issued ${reference}`, issued.operation));
  const sent = await vietnam.send(reference);
  tell(step(people.officer.holder, 'sent it to Singapore', sent.operation));
  const received = await eventually(() => singapore.receive(reference));
  tell(step(people.customs.holder, 'read its contents and received it', received.operation));
  const { transmission, record } = await eventually(async () => {
    const seen = await exporter.certificate(reference);
    if (seen.transmission !== 'RECEIVED') throw new Error('not there yet');
    return seen;
  });
  tell(
    `  ${people.exporter.holder.padEnd(18)} sees it ${transmission}, ${record.validity} until ${record.expires}`,
  );
  return reference;
}

const step = (who: string, what: string, { transactionId = '', block }: Operation): string =>
  `  ${who.padEnd(18)} ${what} (transaction ${transactionId.slice(0, 8)}, block ${String(block ?? '')})`;
