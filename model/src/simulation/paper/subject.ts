/** A form of a run, as its entry is asked for. */
export interface AskedForm {
  readonly code: string;
  readonly members: readonly string[];
  readonly outside: readonly string[];
  readonly months: number;
  readonly retroactiveMonths: number;
  readonly itemLimit: number;
  readonly kind: 'certificate' | 'declaration';
  readonly agreement: string;
}

/** What takes more than one member, as it is asked for. */
export type Subject =
  | { readonly departure: string }
  | { readonly form: AskedForm }
  | { readonly charter: { readonly keeper: string; readonly members: readonly string[] } };

/** What it is, for people. */
export const inShort = (subject: Subject): string =>
  'departure' in subject
    ? `departure ${subject.departure}`
    : 'form' in subject
      ? `form ${subject.form.code}`
      : `charter ${subject.charter.keeper} ${subject.charter.members.join()}`;

/** Whether two are the same, to the last word. */
export const sameSubject = (one: Subject, other: Subject): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
