import { Type, type Static } from 'typebox';
import { closed } from '../validation/vocabulary.js';

const Word = Type.String({ pattern: '^[A-Z0-9][A-Z0-9. -]{0,23}$' });
const Percent = Type.Integer({ minimum: 0, maximum: 100 });
const Country = Type.String({ pattern: '^[A-Z][A-Z0-9]{1,11}$' });

/** When a word of box 8 carries a percentage, and which. */
export const PercentageRule = Type.Object(
  {
    /** `withTariffChange`: only together with a word of tariff change. */
    when: Type.Union([Type.Literal('always'), Type.Literal('never'), Type.Literal('withTariffChange')]),
    minimum: Type.Optional(Percent),
    maximum: Type.Optional(Percent),
    /** The least when the word stands alone. */
    minimumAlone: Type.Optional(Percent),
    /** Written as the bare percentage, without the word (`40%`). */
    bare: Type.Optional(Type.Literal(true)),
  },
  closed,
);
export type PercentageRule = Static<typeof PercentageRule>;

/** Box 8 of a form: which words it knows, and how they combine. */
export const CriteriaTable = Type.Object(
  {
    first: Type.Array(Word, { uniqueItems: true, maxItems: 40 }),
    further: Type.Array(Word, { uniqueItems: true, maxItems: 40 }),
    maxFurther: Type.Integer({ minimum: 0, maximum: 4 }),
    /** Words that must stand alone, such as WO. */
    alone: Type.Array(Word, { uniqueItems: true, maxItems: 40 }),
    percentages: Type.Record(Type.String(), PercentageRule),
    /** The table of this form is not known here: any text passes with a warning. */
    open: Type.Optional(Type.Literal(true)),
  },
  closed,
);
export type CriteriaTable = Static<typeof CriteriaTable>;

/** A form of certificate as data: what the rules need to know of it. A new form is one such value and no code. */
export const Form = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Z][A-Z0-9.-]{0,11}$' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    /** Trade agreement: an original and its back-to-back are under the same. */
    agreement: Type.String({ minLength: 1, maxLength: 40 }),
    /** `declaration`: made out by a certified exporter, never issued by an authority. */
    kind: Type.Union([Type.Literal('certificate'), Type.Literal('declaration')]),
    members: Type.Array(Country, { uniqueItems: true, maxItems: 300 }),
    /** Of these, who is no member of this ledger: transmission is OUTSIDE. */
    outside: Type.Array(Country, { uniqueItems: true, maxItems: 300 }),
    /** Goods may go to any country, of the ledger or not. */
    anyDestination: Type.Optional(Type.Literal(true)),
    /** OCP 14(a). */
    validityMonths: Type.Integer({ minimum: 1, maximum: 60 }),
    /** OCP 10.2. */
    retroactiveMonths: Type.Integer({ minimum: 0, maximum: 60 }),
    itemLimit: Type.Integer({ minimum: 1, maximum: 1000 }),
    criteria: CriteriaTable,
    /** Whether a back-to-back may be issued on it. */
    backToBack: Type.Boolean(),
    /** OCP 25, note 10: FOB is shown only with one of these at either end; absent: the rule is not this form's. */
    fobMembers: Type.Optional(Type.Array(Country, { uniqueItems: true, maxItems: 300 })),
    /** Note 17: materials without the tariff change are at most so much of FOB; absent: no source of ours says. */
    deMinimisPercent: Type.Optional(Percent),
    /** Length of the tariff code in box 7, where it is more than six. */
    tariffDigits: Type.Optional(Type.Integer({ minimum: 6, maximum: 12 })),
    /** Boxes of which every item or certificate has one, beyond those all forms share. */
    requires: Type.Array(Type.Union([Type.Literal('exportedHs'), Type.Literal('producer')]), {
      uniqueItems: true,
      maxItems: 10,
    }),
    /** Which of these numbers no source of ours states: to be confirmed before use. */
    unconfirmed: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
  },
  closed,
);
export type Form = Static<typeof Form>;

const ASEAN_MEMBERS = ['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'VN'] as const;
/** The ten members that apply ATIGA (note 1). Timor-Leste is entered once it does. */
export const asean: readonly string[] = ASEAN_MEMBERS;
