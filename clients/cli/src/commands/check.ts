import { calendarDateAt, forms, inOneReading, usualOffsets } from '@origin-ledger/model';
import { readCodeLists } from '@origin-ledger/model/files';
import { checkApplication, isAcceptable, type AppliedDocument } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { readAppliedDocument } from '../files/applied-document.js';
import type { Io } from '../io.js';
import { findingLines } from '../output/application-lines.js';
import { UsageError } from '../usage-error.js';
import { dateOf } from './option-values.js';

interface CheckOptions {
  readonly departure?: string;
  readonly member?: string;
  readonly on?: string;
  readonly lists?: string;
  readonly ask?: boolean;
}

/** The pre-check: nothing is signed or sent, unless the gateway is asked. */
export function addCheck(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  program
    .command('check')
    .description(
      'everything that is wrong with a document, at once; exit code 1 when it could not be handed in',
    )
    .argument('<file>', 'a document as JSON, complete or not')
    .option('--departure <date>', 'declared departure, instead of what the document states')
    .option('--member <code>', 'the member that would issue it; default: that of production')
    .option('--on <date>', 'the day it would be handed in; default: today in that member’s zone', dateOf)
    .option(
      '--lists <folder>',
      'hs2022.csv, rec20.csv, rec21.csv and locode/ to look codes up in; default: only their form',
    )
    .option('--ask', 'ask the own gateway, which knows the forms of the register; --gateway does the same')
    .action(async (file: string, options: CheckOptions, command: Command) => {
      const context = new Context(io, command);
      const document = readAppliedDocument(file, options.departure);
      const { acceptable, findings } = await judge(document, options, context);
      context.answer({ file, acceptable, findings }, () => findingLines(findings));
      if (!acceptable) setExitCode(ExitCode.refused);
    });
}

async function judge(written: AppliedDocument, { ask, member, on, lists }: CheckOptions, context: Context) {
  if (ask === true || context.namesGateway) {
    if (member !== undefined || lists !== undefined)
      throw new UsageError('--member and --lists are for a check on this machine: the gateway has its own');
    const client = await context.client();
    return client.applications.check(written, on === undefined ? {} : { submitted: on });
  }
  context.io.note(
    `checked on this machine, by the forms every network starts with (${[...forms.keys()].join(', ')}); ` +
      '--ask the own gateway for what the register says of forms',
  );
  const document = inOneReading(written);
  const { declaration } = document as { readonly declaration?: { readonly production?: unknown } | null };
  const production = declaration?.production;
  const issuing = member ?? (typeof production === 'string' ? production : '');
  const findings = checkApplication(document, {
    member: issuing,
    submitted: on ?? todayIn(issuing),
    ...(lists === undefined ? {} : { lists: readCodeLists(lists) }),
  });
  return { acceptable: isAcceptable(findings), findings };
}

/** Where a member's zone is not known here, this machine's day is the likeliest. */
const todayIn = (member: string): string =>
  calendarDateAt(Date.now(), usualOffsets.get(member) ?? -new Date().getTimezoneOffset());
