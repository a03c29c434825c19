import { Decimal, validatorOf, type CertificateView, type Draw, type ParcelView } from '@origin-ledger/model';
import { certificateActs, decisionAct, type ItemOutcome, type PreparedRequest } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import type { Io } from '../io.js';
import { operationLines } from '../output/certificate-lines.js';
import { UsageError } from '../usage-error.js';
import { act } from './act.js';
import { dateOf, parcelNameOf, referenceOf, wordsOf } from './option-values.js';
import { readDocuments } from './read-documents.js';

const REFERENCE = 'such as VN.HAN.26-000123';

const decimals = validatorOf(Decimal);

interface DecideOptions {
  readonly presented?: string;
  readonly give?: readonly string[];
  readonly refuse?: readonly string[];
  readonly ground?: readonly string[];
  readonly note?: string;
}
interface ReplaceOptions {
  readonly reason: string;
  readonly office?: string;
  readonly number?: string;
  readonly departure?: string;
}

/** What the two states do with a certificate after it was issued. */
export function addDecide(program: Command, io: Io): void {
  program
    .command('decide')
    .description('importing member: give preference to items, or not, with coded reasons for the issuing one')
    .argument('<reference>', REFERENCE, referenceOf)
    .option(
      '--presented <date>',
      'the day the proof was presented; default: today in your member’s zone',
      dateOf,
    )
    .option('--give <items...>', 'numbers of the items given preference, or "all"')
    .option('--refuse <items...>', 'numbers of the items not given preference, or "all"')
    .option('--ground <codes...>', 'why not, such as CRITERION or GOODS_DIFFER')
    .option('--note <text>', 'in words, for every item refused')
    .action(async (reference: string, options: DecideOptions, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const items = outcomesOf(await client.certificate(reference), options);
      const presented = options.presented ?? (await client.today());
      const prepared = await client.prepareOn(reference, decisionAct(reference, { presented, items }));
      const operation = await act(client, prepared, context);
      context.answer({ reference, items, operation }, () => [
        `decided ${reference}`,
        ...items.map(({ number, outcome }) => `item ${number} ${outcome}`),
        ...operationLines(operation),
      ]);
    });
  program
    .command('cancel')
    .description('issuing member: cancel a certificate that is not utilised')
    .argument('<reference>', REFERENCE, referenceOf)
    .requiredOption('--reason <text>', 'for the importing member alone', wordsOf)
    .action(async (reference: string, { reason }: { readonly reason: string }, command: Command) => {
      await perform(command, io, `cancelled ${reference}`, (client) =>
        client.prepareOn(reference, certificateActs.cancel(reason)),
      );
    });
  program
    .command('replace')
    .description('issuing member: issue a certificate in the place of one with errors, which ends')
    .argument('<reference>', REFERENCE, referenceOf)
    .argument('<file>', 'the new document as JSON')
    .requiredOption('--reason <text>', 'for the importing member alone', wordsOf)
    .option('--office <code>', 'office that numbers it, such as HAN')
    .option('--number <number>', 'its number; default: a random one')
    .option('--departure <date>', 'declared departure, instead of what the document states')
    .action(async (reference: string, file: string, options: ReplaceOptions, command: Command) => {
      const [document, ...more] = readDocuments(file);
      if (document === undefined || more.length > 0)
        throw new UsageError(`${file} holds more than one document`);
      const { reason, ...issue } = options;
      await perform(command, io, `replaced ${reference}`, (client) =>
        client.prepareReplace(reference, document, reason, issue),
      );
    });
  program
    .command('utilise')
    .description('importing member: write quantities off against a customs declaration')
    .argument('<reference>', REFERENCE, referenceOf)
    .requiredOption('--declaration <number>', 'number of the customs declaration')
    .requiredOption('--quantity <draws...>', 'item:value:unit, such as 1:250.5:KGM')
    .action(
      async (
        reference: string,
        { declaration, quantity }: { readonly declaration: string; readonly quantity: readonly string[] },
        command: Command,
      ) => {
        const draw: Draw = { declaration, items: quantity.map(quantityOf) };
        await perform(command, io, `utilised ${reference}`, (client) =>
          client.prepareUtilise(reference, [draw]),
        );
      },
    );
  program
    .command('parcels')
    .description('what acts owe to their readers: reasons, outcomes, replies')
    .option('--sent', 'owed by acts of the own member, instead of those for it to read')
    .option('--owed', 'only those not yet delivered')
    .action(async (options: { readonly sent?: boolean; readonly owed?: boolean }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const found: ParcelView[] = [];
      const direction = options.sent === true ? 'author' : 'reader';
      const state = options.owed === true ? ({ state: 'OWED' } as const) : {};
      for await (const parcel of client.parcels({ direction, ...state })) found.push(parcel);
      context.answer(found, () =>
        found.flatMap(({ parcel, box, reader, state: stands, problem }) => [
          `${parcel}  ${box}  to ${reader}  ${stands}`,
          ...(problem === undefined ? [] : [`  ${problem.code}: ${problem.title}. ${problem.remedy}`]),
        ]),
      );
    });
  program
    .command('parcel')
    .description('the contents of a parcel; with --receive also confirm that it arrived')
    .argument('<parcel>', 'its name, as "co parcels" lists it', parcelNameOf)
    .option('--receive', 'confirm: the own clocks start here')
    .action(async (parcel: string, { receive }: { readonly receive?: boolean }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const { name, commitment, text } = await client.parcel(parcel);
      const contents = JSON.parse(text) as unknown;
      const operation =
        receive === true
          ? await act(client, await client.prepareAct({ op: 'parcel.receive/1', args: { parcel } }), context)
          : undefined;
      context.answer(
        { name, parcel, commitment, contents, ...(operation === undefined ? {} : { operation }) },
        () => [
          name,
          ...JSON.stringify(contents, undefined, 2).split('\n'),
          ...(operation === undefined ? [] : operationLines(operation)),
        ],
      );
    });
}

