import {
  authorise,
  changeStanding,
  declarationReference,
  declareBackToBack,
  declareOrigin,
  documentBox,
  encodeBase64url,
  exporterLink,
  type CertificateReference,
  type FormDDocument,
  type Json,
} from '@origin-ledger/model';
import { balanceParcels } from './requests/balance-parcels.js';
import type { ActParcel, PrepareActOptions } from './requests/prepare-act.js';
import type { OriginalToDraw } from './requests/prepare-back-to-back.js';

/** What the register says of a certified exporter, and what its authority has confirmed. */
export type Authorisation = Parameters<typeof authorise.reads>[0];
export type Standing = Parameters<typeof changeStanding.reads>[0];
/** An origin declaration: all that it says, for the two states alone. */
export type OriginDeclaration = Omit<FormDDocument, 'salt' | 'selfCertification'> & {
  readonly selfCertification: NonNullable<FormDDocument['selfCertification']>;
};

type Act = Omit<PrepareActOptions, 'audience'>;

const BITS_96 = 12;
const SALT_BYTES = 32;
const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));

/**
 * A reference for a new declaration. Its number is drawn at random, so that it tells nobody which document it stands on.
 * @param member code of the exporter's member
 */
export const freshDeclarationReference = (member: string): CertificateReference =>
  declarationReference(
    member,
    Array.from(random(BITS_96), (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase(),
  );

/**
 * Joins an exporter's entry to the code of its keys: the authority enters `link` and tells `salt` to the exporter alone,
 * who states it in each declaration (`selfCertification.link`).
 * @param exporter `MEMBER.CODE` of the entry
 * @param party code under which its keys are registered: one that tells nobody whose it is
 */
export function newExporterLink(
  exporter: string,
  party: string,
): { readonly link: string; readonly salt: string } {
  const salt = encodeBase64url(random(SALT_BYTES));
  return { link: exporterLink(exporter, party, salt), salt };
}

/** What everybody sees of a declaration. */
const publicPart = ({ reference, certification, declaration, transport, items }: OriginDeclaration) => ({
  number: reference.number,
  date: certification.date,
  importing: declaration.importing,
  departure: transport.departure,
  items: items.length,
});

const documentParcel = (document: OriginDeclaration): ActParcel => ({
  box: documentBox(document.reference),
  readers: [document.reference.member, document.declaration.importing],
  contents: JSON.parse(JSON.stringify(document)) as { readonly [member: string]: Json },
});

/** Certified exporters and their origin declarations: each builds the act that {@link OriginClient.performAct} performs. */
export const selfCertificationActs = {
  /** A signatory of the competent authority authorises an exporter, or changes what its entry says. */
  authorise: (args: Authorisation): Act => ({ op: authorise.op, args }),
  /** A signatory suspends, restores or withdraws an authorisation, from today on. */
  changeStanding: (args: Standing): Act => ({ op: changeStanding.op, args }),
  /** The exporter enters a declaration; from then on it goes the way of every proof, under its reference. */
  declareOrigin: (document: OriginDeclaration): Act => ({
    op: declareOrigin.op,
    args: publicPart(document),
    parcels: [documentParcel(document)],
  }),
  /**
   * The exporter enters a back-to-back declaration and draws on its originals, all of one first exporting member.
   * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID
   */
  declareBackToBack: (document: OriginDeclaration, originals: readonly OriginalToDraw[]): Act => {
    const references = originals.map(({ view }) => view.record.reference);
    return {
      op: declareBackToBack.op,
      args: { declaration: publicPart(document), first: references[0]?.member, originals: references },
      parcels: [
        documentParcel(document),
        ...originals.flatMap(({ view, before, items }) => balanceParcels(view, before, [{ items }])),
      ],
    };
  },
} as const;
