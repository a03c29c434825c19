import { authorise, changeStanding, declareOrigin, documentBox } from '@origin-ledger/model';
import type { Contents } from './acts.js';
import type { PrepareActOptions } from './requests/prepare-act.js';

/** What the register says of a certified exporter, and what its authority has confirmed. */
export type Authorisation = Parameters<typeof authorise.reads>[0];
export type Standing = Parameters<typeof changeStanding.reads>[0];
/** The public part of an origin declaration. */
export type OriginDeclaration = Parameters<typeof declareOrigin.reads>[0];

type Act = Omit<PrepareActOptions, 'audience'>;

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
    parcels: [
      {
        box: documentBox({ member, office: `CE-${args.exporter}`, number: args.number }),
        readers: [member, args.importing],
        contents: document,
      },
    ],
  }),
} as const;
