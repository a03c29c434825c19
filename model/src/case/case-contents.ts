import { Type, type Static } from 'typebox';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { CalendarDateText, closed, Salt } from '../validation/vocabulary.js';

const Text = Type.String({ minLength: 1, maxLength: 4000 });

/** What a release of goods under administrative measures depends on. */
const Release = Type.Object(
  { prohibitedOrRestricted: Type.Boolean(), fraudSuspected: Type.Boolean() },
  closed,
);

/** What a request for a check says (OCP 18(a)). */
export const CheckRequestContents = Type.Object(
  {
    salt: Salt,
    /** A check at random gives no reasons. */
    random: Type.Boolean(),
    reasons: Type.Array(Text, { maxItems: 50 }),
    /** What suggests that particulars may be inaccurate. */
    information: Type.Optional(Text),
    /** The goods were released meanwhile, under measures (OCP 18(c)). */
    released: Type.Optional(Release),
  },
  closed,
);
export type CheckRequestContents = Static<typeof CheckRequestContents>;

/** What a notice of a visit names, and to whom it was delivered (OCP 19.2, 19.3). */
export const VisitNoticeContents = Type.Object(
  {
    salt: Salt,
    notifiedBy: Text,
    premises: Text,
    proposed: CalendarDateText,
    coverage: Text,
    officials: Type.Array(Type.Object({ name: Text, designation: Text }, closed), {
      minItems: 1,
      maxItems: 50,
    }),
    delivered: Type.Array(
      Type.Union([
        Type.Literal('EXPORTER_OR_PRODUCER'),
        Type.Literal('AUTHORITY'),
        Type.Literal('CUSTOMS'),
        Type.Literal('IMPORTER'),
      ]),
      { uniqueItems: true, maxItems: 10 },
    ),
  },
  closed,
);
export type VisitNoticeContents = Static<typeof VisitNoticeContents>;

/** What a determination says. */
export const DeterminationContents = Type.Object(
  { salt: Salt, originating: Type.Boolean(), grounds: Type.Array(Text, { maxItems: 50 }) },
  closed,
);
export type DeterminationContents = Static<typeof DeterminationContents>;

const request = plainValidatorOf(CheckRequestContents);
const notice = plainValidatorOf(VisitNoticeContents);
const determination = plainValidatorOf(DeterminationContents);

const ADDRESSEES = ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'] as const;

/** While a case is open goods may be released under measures, unless prohibited or fraud is suspected. */
export const mayRelease = holds(
  ['OCP 18(c)'],
  (goods: { readonly prohibitedOrRestricted: boolean; readonly fraudSuspected: boolean }): boolean =>
    !goods.prohibitedOrRestricted && !goods.fraudSuspected,
);

/** Boxes wrong in a request for a check: reasons, unless it is at random, and a release that may not be. */
export const checkRequestProblems = holds(
  ['OCP 18', 'OCP 18(a)', 'OCP 18(c)'],
  (contents: unknown): string[] => {
    if (!request.is(contents)) return request.problems(contents);
    return [
      ...(contents.random || contents.reasons.length > 0 ? [] : ['reasons']),
      ...(contents.released === undefined || mayRelease(contents.released) ? [] : ['released']),
    ];
  },
);

/** Boxes missing from a notice of a visit: what it must name, and the four who must have it. */
export const noticeProblems = holds(['OCP 19.2', 'OCP 19.3'], (contents: unknown): string[] => {
  if (!notice.is(contents)) return notice.problems(contents);
  return [
    ...(isCalendarDate(contents.proposed) ? [] : ['proposed']),
    ...ADDRESSEES.filter((one) => !contents.delivered.includes(one)).map((one) => `delivered.${one}`),
  ];
});

/** Boxes missing from a determination: grounds, when the goods are found not to be originating. */
export const determinationProblems = holds(['OCP 18(d)', 'OCP 19.7'], (contents: unknown): string[] => {
  if (!determination.is(contents)) return determination.problems(contents);
  return contents.originating || contents.grounds.length > 0 ? [] : ['grounds'];
});

/** Whether outcomes after a determination agree with it: found originating, suspended preference is reinstated. */
export const followsDetermination = holds(
  ['OCP 19.8'],
  (
    { originating }: Pick<DeterminationContents, 'originating'>,
    outcomes: readonly ('GIVEN' | 'NOT_GIVEN')[],
  ): boolean => !originating || outcomes.every((outcome) => outcome === 'GIVEN'),
);

/**
 * Whether a final determination can follow: goods found originating stay so. Only others have anything to comment on or to
 * find anew, but a state may take note and confirm, so that neither step tells anybody else what was found.
 */
export const finalFollows = holds(
  ['OCP 19.9', 'OCP 20'],
  (
    before: Pick<DeterminationContents, 'originating'>,
    final: Pick<DeterminationContents, 'originating'>,
  ): boolean => !before.originating || final.originating,
);

/** A parcel as a determination, if it is one. */
export const asDetermination = (contents: unknown): DeterminationContents | undefined =>
  determination.is(contents) ? contents : undefined;
