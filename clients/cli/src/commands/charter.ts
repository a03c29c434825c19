import type { CharterAnswer } from '@origin-ledger/model';
import type { Command } from 'commander';
import { Context } from '../context.js';
import type { Io } from '../io.js';

/** `co charter`: who keeps the register, who has a voice, and what somebody has consented to. */
export function addCharter(program: Command, io: Io): void {
  program
    .command('charter')
    .description('who keeps the register, who has a voice in it, and which consents are pending')
    .action(async (_options: object, command: Command) => {
      const context = new Context(io, command);
      const answer = await (await context.client()).charter();
      context.answer(answer, () => charterLines(answer));
    });
}

function charterLines({ charter, consents }: CharterAnswer): readonly string[] {
  if (charter === undefined) return ['no member has entered itself yet'];
  return [
    `${charter.keeper} keeps the register`,
    `${charter.members.join(', ')} have a voice`,
    ...consents.map(({ member, at, to }) => `${member} consents to ${subject(to)}, since ${at}`),
  ];
}

const subject = (to: CharterAnswer['consents'][number]['to']): string =>
  'departure' in to
    ? `the departure of ${to.departure}`
    : 'form' in to
      ? `form ${to.form} with digest ${to.digest}`
      : `${to.charter.keeper} as keeper, with a voice for ${to.charter.members.join(', ')}`;
