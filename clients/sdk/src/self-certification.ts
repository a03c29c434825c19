import {
  authorise,
  changeStanding,
  declareBackToBack,
  declareOrigin,
  documentBox,
} from '@origin-ledger/model';
import type { Contents } from './acts.js';
import { balanceParcels } from './requests/balance-parcels.js';
import type { ActParcel, PrepareActOptions } from './requests/prepare-act.js';
import type { OriginalToDraw } from './requests/prepare-back-to-back.js';

/** What the register says of a certified exporter, and what its authority has confirmed. */
export type Authorisation = Parameters<typeof authorise.reads>[0];
export type Standing = Parameters<typeof changeStanding.reads>[0];
/** The public part of an origin declaration. */
export type OriginDeclaration = Parameters<typeof declareOrigin.reads>[0];

type Act = Omit<PrepareActOptions, 'audience'>;

const documentParcel = (member: string, args: OriginDeclaration, contents: Contents): ActParcel => ({
  box: documentBox({ member, office: `CE-${args.exporter}`, number: args.number }),
  readers: [member, args.importing],
  contents,
});

/** Certified exporters and their origin declarations: each builds the act that {@link OriginClient.performAct} performs. */
export const selfCertificationActs = {
  /** A signatory of the competent authority authorises an exporter, or changes what its entry says. */
  authorise: (args: Authorisation): Act => ({ op: authorise.op, args }),
  /** A signatory suspends, restores or withdraws an authorisation, from today on. */
  changeStanding: (args: Standing): Act => ({ op: changeStanding.op, args }),
  /**
   * The exporter enters a declaration; from then on it goes the way of every proof, as `MEMBER.CE-CODE.NUMBER`.
   * @param member code of the exporter's member
   * @param document what the declaration says: for the two states alone
   */
  declareOrigin: (member: string, args: OriginDeclaration, document: Contents): Act => ({
    op: declareOrigin.op,
    args,
    parcels: [documentParcel(member, args, document)],
  }),
  /**
   * The exporter enters a back-to-back declaration and draws on its originals, all of one first exporting member.
   * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID
   */
  declareBackToBack: (
    member: string,
    declaration: OriginDeclaration,
    document: Contents,
    originals: readonly OriginalToDraw[],
  ): Act => {
    const references = originals.map(({ view }) => view.record.reference);
    return {
      op: declareBackToBack.op,
      args: { declaration, first: references[0]?.member, originals: references },
      parcels: [
        documentParcel(member, declaration, document),
        ...originals.flatMap(({ view, before, items }) => balanceParcels(view, before, [{ items }])),
      ],
    };
  },
} as const;
