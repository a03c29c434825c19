import type { CertificateReference, CertificateView, Json } from '@origin-ledger/model';
import type { ActParcel } from './requests/prepare-act.js';

/** What a parcel says; its salt is filled in. */
export type Contents = { readonly [member: string]: Json };

/** An act on one certificate, without its reference, readers and salt, which follow from the certificate. */
export interface CertificateAct {
  readonly op: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Its own parcel: its name, and what it says. */
  readonly parcel?: { readonly kind: string; readonly contents: Contents };
}

export interface ItemOutcome {
  readonly number: number;
  readonly outcome: 'GIVEN' | 'NOT_GIVEN';
  /** Coded; none for an item that is given. */
  readonly grounds?: readonly string[];
  readonly note?: string;
}

export interface DecideOptions {
  /** The day the proof was presented, in the importing member's zone. */
  readonly presented: string;
  readonly items: readonly ItemOutcome[];
}

/**
 * The public part of a decision and its parcel, which alone tells how and when presented; `answers` makes it a
 * reassessment of items whose decision was answered.
 */
export function decisionAct(
  name: string,
  { presented, items }: DecideOptions,
  answers?: string,
): CertificateAct {
  return {
    op: answers === undefined ? 'certificate.decide/1' : 'certificate.reassess/1',
    args: {
      items: items.map(({ number }) => number).sort((left, right) => left - right),
      ...(answers === undefined ? {} : { answers }),
    },
    parcel: {
      kind: 'decision',
      contents: {
        certificate: name,
        presentedOn: presented,
        items: items.map(({ number, outcome, grounds = [], note }) => ({
          number,
          outcome,
          grounds: [...grounds],
          ...(note === undefined ? {} : { note }),
        })),
      },
    },
  };
}

/** Who must hold an act's parcel: the issuing member, and the importing one once the certificate was sent to it. */
export const readersOf = ({ record, reception }: CertificateView): string[] => [
  record.reference.member,
  ...(reception === undefined ? [] : [record.importing]),
];

/** Arguments and parcels of an act on a certificate as it stands. */
export function onCertificate(
  view: CertificateView,
  { op, args, parcel }: CertificateAct,
): { readonly op: string; readonly args: Readonly<Record<string, unknown>>; readonly parcels: ActParcel[] } {
  const reference: CertificateReference = view.record.reference;
  const parcels =
    parcel === undefined
      ? []
      : [{ box: `${parcel.kind} ${view.name}`, readers: readersOf(view), contents: parcel.contents }];
  return { op, args: { reference, ...args }, parcels };
}

/** Whether the goods are originating; grounds, when they are not. */
export interface Determination {
  readonly originating: boolean;
  readonly grounds: readonly string[];
}

