import { Type, type Static } from 'typebox';
import { closed, Salt } from '../validation/vocabulary.js';

/** What an application says, behind the commitment its applicant signs. Box by box it is judged by the pre-check. */
export const ApplicationContents = Type.Object(
  {
    salt: Salt,
    /** The boxes of the certificate applied for; those of the issuing authority stay open. */
    document: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
);
export type ApplicationContents = Static<typeof ApplicationContents>;

/** Why an application is returned or refused, for its applicant alone. */
export const ApplicationReason = Type.Object(
  {
    salt: Salt,
    text: Type.String({ minLength: 1, maxLength: 2000 }),
    /** Boxes to be completed or corrected, such as `items[0].hs`. */
    boxes: Type.Array(Type.String({ pattern: '^[\\w.[\\]() -]{1,120}$' }), { maxItems: 100 }),
  },
  closed,
);
export type ApplicationReason = Static<typeof ApplicationReason>;
