import {
  changeCharter,
  giveConsent,
  registerAuthority,
  registerDeparture,
  registerForm,
  registerSettings,
  transactionOf,
  type ActDefinition,
  type Charter,
  type ConsentSubject,
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
  /** The keeper of the register enters or changes a form, with a member that has consented to its text. */
  form: (form: Form, other: string): RegistryAct => stated(registerForm, { form, with: other }),
  /** What the own member's law sets. */
  settings: (settings: NationalSettings): RegistryAct => stated(registerSettings, { settings }),
  /** The keeper of the register records that another has left, with a member that has consented. */
  departure: (member: string, other: string): RegistryAct =>
    stated(registerDeparture, { member, with: other }),
  /** Consents to a charter, a departure or a form; for a form: `formSubject(form)` of the model. */
  consent: (to: ConsentSubject): RegistryAct => stated(giveConsent, { to }),
  /** Takes a consent back. */
  withdrawConsent: (to: ConsentSubject): RegistryAct => stated(giveConsent, { to, withdrawn: true }),
  /** More than half of the members with a voice name another keeper, or others to have a voice. */
  charter: (charter: Charter, others: readonly string[]): RegistryAct =>
    stated(changeCharter, { charter, with: others }),
} as const;

/** The act as its writer states it: the arguments are checked by the contract. Undefined for acts with a command of their own. */
export const registryActOf = (op: string, args: RegistryAct['args']): RegistryAct | undefined =>
  [registerAuthority, registerForm, registerSettings, registerDeparture, giveConsent, changeCharter]
    .filter((definition) => definition.op === op)
    .map((definition) => stated(definition, args))[0];
