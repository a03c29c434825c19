import { operations, type Json } from '@origin-ledger/model';
import type { ActParcel, OriginClient, PreparedRequest } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { registryActOf } from '../administration/registry-acts.js';
import { Context } from '../context.js';
import { readJsonFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import { operationLines } from '../output/certificate-lines.js';
import { UsageError } from '../usage-error.js';
import { act } from './act.js';
import { asAdministrator, type ProfileOption } from './as-administrator.js';

interface ActOptions extends ProfileOption {
  readonly on?: string;
  readonly say?: string;
  readonly parcel?: readonly string[];
  readonly after?: string;
}

/** Any operation there is, for whoever writes its arguments himself. */
export function addAnyAct(program: Command, io: Io): void {
  program
    .command('act')
    .description('perform any operation: "co act certificate.reissue ARGS.json"')
    .argument('<op>', 'its name, such as certificate.reissue or certificate.reissue/1; "list" names them all')
    .argument('[args]', 'its arguments as JSON')
    .option('--on <reference>', 'on this certificate: reference, readers, last act follow from it')
    .option('--say <file>', 'with --on: what the act says in confidence, as JSON')
    .option('--parcel <files...>', 'confidential parts, in order: JSON of box, readers and contents')
    .option('--profile <file>', "administrators: the member's connection profile; default: ORIGIN_PROFILE")
    .option('--after <act>', 'last act on the certificate you have seen')
    .action(async (name: string, file: string | undefined, options: ActOptions, command: Command) => {
      const context = new Context(io, command);
      if (name === 'list') {
        const known = [...operations.values()].map(({ op, title, roles }) => ({ op, title, roles }));
        context.answer(known, () => known.map(({ op, title }) => `${op.padEnd(36)} ${title}`));
        return;
      }
      const op = name.includes('/') ? name : `${name}/1`;
      const definition = operations.get(op);
      if (definition === undefined) throw new UsageError(`${name} is no operation: see "co act list"`);
      if (file === undefined && options.on === undefined)
        throw new UsageError('no arguments: give a JSON file');
      const args = file === undefined ? {} : readJsonFile(file);
      if (!isObject(args)) throw new UsageError(`${file} is no JSON object`);
      if (definition.roles.includes('administrator')) {
        const entry = registryActOf(op, args);
        if (entry === undefined) throw new UsageError(`${op}: use co register or co revoke`);
        const recorded = await asAdministrator(options, context, (administrator) =>
          administrator.perform(entry),
        );
        const { transactionId } = recorded;
        context.answer({ op, transactionId }, () => [`done ${op}`, `transaction ${transactionId}`]);
        return;
      }
      const client = await context.client();
      const prepared = await prepare(client, { op, args }, definition.says, options);
      const operation = await act(client, prepared, context);
      context.answer({ op, operation }, () => [`done ${op}`, ...operationLines(operation)]);
    });
}

interface Stated {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Whole, as its writer states it; or on a certificate, from which the rest follows. */
async function prepare(
  client: OriginClient,
  { op, args }: Stated,
  kind: string | undefined,
  { on, say, after, parcel = [] }: ActOptions,
): Promise<PreparedRequest> {
  if (on === undefined) {
    const parcels = parcel.map(readParcel);
    return client.prepareAct({ op, args, parcels, ...(after === undefined ? {} : { after }) });
  }
  if ((kind === undefined) !== (say === undefined))
    throw new UsageError(kind === undefined ? `${op} says nothing: no --say` : `${op} says why: give --say`);
  if (kind === undefined || say === undefined) return client.prepareOn(on, { op, args });
  const contents = readJsonFile(say);
  if (!isObject(contents)) throw new UsageError(`${say} is no JSON object`);
  return client.prepareOn(on, {
    op,
    args,
    parcel: { kind, contents: contents as Readonly<Record<string, Json>> },
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readParcel(file: string): ActParcel {
  const value = readJsonFile(file);
  const { box, readers, contents } = isObject(value) ? value : {};
  if (
    typeof box !== 'string' ||
    !Array.isArray(readers) ||
    !readers.every((reader) => typeof reader === 'string') ||
    !(typeof contents === 'string' || isObject(contents))
  )
    throw new UsageError(`${file} is no parcel: box, readers and contents are needed`);
  return { box, readers, contents: contents as string | Readonly<Record<string, Json>> };
}
