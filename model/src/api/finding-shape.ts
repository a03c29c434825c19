import { Type } from 'typebox';
import { closed } from '../validation/vocabulary.js';

/** What a rule finds in a document: see the model's `Finding`. */
export const FindingShape = Type.Object(
  {
    /** Path of the box, such as `items[2].hs`; never its value. */
    box: Type.String(),
    /** Name of the rule, such as `OCP 25`. */
    rule: Type.String(),
    /** An error keeps an application from being handed in; a warning passes and is recorded. */
    weight: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
    remedy: Type.String(),
  },
  closed,
);
