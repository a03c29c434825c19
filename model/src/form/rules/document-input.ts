import type { CalendarDate } from '../../calendar/calendar-date.js';
import type { DraftDocument } from '../draft.js';
import type { Form } from '../form-definition.js';
import { criterionPieces } from '../origin-criterion.js';

/** Code lists a member points at; without one only the form of a code is checked. */
export interface CodeLists {
  /** HS 2022, six digits. */
  readonly hs?: ReadonlySet<string>;
  /** UN/LOCODE. */
  readonly ports?: ReadonlySet<string>;
  /** UN/ECE Rec 20. */
  readonly units?: ReadonlySet<string>;
  /** UN/ECE Rec 21. */
  readonly packages?: ReadonlySet<string>;
}

/** What a rule of the boxes knows: the document, its form, who issues it and when. */
export interface DocumentInput {
  readonly document: DraftDocument;
  readonly form: Form;
  /** The member that issues it, or whose certified exporter makes it out. */
  readonly exporting: string;
  /** The day it is handed in, in the exporting member's zone. */
  readonly submitted: CalendarDate;
  readonly lists?: CodeLists;
}

export type DraftItem = NonNullable<DraftDocument['items']>[number];

/** The boxes of the items that break a rule: `items[3].hs`. */
export const itemBoxes = (
  { document }: DocumentInput,
  box: string,
  breaks: (item: DraftItem) => boolean,
): string[] =>
  (document.items ?? []).flatMap((item, index) => (breaks(item) ? [`items[${index}].${box}`] : []));

/** The words of box 8 that every form uses alike. */
export const usesWord = (criterion: string | undefined, word: string): boolean =>
  criterionPieces(criterion ?? '').some((part) => part === word || part.startsWith(`${word} `));
