import { APPLICATION_STATES, type ApplicationState, type ApplicationView } from '@origin-ledger/model';
import { OriginApiError, type OriginClient, type PreparedRequest } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { readAppliedDocument } from '../files/applied-document.js';
import type { Io } from '../io.js';
import { applicationLines, applicationRows, findingLines, stepLines } from '../output/application-lines.js';
import { UsageError } from '../usage-error.js';
import { keep } from './act.js';
import { wordsOf } from './option-values.js';

const APPLICATION = 'its name, KID.JTI of the request that made it';

interface HandInOptions {
  readonly application?: string;
  readonly departure?: string;
}
interface ReasonOptions {
  readonly reason: string;
  readonly box?: readonly string[];
}

/** Applications: what an exporter hands in, and what officers do with it before they issue. */
export function addApplication(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const application = program
    .command('application')
    .description('apply for a certificate; return or refuse an application');
  for (const step of ['draft', 'submit'] as const) {
    application
      .command(step)
      .description(
        step === 'draft'
          ? 'exporter: keep a draft, seen by you alone'
          : 'exporter: declare (box 11) and hand in; errors of the pre-check refuse it, warnings are recorded',
      )
      .argument('<file>', 'the document as JSON (see test/data/README.md)')
      .option('--application <id>', 'an earlier draft, or an application that was returned')
      .option('--departure <date>', 'declared departure, instead of what the document states')
      .action(async (file: string, { application, departure }: HandInOptions, command: Command) => {
        const context = new Context(io, command);
        const client = await context.client();
        const document = readAppliedDocument(file, departure);
        const prepared = await client.applications.prepare(step, {
          document,
          ...(application === undefined ? {} : { application }),
        });
        try {
          await take(client, prepared, context);
        } catch (error) {
          if (!(error instanceof OriginApiError) || error.code !== 'APPLICATION_FINDINGS') throw error;
          // The refusal names boxes; the pre-check tells what to do about each.
          const { findings } = await client.applications.check(document);
          context.answer({ code: error.code, boxes: error.boxes, findings }, () => [
            ...error.boxes.map((box) => `refused for ${box}`),
            ...findingLines(findings),
          ]);
          setExitCode(ExitCode.refused);
        }
      });
  }
  application
    .command('withdraw')
    .description('exporter: withdraw an application that is not decided')
    .argument('<application>', APPLICATION)
    .action(async (id: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      await take(client, await client.applications.prepare('withdraw', { application: id }), context);
    });
  for (const step of ['return', 'refuse'] as const) {
    application
      .command(step)
      .description(
        step === 'return'
          ? 'officer: give an application back for supplement'
          : 'officer: refuse an application for good',
      )
      .argument('<application>', APPLICATION)
      .requiredOption('--reason <text>', 'for the applicant alone', wordsOf)
      .option('--box <boxes...>', 'boxes it concerns, such as items[0].hs')
      .action(async (id: string, { reason, box }: ReasonOptions, command: Command) => {
        const context = new Context(io, command);
        const client = await context.client();
        const contents = {
          application: id,
          reason: { text: reason, ...(box === undefined ? {} : { boxes: box }) },
        };
        await take(client, await client.applications.prepare(step, contents), context);
      });
  }
  application
    .command('show')
    .description('where an application stands, every step on it, and its certificate')
    .argument('<application>', APPLICATION)
    .option('--document', 'what it says, checked against its commitment')
    .action(async (id: string, options: { readonly document?: boolean }, command: Command) => {
      const context = new Context(io, command);
      const read = await (await context.client()).applications.read(id);
      if (options.document === true)
        context.answer(read.document, () => JSON.stringify(read.document, undefined, 2).split('\n'));
      else context.answer(read, () => applicationLines(read));
    });
  application
    .command('list')
    .description('applications, latest first: your own; for officers all that were handed in')
    .option('--state <state>', `only those that stand so: ${APPLICATION_STATES.join(', ')}`)
    .action(async ({ state }: { readonly state?: string }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const filter = state === undefined ? {} : { state: stateOf(state) };
      const found: ApplicationView[] = [];
      for await (const view of client.applications.list(filter)) found.push(view);
      context.answer(found, () => applicationRows(found));
    });
}

/** Hands a signed step over and tells what it led to; kept in a file where that stays open. */
export async function take(client: OriginClient, prepared: PreparedRequest, context: Context): Promise<void> {
  try {
    const answer = await client.applications.take(prepared);
    context.answer(answer, () => stepLines(answer));
  } catch (error) {
    if (error instanceof OriginApiError && error.retry !== 'never') keep(prepared, context);
    throw error;
  }
}

function stateOf(text: string): ApplicationState {
  const state = APPLICATION_STATES.find((each) => each === text.toUpperCase());
  if (state === undefined) throw new UsageError(`${text} is no state: ${APPLICATION_STATES.join(', ')}`);
  return state;
}
