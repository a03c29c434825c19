import { Type, type Static } from 'typebox';
import { DecisionContents } from '../certificate/decision-contents.js';
import { closed, Instant } from '../validation/vocabulary.js';
import { AsOf } from './answers.js';

const { outcome, grounds, note } = DecisionContents.properties.items.items.properties;

/** Where an item of a certificate stands: for everybody. How it was decided, and why: for its readers alone. */
export const ItemView = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    state: Type.Union([
      Type.Literal('PENDING'),
      Type.Literal('DECIDED'),
      Type.Literal('CLARIFIED'),
      Type.Literal('SUSPENDED'),
      Type.Literal('CLASSIFICATION_OPEN'),
    ]),
    decidedAt: Type.Optional(Instant),
    /** Absent for who may not see it, and as long as what the decision says has not arrived here. */
    outcome: Type.Optional(outcome),
    grounds: Type.Optional(grounds),
    note,
  },
  closed,
);
export type ItemView = Static<typeof ItemView>;

export const ItemsAnswer = Type.Object(
  { asOf: AsOf, name: Type.String(), items: Type.Array(ItemView, { maxItems: 1000 }) },
  closed,
);
export type ItemsAnswer = Static<typeof ItemsAnswer>;
