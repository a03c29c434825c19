import { canonicalText, type ActView } from '@origin-ledger/model';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { readJsonFile, writeNewFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import {
  certificateLines,
  historyRows,
  itemLines,
  operationLines,
  verificationLines,
} from '../output/certificate-lines.js';
import { table } from '../output/table.js';
import { ExitCode } from '../exit-code.js';
import { referenceOf } from './option-values.js';

const REFERENCE = 'such as VN.HAN.26-000123';

/** Commands that ask and change nothing; `setExitCode` tells of an answer that is a no. */
export function addLookUp(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  program
    .command('show')
    .description('the public record of a certificate; with --document its contents, where you may read them')
    .argument('<reference>', REFERENCE, referenceOf)
    .option('--document', 'the contents, checked against their commitment')
    .option('--out <file>', 'write the exact text of the contents to a file, readable by you alone')
    .action(async (reference: string, options: ShowOptions, command: Command) => {
      await show(reference, options, new Context(io, command));
    });
  program
    .command('verify')
    .description('check by check, whether a certificate holds; exit code 1 when not')
    .argument('<reference>', REFERENCE, referenceOf)
    .option('--document <file>', 'compare this document, as "co show --document --out" wrote it')
    .action(async (reference: string, options: { readonly document?: string }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const document =
        options.document === undefined ? {} : { document: canonicalText(readJsonFile(options.document)) };
      const verification = await client.verification(reference, document);
      context.answer(verification, () => verificationLines(verification));
      if (verification.status === 'INVALID') setExitCode(ExitCode.refused);
    });
  program
    .command('history')
    .description('every act on a certificate, the first one first')
    .argument('<reference>', REFERENCE, referenceOf)
    .action(async (reference: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const acts: ActView[] = [];
      for await (const act of client.history(reference)) acts.push(act);
      context.answer(acts, () => historyRows(acts));
    });
  program
    .command('status')
    .description('how the own gateway is doing: what it has read, what is owed')
    .action(async (_options: object, command: Command) => {
      const context = new Context(io, command);
      const status = await (await context.client()).status();
      context.answer(status, () =>
        table([
          ['member', status.member],
          ['network', status.audience],
          ['as of block', `${status.asOf.block}, ${status.lag} behind`],
          ['issued', String(status.certificates.issued)],
          ['received', `${status.certificates.received}, ${status.certificates.awaitingReceipt} to confirm`],
          ['owed', `${status.deposits.owed} deposits, ${status.deliveries.owed} deliveries`],
          ['lost', `${status.deposits.missing} deposits, ${status.deliveries.missing} deliveries`],
          ['to confirm', `${status.deliveries.awaitingReceipt} parcels`],
          ['set aside', `${status.setAside} writes without a verified act`],
          ...Object.entries(status.operations).map(([state, count]) => [
            `operations ${state}`,
            String(count),
          ]),
        ]),
      );
    });
  program
    .command('operations')
    .description('what became of a signed request')
    .argument('<id>', 'KID.JTI, as the command that signed it said')
    .action(async (id: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const operation = await (await context.client()).operation(id);
      context.answer(operation, () => operationLines(operation));
    });
}

interface ShowOptions {
  readonly document?: boolean;
  readonly out?: string;
}

async function show(reference: string, options: ShowOptions, context: Context): Promise<void> {
  const client = await context.client();
  if (options.document !== true && options.out === undefined) {
    const [view, items] = await Promise.all([client.certificate(reference), client.items(reference)]);
    context.answer({ ...view, items }, () => [...certificateLines(view), ...itemLines(items)]);
    return;
  }
  const { text, document, commitment } = await client.document(reference);
  if (options.out === undefined) {
    context.answer(document, () => JSON.stringify(document, undefined, 2).split('\n'));
    return;
  }
  const { out } = options;
  writeNewFile(out, text, 0o600);
  context.answer({ reference, commitment, file: out }, () => [`${out} holds ${reference}, as committed to`]);
}
