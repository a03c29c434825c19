import type { ApplicationStepAnswer, ApplicationView, Finding } from '@origin-ledger/model';
import type { ReadApplication } from '@origin-ledger/sdk';
import { table } from './table.js';

/** A time to the second, as people read it. */
const time = (instant: string): string => instant.replace('T', ' ').replace(/\.\d{3}Z$/, 'Z');

type Shown = Pick<Finding, 'box' | 'weight' | 'remedy'> & { readonly rule: string };

/** Each finding with weight, box, rule and what to do; a line that says so where there is none. */
export const findingLines = (findings: readonly Shown[]): string[] =>
  findings.length === 0
    ? ['nothing found']
    : findings.flatMap(({ weight, box, rule, remedy }) => [`${weight} ${box} (${rule})`, `  ${remedy}`]);

export const stepLines = ({ application, state, at, findings }: ApplicationStepAnswer): string[] => [
  ...table([
    ['application', application],
    ['state', state],
    ['at', time(at)],
  ]),
  ...(findings.length === 0 ? [] : findingLines(findings)),
];

export const applicationRows = (applications: readonly ApplicationView[]): string[] =>
  applications.length === 0
    ? ['none']
    : table([
        ['APPLICATION', 'APPLICANT', 'FORM', 'TO', 'STATE', 'SINCE', 'CERTIFICATE'],
        ...applications.map(({ id, applicant, form, importing, state, changedAt, certificate }) => [
          id,
          applicant,
          form ?? '',
          importing ?? '',
          state,
          time(changedAt),
          certificate?.name ?? '',
        ]),
      ]);

export function applicationLines({ application, steps }: ReadApplication): string[] {
  const { id, applicant, state, form, importing, certificate, findings } = application;
  return [
    ...table([
      ['application', id],
      ['applicant', applicant],
      ['state', state],
      ...(form === undefined ? [] : [['form', form]]),
      ...(importing === undefined ? [] : [['importing', importing]]),
      ...(certificate === undefined
        ? []
        : [['certificate', `${certificate.name}, ${certificate.validity}, ${certificate.transmission}`]]),
    ]),
    ...table(steps.map(({ at, op, signer }) => ['', time(at), op, signer])),
    ...steps.flatMap(({ op, reason }) =>
      reason === undefined
        ? []
        : [`${op}: ${reason.text}`, ...(reason.boxes ?? []).map((box) => `  box ${box}`)],
    ),
    ...(findings.length === 0 ? [] : findingLines(findings)),
  ];
}
