import type { Command } from 'commander';
import { Context } from '../context.js';
import type { Io } from '../io.js';
import { findingLines } from '../output/application-lines.js';
import { operationLines } from '../output/certificate-lines.js';
import { UsageError } from '../usage-error.js';
import { act } from './act.js';
import { readDocuments } from './read-documents.js';

interface IssueCommandOptions {
  readonly office?: string;
  readonly number?: string;
  readonly importing?: string;
  readonly departure?: string;
  readonly application?: readonly string[];
  readonly place?: string;
}

const MOST = 500;

export function addIssue(program: Command, io: Io): void {
  program
    .command('issue')
    .description('issue 1 to 500 certificates in one request: all or none')
    .argument('[files...]', 'documents as JSON, one certificate each or a list (see test/data/README.md)')
    .option('--application <ids...>', 'applications to issue on: each certificate says what was declared')
    .option('--place <place>', 'place of certification, where an application tells none')
    .option('--office <code>', 'office that numbers them, such as HAN')
    .option('--number <number>', 'number of the first; the rest count on; default: random numbers')
    .option('--importing <member>', 'importing member, instead of what the documents declare')
    .option('--departure <date>', 'declared departure, instead of what the documents state')
    .action(async (files: string[], options: IssueCommandOptions, command: Command) => {
      await issue(files, options, new Context(io, command));
    });
}

async function issue(
  files: readonly string[],
  options: IssueCommandOptions,
  context: Context,
): Promise<void> {
  const brought = files.flatMap(readDocuments);
  const applications = options.application ?? [];
  const count = brought.length + applications.length;
  if (count === 0) throw new UsageError('nothing to issue: give documents, or --application');
  if (count > MOST) throw new UsageError(`${count} documents: at most ${MOST} fit into one request`);
  const client = await context.client();
  const documents = [...brought];
  for (const id of applications)
    documents.push(
      await client.applications.document(id, options.place === undefined ? {} : { place: options.place }),
    );
  if (count > 1 && options.number !== undefined && !/\d$/.test(options.number))
    throw new UsageError(
      `--number ${options.number} does not end in digits, so ${count} cannot count on from it`,
    );
  if (documents.length > 50) context.io.note(`signing ${documents.length} certificates`);
  const { office, number, importing, departure } = options;
  const prepared = await client.prepareIssue(documents, {
    ...(office === undefined ? {} : { office }),
    ...(number === undefined ? {} : { number }),
    ...(importing === undefined ? {} : { importing }),
    ...(departure === undefined ? {} : { departure }),
  });
  const operation = await act(client, prepared, context);
  const { references, warnings = [] } = prepared;
  context.answer({ certificates: references, warnings, operation }, () => [
    ...references.map((reference) => `issued ${reference}`),
    ...(warnings.length === 0 ? [] : findingLines(warnings)),
    ...operationLines(operation),
  ]);
}
