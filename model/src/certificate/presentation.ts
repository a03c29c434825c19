import { Type, type Static } from 'typebox';
import { addMonths, type CalendarDate } from '../calendar/calendar-date.js';
import { compareDecimals } from '../quantity/decimal.js';
import { holds } from '../rule/rule.js';
import { closed, CountryCode } from '../validation/vocabulary.js';

/** Why a late proof is accepted. */
export type LateGround =
  /** OCP 14(b): it must be accepted. */
  | 'FORCE_MAJEURE'
  /** OCP 14(b), beyond the exporter's control: it must be accepted. */
  | 'OTHER_VALID_CAUSE'
  /** OCP 14(c): it may be accepted, if the goods were imported before expiry. */
  | 'IMPORTED_IN_TIME';

/** Whether a proof presented on this day is within its validity; the last day is included. */
export const presentedInTime = holds(
  ['OCP 14(a)', 'reading dates'],
  (presented: CalendarDate, expires: CalendarDate): boolean => presented <= expires,
);

/** Whether a late proof may be accepted on this ground. */
export const lateAcceptable = holds(
  ['OCP 14(b)', 'OCP 14(c)'],
  (ground: LateGround, imported: CalendarDate | undefined, expires: CalendarDate): boolean =>
    ground !== 'IMPORTED_IN_TIME' || (imported !== undefined && imported <= expires),
);

/** OCP 15: goods of at most 200 US dollars FOB, also by post, need no proof but the exporter's declaration. */
export const proofWaived = holds(
  ['OCP 15'],
  (fobUsDollars: string): boolean => compareDecimals(fobUsDollars, '200') <= 0,
);

/** OCP 30.2: utilisation is told within validity; later, as after 14(b) or 14(c), it is marked. */
export const utilisationMarkedLate = holds(
  ['OCP 30.2'],
  (told: CalendarDate, expires: CalendarDate): boolean => told > expires,
);

/**
 * The last day records must be kept: at least three years, or the longer time of the member's law. A certified
 * exporter's file counts from the end of its authorisation.
 */
export const recordsKeptUntil = holds(
  ['OCP 17', 'OCP 17.3', 'OCP 31', 'OCP 12A.4'],
  (from: CalendarDate, nationalYears = 3): CalendarDate => addMonths(from, 12 * Math.max(3, nationalYears)),
);

/** What an importer hands in with a claim for preference. */
export const PresentedDocuments = Type.Object(
  {
    proof: Type.Boolean(),
    declarationNamesReference: Type.Boolean(),
    invoice: Type.Boolean(),
    /** Transported through a country that takes no part. */
    throughNonMember: Type.Boolean(),
    /** Member in which the through bill of lading was issued. */
    billOfLadingFrom: Type.Optional(CountryCode),
    /** Evidence for direct consignment: transit for reasons of geography, no trade there, no working. */
    evidence: Type.Array(
      Type.Union([
        Type.Literal('TRANSIT_JUSTIFIED'),
        Type.Literal('NO_TRADE_OR_CONSUMPTION'),
        Type.Literal('NO_OPERATION'),
      ]),
      { uniqueItems: true, maxItems: 10 },
    ),
  },
  closed,
);
export type PresentedDocuments = Static<typeof PresentedDocuments>;

/** What is missing for a claim: the papers of OCP 13.1, 30.1, and of OCP 21 on the way through a non-member. */
export const missingDocuments = holds(
  ['OCP 13.1', 'OCP 30.1', 'OCP 21'],
  (exporting: string, presented: PresentedDocuments): string[] => {
    const transit = presented.throughNonMember;
    const missing: readonly (readonly [string, boolean])[] = [
      ['proof', !presented.proof],
      ['declarationNamesReference', !presented.declarationNamesReference],
      ['invoice', !presented.invoice],
      ['billOfLadingFrom', transit && presented.billOfLadingFrom !== exporting],
      ...(['TRANSIT_JUSTIFIED', 'NO_TRADE_OR_CONSUMPTION', 'NO_OPERATION'] as const).map(
        (kind) => [`evidence.${kind}`, transit && !presented.evidence.includes(kind)] as const,
      ),
    ];
    return missing.filter(([, lacks]) => lacks).map(([name]) => name);
  },
);

/** What must be shown of goods sold at an exhibition. */
export const ExhibitionFacts = Type.Object(
  {
    dispatchedAndExhibited: Type.Boolean(),
    soldToConsignee: Type.Boolean(),
    consignedDuringOrRightAfter: Type.Boolean(),
    inTheStateSent: Type.Boolean(),
    underCustomsControl: Type.Boolean(),
    nameAndAddressIndicated: Type.Boolean(),
  },
  closed,
);
export type ExhibitionFacts = Static<typeof ExhibitionFacts>;

/** OCP 22: the conditions that are not met. */
export const exhibitionUnmet = holds(['OCP 22', 'note 13'], (facts: ExhibitionFacts): string[] =>
  Object.entries(facts)
    .filter(([, met]) => !met)
    .map(([name]) => name),
);
