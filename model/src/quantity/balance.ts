import { Type, type Static } from 'typebox';
import type { Json } from '../canonical/canonical-json.js';
import { FormDDocument } from '../form/form-d-document.js';
import { holds } from '../rule/rule.js';
import { validatorOf } from '../validation/validator.js';
import { closed, Decimal, Salt, Sha256Text } from '../validation/vocabulary.js';
import { formatDecimal, parseDecimal } from './decimal.js';

/** A quantity of one item, in the unit of its certificate. */
export const ItemQuantity = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 1000 }),
    value: Decimal,
    unit: Type.String({ pattern: '^[A-Z0-9]{2,3}$' }),
  },
  closed,
);
export type ItemQuantity = Static<typeof ItemQuantity>;

/** One use of a balance: against which declaration, and how much of which items. */
export const Draw = Type.Object(
  {
    /** Number of the customs declaration; a re-export names none, the new certificate is not the first member's to see. */
    declaration: Type.Optional(Type.String({ minLength: 1, maxLength: 70 })),
    items: Type.Array(ItemQuantity, { minItems: 1, maxItems: 1000 }),
  },
  closed,
);
export type Draw = Static<typeof Draw>;

/**
 * What is left of a certificate after draws: a parcel of the two states. It names the balance before it, so that the
 * contract can prove it by its hash. Draws that wait for one balance go together.
 */
export const Balance = Type.Object(
  {
    salt: Salt,
    certificate: Type.String(),
    /** Commitment of the balance before, or of the document itself. */
    previous: Sha256Text,
    draws: Type.Array(Draw, { minItems: 1, maxItems: 500 }),
    left: Type.Array(ItemQuantity, { minItems: 1, maxItems: 1000 }),
  },
  closed,
);
export type Balance = Static<typeof Balance>;

const balanceValidator = validatorOf(Balance);
const documentValidator = validatorOf(FormDDocument);

/** A parcel as a balance, if it is one. */
export const asBalance = (parcel: Json | undefined): Balance | undefined =>
  balanceValidator.is(parcel) ? parcel : undefined;

/** What a parcel leaves to be drawn: a balance its rest, a document its quantities. */
export function leftIn(parcel: Json | undefined): readonly ItemQuantity[] | undefined {
  const balance = asBalance(parcel);
  if (balance !== undefined) return balance.left;
  if (!documentValidator.is(parcel)) return undefined;
  return parcel.items.map(({ number, quantity }) => ({ number, ...quantity }));
}

/** Why draws cannot be taken, or what they leave. */
export type Drawn =
  { readonly left: readonly ItemQuantity[] } | { readonly problem: 'QUANTITY_EXCEEDED' | 'BALANCE_INVALID' };

/**
 * Takes draws from what is left, per item and unit, exactly: the total never exceeds the certificate, all earlier
 * draws counted.
 */
export const drawn = holds(
  ['OCP 11.1(f)', 'OCP 11.1(d)', 'OCP 30.2'],
  (left: readonly ItemQuantity[], draws: readonly Draw[]): Drawn => {
    const rest = new Map(
      left.map(({ number, value, unit }) => [number, { value: parseDecimal(value), unit }]),
    );
    for (const { number, value, unit } of draws.flatMap(({ items }) => items)) {
      const item = rest.get(number);
      const amount = parseDecimal(value);
      // Another unit is another quantity: nothing is converted here.
      if (item?.unit !== unit || amount === 0n) return { problem: 'BALANCE_INVALID' };
      if (amount > item.value) return { problem: 'QUANTITY_EXCEEDED' };
      rest.set(number, { ...item, value: item.value - amount });
    }
    return {
      left: left.map(({ number, unit, value }) => ({
        number,
        unit,
        value: formatDecimal(rest.get(number)?.value ?? parseDecimal(value)),
      })),
    };
  },
);

/** Whether two lists of quantities say the same. */
export const sameQuantities = (one: readonly ItemQuantity[], other: readonly ItemQuantity[]): boolean =>
  one.length === other.length &&
  one.every(({ number, value, unit }, index) => {
    const same = other[index];
    return same?.number === number && same.value === value && same.unit === unit;
  });
