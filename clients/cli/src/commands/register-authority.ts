import { AuthorityRecord, validatorOf } from '@origin-ledger/model';
import type { Command } from 'commander';
import { registryActs } from '../administration/registry-acts.js';
import { Context } from '../context.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage-error.js';
import { asAdministrator, PROFILE, PROFILE_TEXT, type ProfileOption } from './as-administrator.js';

interface AuthorityOptions extends ProfileOption {
  readonly kind: string;
  readonly name: string;
  readonly address: string;
  readonly office?: readonly string[];
  readonly specimens?: true;
  readonly ended?: true;
}

const kinds = validatorOf(AuthorityRecord.properties.kind);

/** `co register authority`: whose officials sign, and for which offices. */
export function addRegisterAuthority(register: Command, io: Io): void {
  register
    .command('authority')
    .description('administrator: list an authority or agency of the own member, renew its entry, or end it')
    .argument('<code>', 'its code in the list, such as MOIT')
    .requiredOption('--kind <kind>', 'issuing, competent, customs or agency')
    .requiredOption('--name <text>', 'its name')
    .requiredOption('--address <text>', 'its address')
    .option('--office <code...>', 'offices that number certificates for it; default: any')
    .option('--specimens', 'it also issues on paper, so specimens go to the Secretariat (OCP 2.1)')
    .option('--ended', 'it is no longer in function; what it did before stands')
    .option(PROFILE, PROFILE_TEXT)
    .action(async (code: string, _options: AuthorityOptions, command: Command) => {
      const options = command.optsWithGlobals<AuthorityOptions>();
      const { kind, name, address, office, specimens, ended } = options;
      if (!kinds.is(kind)) throw new UsageError(`${kind} is no kind of authority`);
      const context = new Context(io, command);
      const offices = office === undefined ? [] : [...office];
      const entry = {
        ...{ code, kind, name, address, offices },
        electronicOnly: specimens !== true,
        active: ended !== true,
      };
      const { transactionId } = await asAdministrator(options, context, (administrator) =>
        administrator.perform(registryActs.authority(entry)),
      );
      context.answer({ authority: code, transactionId }, () => [
        `${ended === true ? 'ended' : 'listed'} ${kind} authority ${code}`,
        `transaction ${transactionId}`,
      ]);
    });
}
