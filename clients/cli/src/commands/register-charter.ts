import {
  FormSchema,
  formSubject,
  inOrder,
  validatorOf,
  type Charter,
  type ConsentSubject,
  type Form,
} from '@origin-ledger/model';
import type { Command } from 'commander';
import type { Administrator, RegistryAct } from '../administration/administrator.js';
import { registryActs } from '../administration/registry-acts.js';
import { Context } from '../context.js';
import { readJsonFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage-error.js';
import { asAdministrator, PROFILE, PROFILE_TEXT, type ProfileOption } from './as-administrator.js';
import { memberOf } from './option-values.js';

interface CharterOptions extends ProfileOption {
  readonly members?: readonly string[];
}
interface ConsentOptions extends CharterOptions {
  readonly withdraw?: true;
}
interface WithOptions extends CharterOptions {
  readonly with: string | readonly string[];
}

const MEMBERS = '--members <codes...>';
const WITH = '--with <code>';

const forms = validatorOf(FormSchema);

/** What takes more than one member: consents, and the acts that rest on them. */
export function addRegisterCharter(register: Command, io: Io): void {
  register
    .command('consent')
    .description(
      'administrator: consent to a departure, a form or another keeper, as it stands now; it counts for one act',
    )
    .argument('<to>', 'departure, form or keeper')
    .argument(
      '<what>',
      'the member that has left, the form as a JSON file, or the member that is to keep the register',
    )
    .option(MEMBERS, 'of another keeper: who then has a voice; default: who has one now')
    .option('--withdraw', 'take the consent back')
    .option(PROFILE, PROFILE_TEXT)
    .action(async (to: string, what: string, _options: ConsentOptions, command: Command) => {
      const { withdraw } = command.optsWithGlobals<ConsentOptions>();
      const told = `${withdraw === true ? 'consents no more' : 'consents'} to ${to} ${what}`;
      await perform(command, io, told, async (administrator, options: ConsentOptions) => {
        const subject = await subjectOf(to, what, options, administrator);
        return withdraw === true ? registryActs.withdrawConsent(subject) : registryActs.consent(subject);
      });
    });
  register
    .command('departure')
    .description(
      'administrator of the keeper: record that a member has left, and close what it owed and was owed',
    )
    .argument('<member>', 'who has left', memberOf)
    .requiredOption(WITH, 'a member that has consented', memberOf)
    .option(PROFILE, PROFILE_TEXT)
    .action(async (member: string, _options: WithOptions, command: Command) => {
      await perform(command, io, `recorded that ${member} has left`, (_administrator, options: WithOptions) =>
        registryActs.departure(member, String(options.with)),
      );
    });
  register
    .command('form')
    .description('administrator of the keeper: enter a form, or change its entry')
    .argument('<file>', 'the form as JSON')
    .requiredOption(WITH, 'a member that has consented to exactly this form', memberOf)
    .option(PROFILE, PROFILE_TEXT)
    .action(async (file: string, _options: WithOptions, command: Command) => {
      const form = formIn(file);
      await perform(command, io, `entered form ${form.code}`, (_administrator, options: WithOptions) =>
        registryActs.form(form, String(options.with)),
      );
    });
  register
    .command('keeper')
    .description(
      'administrator: have another member keep the register, by more than half of those with a voice',
    )
    .argument('<member>', 'who is to keep it; the own member, or one that has consented', memberOf)
    .requiredOption('--with <codes...>', 'members that have consented, besides the own one')
    .option(MEMBERS, 'who then has a voice; default: who has one now')
    .option(PROFILE, PROFILE_TEXT)
    .action(async (keeper: string, _options: WithOptions, command: Command) => {
      await perform(
        command,
        io,
        `${keeper} keeps the register`,
        async (administrator, options: WithOptions) =>
          registryActs.charter(
            await charterOf(keeper, options, administrator),
            [options.with].flat().map(memberOf),
          ),
      );
    });
}

async function perform<O extends ProfileOption>(
  command: Command,
  io: Io,
  told: string,
  actOf: (administrator: Administrator, options: O) => RegistryAct | Promise<RegistryAct>,
): Promise<void> {
  const options = command.optsWithGlobals<O>();
  const context = new Context(io, command);
  const { transactionId } = await asAdministrator(options, context, async (administrator) =>
    administrator.perform(await actOf(administrator, options)),
  );
  context.answer({ told, transactionId }, () => [told, `transaction ${transactionId}`]);
}

function subjectOf(
  to: string,
  what: string,
  options: CharterOptions,
  administrator: Administrator,
): ConsentSubject | Promise<ConsentSubject> {
  if (to === 'departure') return { departure: memberOf(what) };
  if (to === 'form') return formSubject(formIn(what));
  if (to === 'keeper')
    return charterOf(memberOf(what), options, administrator).then((charter) => ({ charter }));
  throw new UsageError(`${to} is nothing that takes a consent: departure, form or keeper`);
}

async function charterOf(
  keeper: string,
  { members }: CharterOptions,
  administrator: Administrator,
): Promise<Charter> {
  return inOrder({ keeper, members: members?.map(memberOf) ?? (await administrator.charter()).members });
}

/** @throws UsageError */
function formIn(file: string): Form {
  const value = readJsonFile(file);
  const [problem] = forms.problems(value);
  if (problem !== undefined) throw new UsageError(`${file} is no form: see ${problem}`);
  return value as Form;
}
