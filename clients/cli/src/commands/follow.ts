import type { TrackingAnswer, WorkView } from '@origin-ledger/model';
import { Option, type Command } from 'commander';
import { Context } from '../context.js';
import type { Io } from '../io.js';
import { table } from '../output/table.js';
import { isParcelName, parcelOrReferenceOf, referenceOf } from './option-values.js';

const BALANCES = ['import', 'reexport', 'joined'] as const;
interface DeliverOptions {
  readonly balance?: (typeof BALANCES)[number];
}

/** Commands that tell where certificates are and whose turn it is. */
export function addFollow(program: Command, io: Io): void {
  program
    .command('track')
    .description('the way of a certificate hop by hop, what is open on it, and what its acts still owe')
    .argument('<reference>', 'such as VN.HAN.26-000123', referenceOf)
    .action(async (reference: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const tracking = await (await context.client()).tracking(reference);
      context.answer(tracking, () => trackingLines(tracking));
    });
  program
    .command('work')
    .description('what is open and until when, what is due first first')
    .option('--other', 'what the other states must do, instead of the own member')
    .option('--overdue', 'only what is overdue')
    .action(async (options: { readonly other?: boolean; readonly overdue?: boolean }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const found: WorkView[] = [];
      const by = options.other === true ? 'other' : 'own';
      for await (const one of client.work({ by, overdue: options.overdue === true })) found.push(one);
      context.answer(found, () => workRows(found));
    });
  program
    .command('deliver')
    .description('put contents into the other state’s collection again, where its peer lost them')
    .argument(
      '<what>',
      'a certificate, such as VN.HAN.26-000123, or a parcel by its name',
      parcelOrReferenceOf,
    )
    .addOption(new Option('--balance <name>', 'what is left of the certificate').choices(BALANCES))
    .action(async (what: string, { balance }: DeliverOptions, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      if (balance !== undefined) await client.deliverBalance(referenceOf(what), balance);
      else if (isParcelName(what)) await client.deliverParcel(what);
      else await client.deliver(what);
      context.answer({ delivered: what }, () => [`delivered ${what}`]);
    });
}

const trackingLines = ({ hops, work, owed }: TrackingAnswer): string[] => [
  ...table([
    ['AT', 'HOP', 'TRACKER', 'ITEMS'],
    ...hops.map(({ at, hop, tracker = '', items = [] }) => [at, hop, tracker, items.join(', ')]),
  ]),
  ...(work.length === 0 ? [] : ['', ...workRows(work)]),
  ...owed.map(({ box, reader }) => `owed: ${box} to ${reader}`),
];

const workRows = (work: readonly WorkView[]): string[] =>
  work.length === 0
    ? ['none']
    : table([
        ['DUE', 'CLOCK', 'BY', 'CERTIFICATE', 'CASE', ''],
        ...work.map(({ due, clock, member, certificate, case: number, overdue }) => [
          due,
          clock,
          member,
          certificate,
          number === undefined ? '' : String(number),
          overdue ? 'OVERDUE' : '',
        ]),
      ]);