async function perform(
  command: Command,
  io: Io,
  told: string,
  prepare: (client: Awaited<ReturnType<Context['client']>>) => Promise<PreparedRequest>,
): Promise<void> {
  const context = new Context(io, command);
  const client = await context.client();
  const operation = await act(client, await prepare(client), context);
  context.answer({ operation }, () => [told, ...operationLines(operation)]);
}

function outcomesOf({ record }: CertificateView, options: DecideOptions): ItemOutcome[] {
  const numbers = (texts: readonly string[] = []): number[] =>
    texts.flatMap((text) => {
      if (text === 'all') return Array.from({ length: record.items }, (_, index) => index + 1);
      if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new UsageError(`${text} is no number of an item`);
      return [Number(text)];
    });
  const [given, refused] = [numbers(options.give), numbers(options.refuse)];
  if (given.length + refused.length === 0) throw new UsageError('no items: give --give, --refuse or both');
  if (new Set([...given, ...refused]).size < given.length + refused.length)
    throw new UsageError('an item is named twice');
  const { ground = [], note } = options;
  if (refused.length > 0 && ground.length === 0)
    throw new UsageError('no reason: give --ground, once or more');
  const why = { grounds: ground, ...(note === undefined ? {} : { note }) };
  return [
    ...given.map((number) => ({ number, outcome: 'GIVEN' as const })),
    ...refused.map((number) => ({ number, outcome: 'NOT_GIVEN' as const, ...why })),
  ];
}

function quantityOf(text: string): Draw['items'][number] {
  const [, number, value, unit] = /^([1-9][0-9]{0,3}):([0-9.]+):([A-Z0-9]{2,3})$/.exec(text) ?? [];
  if (number === undefined || !decimals.is(value) || value === '0' || unit === undefined)
    throw new UsageError(`${text} is no quantity such as 1:250.5:KGM`);
  return { number: Number(number), value, unit };
}
