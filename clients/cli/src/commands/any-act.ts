import { operations, type Json } from '@origin-ledger/model';
import type { ActParcel } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { readJsonFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import { operationLines } from '../output/certificate-lines.js';
import { UsageError } from '../usage-error.js';
import { act } from './act.js';

interface ActOptions {
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
    .option('--parcel <files...>', 'confidential parts, in order: JSON of box, readers and contents')
    .option('--after <act>', 'last act on the certificate you have seen')
    .action(async (name: string, file: string | undefined, options: ActOptions, command: Command) => {
      const context = new Context(io, command);
      if (name === 'list') {
        const known = [...operations.values()].map(({ op, title, roles }) => ({ op, title, roles }));
        context.answer(known, () => known.map(({ op, title }) => `${op.padEnd(36)} ${title}`));
        return;
      }
      const op = name.includes('/') ? name : `${name}/1`;
      if (!operations.has(op)) throw new UsageError(`${name} is no operation: see "co act list"`);
      if (file === undefined) throw new UsageError('no arguments: give a JSON file');
      const args = readJsonFile(file);
      if (!isObject(args)) throw new UsageError(`${file} is no JSON object`);
      const parcels = (options.parcel ?? []).map(readParcel);
      const client = await context.client();
      const { after } = options;
      const prepared = await client.prepareAct({
        op,
        args,
        parcels,
        ...(after === undefined ? {} : { after }),
      });
      const operation = await act(client, prepared, context);
      context.answer({ op, operation }, () => [`done ${op}`, ...operationLines(operation)]);
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
