import type { FormDDocument } from '../form/form-d-document.js';
import { holds } from '../rule/rule.js';
import type { DeclarationToEnter } from './new-declaration.js';

/**
 * Boxes of a declaration whose goods are not those the register was asked about: every item falls under a code that the
 * public act states, and every code stands for an item. The gateway that reads both asks before it takes the act.
 */
export const declarationAgrees = holds(
  ['OCP 12B.1', 'OCP 2.6', 'OCP 12A.4'],
  ({ items }: Pick<FormDDocument, 'items'>, { hs }: Pick<DeclarationToEnter, 'hs'>): string[] => [
    ...items.flatMap((item, index) =>
      hs.some((code) => item.hs.startsWith(code)) ? [] : [`items[${index}].hs`],
    ),
    ...(hs.every((code) => items.some((item) => item.hs.startsWith(code))) ? [] : ['items.hs']),
  ],
);
