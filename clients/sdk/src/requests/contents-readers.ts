import type { FormDDocument } from '@origin-ledger/model';
import { builtInForms, type FormSource } from '../forms/register-forms.js';

/**
 * Who holds a certificate's contents: the two states, or the issuing one alone where the form goes to a partner
 * outside the ledger, by its table. The contract asks for exactly these.
 */
export function contentsReaders(
  { form, reference, declaration }: FormDDocument,
  formOf: FormSource = builtInForms,
): string[] {
  const { importing } = declaration;
  const table = formOf(form);
  const outside =
    table !== undefined &&
    (table.outside.includes(importing) ||
      (table.anyDestination === true && !table.members.includes(importing)));
  return outside ? [reference.member] : [reference.member, importing];
}
