import {
  registerAuthority,
  registerDeparture,
  registerForm,
  registerSettings,
  transactionOf,
  type ActDefinition,
  type Form,
  type NationalSettings,
} from '@origin-ledger/model';
import type { RegistryAct } from './administrator.js';

/** What an authority's entry says; renewed or ended by entering it anew. */
export type AuthorityEntry = Parameters<typeof registerAuthority.reads>[0];

const stated = ({ op }: Pick<ActDefinition, 'op'>, args: RegistryAct['args']): RegistryAct => ({
  op,
  transaction: transactionOf(op).split(':')[1] ?? '',
  args,
});

/**
 * Entries of the register besides members and keys: each builds the act that {@link Administrator.perform} performs.
 * @example
 * await administrator.perform(registryActs.settings({ ...defaultSettings, recordYears: 5 }));
 */
export const registryActs = {
  /** Lists an authority or agency of the own member, renews its entry, or ends it (`active: false`). */
  authority: (entry: AuthorityEntry): RegistryAct => stated(registerAuthority, entry),
  /** The member that keeps the register enters or changes a form. */
  form: (form: Form): RegistryAct => stated(registerForm, { form }),
  /** What the own member's law sets. */
  settings: (settings: NationalSettings): RegistryAct => stated(registerSettings, { settings }),
  /** The member that keeps the register records that another has left. */
  departure: (member: string): RegistryAct => stated(registerDeparture, { member }),
} as const;

/** The act as its writer states it: the arguments are checked by the contract. Undefined for acts with a command of their own. */
export const registryActOf = (op: string, args: RegistryAct['args']): RegistryAct | undefined =>
  [registerAuthority, registerForm, registerSettings, registerDeparture]
    .filter((definition) => definition.op === op)
    .map((definition) => stated(definition, args))[0];
