import { addMonths, type CalendarDate } from '../calendar/calendar-date.js';
import { compareDecimals } from '../quantity/decimal.js';
import { holds } from '../rule/rule.js';

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
export interface PresentedDocuments {
  readonly proof: boolean;
  readonly declarationNamesReference: boolean;
  readonly invoice: boolean;
  /** Transported through a country that takes no part. */
  readonly throughNonMember: boolean;
  /** Member in which the through bill of lading was issued. */
  readonly billOfLadingFrom?: string;
  /** Evidence for direct consignment: transit for reasons of geography, no trade there, no working. */
  readonly evidence: readonly ('TRANSIT_JUSTIFIED' | 'NO_TRADE_OR_CONSUMPTION' | 'NO_OPERATION')[];
}

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
export interface ExhibitionFacts {
  readonly dispatchedAndExhibited: boolean;
  readonly soldToConsignee: boolean;
  readonly consignedDuringOrRightAfter: boolean;
  readonly inTheStateSent: boolean;
  readonly underCustomsControl: boolean;
  readonly nameAndAddressIndicated: boolean;
}

/** OCP 22: the conditions that are not met. */
export const exhibitionUnmet = holds(['OCP 22', 'note 13'], (facts: ExhibitionFacts): string[] =>
  Object.entries(facts)
    .filter(([, met]) => met !== true)
    .map(([name]) => name),
);
