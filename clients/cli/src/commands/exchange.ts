import type { CertificateView } from '@origin-ledger/model';
import { isApplicationStep } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import { Context } from '../context.js';
import { readRequestFile } from '../files/request-file.js';
import type { Io } from '../io.js';
import { certificateRows, operationLines } from '../output/certificate-lines.js';
import { act } from './act.js';
import { take } from './application.js';
import { referenceOf } from './option-values.js';

/** Sending and receiving. */
export function addExchange(program: Command, io: Io): void {
  program
    .command('send')
    .description('send a certificate to its importing member')
    .argument('<reference>', 'such as VN.HAN.26-000123', referenceOf)
    .action(async (reference: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const operation = await act(client, await client.prepareSend(reference), context);
      context.answer({ reference, operation }, () => [`sent ${reference}`, ...operationLines(operation)]);
    });
  program
    .command('inbox')
    .description('certificates sent to the own member and not yet received')
    .option('--all', 'those received already too')
    .action(async ({ all }: { readonly all?: boolean }, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const found: CertificateView[] = [];
      const filter = all === true ? {} : ({ transmission: 'SENT' } as const);
      for await (const view of client.certificates({ direction: 'received', ...filter })) found.push(view);
      context.answer(found, () => certificateRows(found));
    });
  program
    .command('receive')
    .description('read the contents, compare them with their commitment, and confirm that they arrived')
    .argument('<reference>', 'such as VN.HAN.26-000123', referenceOf)
    .action(async (reference: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const operation = await act(client, await client.prepareReceive(reference), context);
      context.answer({ reference, operation }, () => [`received ${reference}`, ...operationLines(operation)]);
    });
  program
    .command('submit')
    .description('send a signed request again that an earlier command kept')
    .argument('<file>', 'JTI.request.json')
    .action(async (file: string, _options: object, command: Command) => {
      const context = new Context(io, command);
      const client = await context.client();
      const prepared = readRequestFile(file);
      if (isApplicationStep(prepared)) {
        await take(client, prepared, context);
        return;
      }
      const operation = await act(client, prepared, context);
      context.answer({ certificates: prepared.references, operation }, () => operationLines(operation));
    });
}
