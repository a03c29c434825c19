import type { ActView, CertificateView, ItemView, Operation, VerificationAnswer } from '@origin-ledger/model';
import { table } from './table.js';

/** A time to the second, as people read it. */
const time = (instant: string): string => instant.replace('T', ' ').replace(/\.\d{3}Z$/, 'Z');

export const certificateLines = ({
  name,
  record,
  reception,
  transmission,
  expired,
  lastAct,
}: CertificateView): string[] =>
  table([
    ['certificate', name],
    ['form', record.form],
    ['importing', record.importing],
    ['issued', `${record.issued}${record.retroactive ? ', retroactively' : ''}`],
    ['departure', record.departure],
    ['valid to', `${record.expires}${expired ? ', expired' : ''}`],
    ['items', String(record.items)],
    ['state', `${record.validity}, ${transmission}`],
    ...(reception === undefined ? [] : [['sent', time(reception.sentAt)]]),
    ...(reception?.receivedAt === undefined ? [] : [['received', time(reception.receivedAt)]]),
    ['last act', lastAct],
    ['commitment', record.commitment],
  ]);

/** Items that are not simply waiting; how they were decided as far as the reader may know. */
export const itemLines = (items: readonly ItemView[]): string[] =>
  table(
    items
      .filter(({ state }) => state !== 'PENDING')
      .map(({ number, state, decidedAt, outcome, grounds = [], note }) => [
        `item ${number}`,
        state,
        decidedAt === undefined ? '' : time(decidedAt),
        [outcome ?? '', ...grounds].join(' ').trim(),
        note ?? '',
      ]),
  );

export const certificateRows = (certificates: readonly CertificateView[]): string[] =>
  certificates.length === 0
    ? ['none']
    : table([
        ['CERTIFICATE', 'TO', 'ISSUED', 'VALID TO', 'ITEMS', 'STATE', 'TRANSMISSION'],
        ...certificates.map(({ name, record, transmission }) => [
          name,
          record.importing,
          record.issued,
          record.expires,
          String(record.items),
          record.validity,
          transmission,
        ]),
      ]);

export const historyRows = (acts: readonly ActView[]): string[] =>
  table([
    ['AT', 'MEMBER', 'SIGNER', 'ACT', 'BLOCK', 'TRANSACTION', 'MARKS'],
    ...acts.map(({ at, member, signer, op, block, transactionId, marks, outcome }) => [
      time(at),
      member,
      signer,
      outcome === 'DONE' ? op : `${op} (withdrawn)`,
      String(block),
      transactionId.slice(0, 12),
      marks.join(' '),
    ]),
  ]);

export const verificationLines = ({ name, status, checks, asOf }: VerificationAnswer): string[] => [
  `${name}: ${status} as of block ${asOf.block}`,
  ...table(checks.map((check) => ['', check.name, check.status, check.reason ?? '', check.since ?? ''])),
];

export const operationLines = ({
  id,
  op,
  state,
  receivedAt,
  transactionId,
  block,
  problem,
}: Operation): string[] =>
  table([
    ['operation', id],
    ['act', op],
    ['state', state],
    ['handed over', time(receivedAt)],
    ...(transactionId === undefined ? [] : [['transaction', transactionId]]),
    ...(block === undefined ? [] : [['block', String(block)]]),
    ...(problem === undefined ? [] : [['because', `${problem.code}: ${problem.title}`]]),
  ]);
