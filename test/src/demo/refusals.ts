import { revokeKey } from '@origin-ledger/cli';
import { newSigningKey, prepareIssue } from '@origin-ledger/sdk';
import { eventually } from '../support/eventually.js';
import { signedWithAnother, withIdOf, withMirroredSignature } from '../support/forged-requests.js';
import type { Cast } from './cast.js';
import type { MainJob } from './main-job.js';
import { refused } from './refused.js';
import { must, type StepResult, type Steps } from './steps.js';

/** What must not work at the gateways, or must answer the first result. */
export async function runRefusals(cast: Cast, job: MainJob, steps: Steps): Promise<void> {
  const { world, vietnam, officerKey, coffee, filled, thailand } = cast;
  const { audience } = await vietnam.network();
  const offline = { ...filled, audience, utcOffsetMinutes: 420, documents: [coffee] };

  await steps.run('somebody', "signs in an officer's name with another key", async () => {
    const thief = await newSigningKey({ holder: officerKey.holder });
    const forged = await prepareIssue(signedWithAnother(officerKey, thief), offline);
    return refused('SIGNATURE_INVALID', () => vietnam.perform(forged));
  });
  await steps.run('VN:officer-1', 'hands over a document altered after signing', async () => {
    const prepared = await prepareIssue(officerKey, offline);
    const parcels = prepared.parcels.map((text) => text.replace('"36000"', '"36001"'));
    return refused('PARCEL_MISMATCH', () => vietnam.perform({ ...prepared, parcels }));
  });
  await steps.run('VN:officer-1', 'sends the issue again: the first result', () => firstResult(cast, job));
  await steps.run('VN:officer-1', 'sends it with the mirrored signature: the first result', () =>
    firstResult(cast, { ...job, issued: withMirroredSignature(job.issued) }),
  );
  await steps.run('VN:officer-1', 'uses the same jti for other contents', async () => {
    const other = await withIdOf(job.issued, officerKey, await prepareIssue(officerKey, offline));
    return refused('JTI_REUSED', () => vietnam.submit(other));
  });
  await steps.run('TH:officer-1', 'asks its own gateway for the contents', async () =>
    refused('NOT_A_READER', () => eventuallyKnown(() => thailand.document(job.reference))),
  );
  await steps.run('VN:officer-2', 'signs after its key was revoked', async () => {
    const key = await world.enrol('VN:officer-2', ['signatory']);
    await revokeKey(await world.administrator('VN'), key.kid);
    const client = world.client(key);
    const late = await prepareIssue(key, offline);
    return refused('KEY_REVOKED', () => client.perform(late));
  });
}

/** The same request again must answer what it answered at first. */
async function firstResult({ vietnam }: Cast, { issued }: MainJob): Promise<StepResult> {
  const first = await vietnam.operation(issued.id);
  const again = await vietnam.perform(issued);
  must(again.replayed && again.transactionId === first.transactionId, 'the first transaction');
  must(JSON.stringify(again.result) === JSON.stringify(first.result), 'the first result');
  return { transactionId: again.transactionId, block: again.block, note: 'replayed' };
}

/** Thailand's gateway may learn of the certificate a moment later. */
const eventuallyKnown = <T>(call: () => Promise<T>): Promise<T> => {
  let outcome: Promise<T> | undefined;
  return eventually(async () => {
    outcome = call();
    await outcome.catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith('CERTIFICATE_UNKNOWN')) throw error;
    });
  }).then(() => outcome as Promise<T>);
};