/** Checks and visits: each builds the act that {@link OriginClient.act} performs. */
export const caseActs = {
  requestCheck: (
    args: {
      readonly case: number;
      readonly items: readonly number[];
      readonly suspend: boolean;
    },
    contents: {
      /** A check at random gives no reasons. */
      readonly random: boolean;
      readonly reasons: readonly string[];
      readonly information?: string;
    },
  ): CertificateAct => ({
    op: 'case.request-check/1',
    args,
    parcel: { kind: 'request', contents: { ...contents, reasons: [...contents.reasons] } },
  }),
  /** @param args.answers name of the parcel with the request, received before */
  replyToCheck: (
    args: { readonly case: number; readonly answers: string },
    contents: Contents,
  ): CertificateAct => ({ op: 'case.reply-check/1', args, parcel: { kind: 'reply', contents } }),
  determineCheck: (
    args: { readonly case: number },
    { originating, grounds }: Determination,
  ): CertificateAct => ({
    op: 'case.determine-check/1',
    args,
    parcel: { kind: 'determination', contents: { originating, grounds: [...grounds] } },
  }),
  notifyVisit: (
    args: {
      readonly case: number;
      readonly items: readonly number[];
      /** The check it follows. */
      readonly check: number;
      readonly suspend: boolean;
      /** Name of the parcel with the check's request, where its reply did not come in time. */
      readonly awaits?: string;
    },
    contents: Contents,
  ): CertificateAct => ({ op: 'case.notify-visit/1', args, parcel: { kind: 'notice', contents } }),
  answerVisit: (
    args: { readonly case: number; readonly consent: boolean; readonly answers: string },
    contents: Contents,
  ): CertificateAct => ({ op: 'case.answer-visit/1', args, parcel: { kind: 'answer', contents } }),
  postponeVisit: (
    args: { readonly case: number; readonly extraDays: number },
    contents: Contents,
  ): CertificateAct => ({ op: 'case.postpone-visit/1', args, parcel: { kind: 'postponement', contents } }),
  holdVisit: (args: { readonly case: number; readonly on: string }): CertificateAct => ({
    op: 'case.hold-visit/1',
    args,
  }),
  /** @param args.awaits name of the parcel with the notice, where nobody told in time whether the visit is consented to */
  determineVisit: (
    args: { readonly case: number; readonly awaits?: string },
    { originating, grounds }: Determination,
  ): CertificateAct => ({
    op: 'case.determine-visit/1',
    args,
    parcel: { kind: 'determination', contents: { originating, grounds: [...grounds] } },
  }),
  commentVisit: (
    args: { readonly case: number; readonly answers: string },
    contents: Contents,
  ): CertificateAct => ({ op: 'case.comment-visit/1', args, parcel: { kind: 'comments', contents } }),
  /** @param args.awaits name of the parcel with the determination, where no comments came in time */
  finalVisit: (
    args: { readonly case: number; readonly awaits?: string },
    { originating, grounds }: Determination,
  ): CertificateAct => ({
    op: 'case.final-visit/1',
    args,
    parcel: { kind: 'determination', contents: { originating, grounds: [...grounds] } },
  }),
} as const;

/** Why a proof is accepted that came after its validity. */
export interface LateAcceptance {
  /** The day it was presented, in the importing member's zone. */
  readonly presented: string;
  readonly ground: 'FORCE_MAJEURE' | 'OTHER_VALID_CAUSE' | 'IMPORTED_IN_TIME';
  /** The day of importation: required for IMPORTED_IN_TIME. */
  readonly imported?: string;
  /** In words. */
  readonly cause: string;
}

/** What either state does with a certificate: each builds the act that {@link OriginClient.act} performs. */
export const certificateActs = {
  notReceived: (): CertificateAct => ({ op: 'certificate.not-received/1' }),
  resend: (): CertificateAct => ({ op: 'certificate.resend/1' }),
  reissue: (): CertificateAct => ({ op: 'certificate.reissue/1' }),
  trueCopy: (cause: 'THEFT' | 'LOSS' | 'DESTRUCTION'): CertificateAct => ({
    op: 'certificate.true-copy/1',
    parcel: { kind: 'cause', contents: { cause } },
  }),
  cancel: (reason: string): CertificateAct => ({
    op: 'certificate.cancel/1',
    parcel: { kind: 'reason', contents: { reason } },
  }),
  revoke: (reason: string): CertificateAct => ({
    op: 'certificate.revoke/1',
    parcel: { kind: 'reason', contents: { reason } },
  }),
  /**
   * Answers a decision: what is clarified, of each item that it refused; nothing, to take note of it. Others see that
   * it was answered, and so cannot tell from an answer that something was refused.
   * @param answers name of the parcel with the decision, received before
   */
  clarify: (
    answers: string,
    items: readonly { readonly number: number; readonly clarification: string }[],
  ): CertificateAct => ({
    op: 'certificate.clarify/1',
    args: { answers },
    parcel: { kind: 'clarification', contents: { items: items.map((item) => ({ ...item })) } },
  }),
  openClassification: (items: readonly number[], contents: Contents): CertificateAct => ({
    op: 'certificate.open-classification/1',
    args: { items },
    parcel: { kind: 'classification', contents },
  }),
  acceptLate: ({ presented, ...why }: LateAcceptance): CertificateAct => ({
    op: 'certificate.accept-late/1',
    parcel: { kind: 'cause', contents: { presentedOn: presented, ...why } },
  }),
} as const;
