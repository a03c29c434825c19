import { canonicalText, type ActView } from '@origin-ledger/model';
import type { PreparedRequest } from '@origin-ledger/sdk';
import { sampleDocument, sampleNames } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import type { Cast } from './cast.js';
import { must, type Steps } from './steps.js';

/** What the main job leaves for the refusals. */
export interface MainJob {
  readonly issued: PreparedRequest;
  readonly reference: string;
  readonly text: string;
}

/** One certificate all the way from Vietnam to Singapore. */
export async function runMainJob(cast: Cast, steps: Steps): Promise<MainJob> {
  const { vietnam, exporter, singapore, coffee, filled } = cast;
  const issued = await vietnam.prepareIssue([coffee], filled);
  const [reference = ''] = issued.references;
  const [text = ''] = issued.parcels;

  await steps.run('VN:officer-1', `issues ${reference} to Singapore`, async () => vietnam.perform(issued));
  await steps.run(exporter.holder, 'checks where it stands', async () => {
    const { transmission } = await exporter.certificate(reference);
    must(transmission === 'ISSUED', 'ISSUED');
    return { note: transmission };
  });
  await steps.run(exporter.holder, 'reads its own certificate', async () => {
    const { document } = await eventually(() => exporter.document(reference));
    must(document.items.length === coffee.items.length, 'every item');
    return { note: `${document.items.length} items` };
  });
  await steps.run('VN:officer-1', 'sends it: both states endorse, both hold the contents', async () => {
    const { operation } = await vietnam.send(reference);
    return operation;
  });
  await steps.run('SG:officer-1', 'finds it in the inbox (answer signed and verified)', async () => {
    await eventually(async () => {
      const found: string[] = [];
      const inbox = singapore.certificates({ direction: 'received', transmission: 'SENT' });
      for await (const { name } of inbox) found.push(name);
      must(found.includes(reference), 'it is listed');
    });
    return {};
  });
  await steps.run('SG:officer-1', 'reads the contents: the very bytes committed to', async () => {
    must((await singapore.document(reference)).text === text, 'the text as issued');
    return {};
  });
  await steps.run(
    'SG:officer-1',
    'confirms receipt',
    async () => (await singapore.receive(reference)).operation,
  );
  await steps.run('SG:officer-1', 'verifies certificate and document in hand', async () => {
    const { status, checks } = await singapore.verification(reference, { document: text });
    must(status === 'VALID' && checks.every((check) => check.status === 'VALID'), 'every check VALID');
    return { note: checks.map(({ name }) => name).join(' ') };
  });
  await steps.run('SG:officer-1', 'verifies a document with one weight changed', async () => {
    const { status, checks } = await singapore.verification(reference, {
      document: text.replace('"36000"', '"36001"'),
    });
    const failed = checks.filter((check) => check.status === 'INVALID').map(({ name }) => name);
    must(status === 'INVALID' && failed.join() === 'CONTENTS_AS_ISSUED', 'CONTENTS_AS_ISSUED fails alone');
    return { note: 'CONTENTS_AS_ISSUED: COMMITMENT_DIFFERS' };
  });
  await steps.run('VN, SG', 'see the same history: issued, sent, received', async () => {
    const [here, there] = await eventually(async () => {
      const histories = [
        await all(vietnam.history(reference)),
        await all(singapore.history(reference)),
      ] as const;
      must(histories[0].length === 3, 'three acts');
      return histories;
    });
    must(canonicalText(here) === canonicalText(there), 'equal histories');
    return { note: here.map(({ op }) => op).join(' ') };
  });
  await steps.run('VN:officer-1', 'issues a batch in one request', async () => {
    const documents = sampleNames()
      .map(sampleDocument)
      .filter(({ exporter: { country } }) => country === 'VN');
    const batch = await vietnam.issue(documents, filled);
    must(batch.prepared.references.length === documents.length, 'one reference each');
    return { ...batch.operation, note: `${documents.length} certificates` };
  });
  return { issued, reference, text };
}

async function all(acts: AsyncIterable<ActView>): Promise<ActView[]> {
  const found: ActView[] = [];
  for await (const act of acts) found.push(act);
  return found;
}
