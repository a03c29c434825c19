import { Role, validatorOf, type Charter } from '@origin-ledger/model';
import type { KeyRegistration } from '@origin-ledger/sdk';
import type { Command } from 'commander';
import type { Administrator } from '../administration/administrator.js';
import { registerKey } from '../administration/register-key.js';
import { registerMember } from '../administration/register-member.js';
import { revokeKey } from '../administration/revoke-key.js';
import { Context } from '../context.js';
import { readJsonFile } from '../files/json-file.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage-error.js';
import { asAdministrator, PROFILE, PROFILE_TEXT, type ProfileOption } from './as-administrator.js';
import { instantOf, memberOf, minutesOf } from './option-values.js';
import { addRegisterAuthority } from './register-authority.js';
import { addRegisterCharter } from './register-charter.js';

interface RegisterKeyOptions extends ProfileOption {
  /** Not a required option to the parser: it would be required of `register member` too. */
  readonly role?: readonly string[];
  readonly authority?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
}
interface RegisterMemberOptions extends ProfileOption {
  readonly name?: string;
  readonly utcOffset: string;
  readonly exchange: boolean;
  readonly keeper?: string;
  readonly members?: readonly string[];
}
interface RevokeOptions extends ProfileOption {
  readonly notTrustedSince?: string;
}

const role = validatorOf(Role);

/** Commands of a member's administrator, who acts on the ledger itself through the own peer. */
export function addRegister(program: Command, io: Io): void {
  const register = program
    .command('register')
    .description('administrator: enter a key (or the member itself: co register member) in the register')
    .argument('<registration>', 'FILE.registration.json of the holder')
    .option('--role <role...>', 'signatory, customs, system, exporter, auditor')
    .option('--authority <code...>', 'of a signatory: the authorities whose official the holder is')
    .option(PROFILE, PROFILE_TEXT)
    .option('--not-before <time>', 'start of validity; default: now')
    .option('--not-after <time>', 'end of validity; default: in two years')
    .action(async (file: string, options: RegisterKeyOptions, command: Command) => {
      await enterKey(file, options, new Context(io, command));
    });
  register
    .command('member')
    .description('administrator: enter the own member, or change its entry')
    .option(PROFILE, PROFILE_TEXT)
    .option('--name <text>', 'default: the name in the profile')
    .requiredOption('--utc-offset <hours>', 'such as +07:00: calendar dates are counted there')
    .option('--no-exchange', 'the member neither issues nor receives certificates')
    .option(
      '--keeper <code>',
      'at the first entry: who keeps the register, as agreed with the others',
      memberOf,
    )
    .option('--members <codes...>', 'at the first entry: who has a voice in it; default: all in the profile')
    .action(async (options: RegisterMemberOptions, command: Command) => {
      await enterMember(
        { ...options, ...command.optsWithGlobals<ProfileOption>() },
        new Context(io, command),
      );
    });
  addRegisterAuthority(register, io);
  addRegisterCharter(register, io);
  program
    .command('revoke')
    .description('administrator: revoke a key; it acts no more')
    .argument('<kid>', 'thumbprint of the key')
    .option(PROFILE, PROFILE_TEXT)
    .option('--not-trusted-since <time>', 'marks its acts from then on; erases none')
    .action(async (kid: string, options: RevokeOptions, command: Command) => {
      await revoke(kid, options, new Context(io, command));
    });
}

async function enterKey(file: string, options: RegisterKeyOptions, context: Context): Promise<void> {
  if (options.role === undefined) throw new UsageError('no role: give --role, once or more');
  const roles = options.role.map((name) => {
    if (!role.is(name)) throw new UsageError(`${name} is no role`);
    return name;
  });
  const { authority } = options;
  if (roles.includes('signatory') !== (authority !== undefined))
    throw new UsageError('a signatory is an official of an authority, and nobody else: give --authority');
  const registration = readRegistration(file);
  // Judged before anything is asked of the ledger.
  const notBefore = options.notBefore === undefined ? undefined : instantOf(options.notBefore);
  const notAfter = options.notAfter === undefined ? undefined : instantOf(options.notAfter);
  const { transactionId } = await asAdministrator(options, context, (administrator) =>
    registerKey(administrator, registration, {
      roles,
      ...(authority === undefined ? {} : { authorities: authority }),
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(notAfter === undefined ? {} : { notAfter }),
    }),
  );
  context.answer({ holder: registration.holder, roles, transactionId }, () => [
    `registered ${registration.holder} as ${roles.join(', ')}`,
    `transaction ${transactionId}`,
  ]);
}

async function enterMember(options: RegisterMemberOptions, context: Context): Promise<void> {
  const utcOffsetMinutes = minutesOf(options.utcOffset);
  const { keeper, members } = options;
  if (keeper === undefined && members !== undefined)
    throw new UsageError('--members belongs to a charter: give --keeper too');
  const entered = await asAdministrator(options, context, async (administrator) => {
    const { transactionId } = await registerMember(administrator, {
      utcOffsetMinutes,
      exchanges: options.exchange,
      ...(keeper === undefined ? {} : { charter: charterOf(keeper, members, administrator) }),
      ...(options.name === undefined ? {} : { name: options.name }),
    });
    return { member: administrator.profile.member.code, transactionId };
  });
  context.answer(entered, () => [
    `registered member ${entered.member}`,
    `transaction ${entered.transactionId}`,
  ]);
}

/** The charter as the administrator states it; all members of the profile have a voice, unless he names them. */
const charterOf = (
  keeper: string,
  members: readonly string[] | undefined,
  { profile }: Administrator,
): Charter => ({
  keeper,
  members: members?.map(memberOf) ?? profile.members.map(({ code }) => code),
});

async function revoke(kid: string, options: RevokeOptions, context: Context): Promise<void> {
  const since = options.notTrustedSince === undefined ? undefined : instantOf(options.notTrustedSince);
  const { transactionId } = await asAdministrator(options, context, (administrator) =>
    revokeKey(administrator, kid, since),
  );
  context.answer({ revoked: kid, transactionId }, () => [`revoked ${kid}`, `transaction ${transactionId}`]);
}

function readRegistration(file: string): KeyRegistration {
  const value = readJsonFile(file);
  if (
    typeof value !== 'object' ||
    value === null ||
    !('holder' in value && 'jwk' in value && 'proof' in value)
  )
    throw new UsageError(`${file} is no registration made by "co keys new"`);
  // The contract checks holder, key and proof.
  return value as KeyRegistration;
}
