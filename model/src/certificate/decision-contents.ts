import { Type, type Static } from 'typebox';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { CalendarDateText, closed, Salt } from '../validation/vocabulary.js';
import { followsDetermination } from '../case/case-contents.js';
import { exhibitionUnmet, ExhibitionFacts, missingDocuments, PresentedDocuments } from './presentation.js';
import { discrepancyWeight, mayRefuse, MinorDiscrepancy, RefusalGround } from './refusal-grounds.js';

/** What a decision's parcel says, item by item: the part that only the two states read. */
export const DecisionContents = Type.Object(
  {
    salt: Salt,
    certificate: Type.String(),
    /** The day the proof was presented, in the importing member's zone. */
    presentedOn: CalendarDateText,
    items: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 1000 }),
          outcome: Type.Union([Type.Literal('GIVEN'), Type.Literal('NOT_GIVEN')]),
          /** Coded; none for an item that is given. */
          grounds: Type.Array(RefusalGround, { uniqueItems: true, maxItems: 20 }),
          /** Minor discrepancies found: recorded with either outcome, no ground by themselves (OCP 16.1). */
          discrepancies: Type.Optional(Type.Array(MinorDiscrepancy, { uniqueItems: true, maxItems: 20 })),
          note: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
    /** Where the proof came on paper: absent, it is electronic. */
    medium: Type.Optional(Type.Literal('paper')),
    /** What was presented with the claim, where the officer records it (OCP 13.1, 21). */
    presented: Type.Optional(PresentedDocuments),
    /** Of goods sold at an exhibition: what was shown (OCP 22). */
    exhibition: Type.Optional(ExhibitionFacts),
  },
  closed,
);
export type DecisionContents = Static<typeof DecisionContents>;

const validator = plainValidatorOf(DecisionContents);

/** A parcel as a decision, if it is one. */
export const asDecision = (contents: unknown): DecisionContents | undefined =>
  validator.is(contents) ? contents : undefined;

/** How a decision went for an item; undefined where the parcel is none, or says nothing of it. */
export const outcomeOn = (contents: unknown, item: number): 'GIVEN' | 'NOT_GIVEN' | undefined =>
  asDecision(contents)?.items.find(({ number }) => number === item)?.outcome;

/** What a decision's contents are compared with. */
export interface StatedDecision {
  readonly certificate: string;
  readonly items: readonly number[];
  /** Whether the proof came within its validity, or its lateness was accepted; absent: not known here. */
  readonly inTime?: boolean | undefined;
  /** Items of which a case was determined originating: suspended preference is reinstated (OCP 19.8). */
  readonly foundOriginating?: readonly number[];
}

/** Boxes of a decision that contradict its public part or the rules; gateways of both states ask before they trust it. */
export const decisionProblems = holds(
  [
    'OCP 13.1',
    'OCP 13.2',
    'OCP 13.3',
    'OCP 14(b)',
    'OCP 19.8',
    'OCP 21',
    'OCP 22',
    'OCP 30.3',
    'OCP 16.1',
    'OCP 16.2',
    'axis preference',
  ],
  (contents: unknown, stated: StatedDecision): string[] => {
    if (!validator.is(contents)) return validator.problems(contents);
    const numbers = contents.items.map(({ number }) => number);
    const given = contents.items.some(({ outcome }) => outcome === 'GIVEN');
    return [
      ...(contents.certificate === stated.certificate ? [] : ['certificate']),
      ...([...numbers].sort().join() === [...stated.items].sort().join() ? [] : ['items']),
      ...contents.items.flatMap((item, index) =>
        itemProblems(item, contents.medium, stated).map((name) => `items[${index}].${name}`),
      ),
      ...(given ? unshown(contents) : []),
    ];
  },
);

function itemProblems(
  { number, outcome, grounds, discrepancies = [] }: DecisionContents['items'][number],
  medium: DecisionContents['medium'],
  { inTime, foundOriginating = [] }: StatedDecision,
): string[] {
  const standing = inTime === true ? grounds.filter((ground) => ground !== 'PRESENTED_LATE') : grounds;
  const grounded = outcome === 'GIVEN' ? grounds.length === 0 : mayRefuse(standing);
  const possible = discrepancies.every(
    (code) => discrepancyWeight(code, medium ?? 'electronic') !== undefined,
  );
  const follows = followsDetermination({ originating: foundOriginating.includes(number) }, [outcome]);
  return [
    ...(follows ? [] : ['outcome']),
    ...(grounded ? [] : ['grounds']),
    ...(possible ? [] : ['discrepancies']),
  ];
}

/** What a claim lacks, of what the officer recorded, although an item is given. */
function unshown({ certificate, presented, exhibition }: DecisionContents): string[] {
  const [exporting = ''] = certificate.split('.');
  return [
    ...(presented === undefined ? [] : missingDocuments(exporting, presented)).map(
      (name) => `presented.${name}`,
    ),
    ...(exhibition === undefined ? [] : exhibitionUnmet(exhibition)).map((name) => `exhibition.${name}`),
  ];
}

/** Box 4 as the form shows it: "given" only when every item is; else "not given", with the numbers to mark in box 5. */
export const box4 = holds(
  ['note 9'],
  (
    items: readonly Pick<DecisionContents['items'][number], 'number' | 'outcome'>[],
  ): { readonly given: boolean; readonly marked: number[] } => {
    const marked = items.filter(({ outcome }) => outcome === 'NOT_GIVEN').map(({ number }) => number);
    return { given: marked.length === 0, marked };
  },
);
