import { isRetroactive, retroactiveProblem } from '../../certificate/issue-date.js';
import { isCalendarDate } from '../../calendar/calendar-date.js';
import { defineRule, type Rule } from '../../rule/rule.js';
import type { DocumentInput } from './document-input.js';

/** The date of box 12 once it is certified, else the day of submission, which would become it. */
const issueDay = ({ document, submitted }: DocumentInput): string =>
  document.certification?.date ?? submitted;

/** Rule 10, on the same functions as the contract. A declaration is not bound by it: see the readings. */
export const dateRules: readonly Rule<DocumentInput>[] = [
  defineRule({
    id: 'OCP 10.1',
    also: ['OCP 10.2', 'note 14', 'reading departure'],
    weight: 'error',
    remedy: 'Mark "Issued Retroactively" with its reason if and only if it is issued after departure.',
    check: (input) => {
      const departure = input.document.transport?.departure;
      if (departure === undefined || input.form.kind === 'declaration') return [];
      const retroactive = input.document.flags?.issuedRetroactively !== undefined;
      return isRetroactive(issueDay(input), departure) === retroactive ? [] : ['flags.issuedRetroactively'];
    },
  }),
  defineRule({
    id: 'OCP 10.2',
    weight: 'error',
    remedy: 'More than a year after departure no certificate can be issued for this shipment.',
    check: (input) => {
      const departure = input.document.transport?.departure;
      if (departure === undefined || !isCalendarDate(departure) || input.form.kind === 'declaration')
        return [];
      const problem = retroactiveProblem(
        { issued: issueDay(input), departure, retroactive: isRetroactive(issueDay(input), departure) },
        input.form.retroactiveMonths,
      );
      return problem === undefined ? [] : ['transport.departure'];
    },
  }),
  defineRule({
    id: 'reading OD departure',
    weight: 'warning',
    remedy: 'Check the date: the declaration is made out after departure.',
    check: (input) => {
      const departure = input.document.transport?.departure;
      return input.form.kind === 'declaration' && departure !== undefined && issueDay(input) > departure
        ? ['certification.date']
        : [];
    },
  }),
  defineRule({
    id: 'reading PC declaration',
    weight: 'warning',
    remedy: 'Annex 6 names Form D for partial cumulation: have one issued instead.',
    check: ({ document, form }) =>
      form.kind === 'declaration' && document.flags?.partialCumulation === true
        ? ['flags.partialCumulation']
        : [],
  }),
];
