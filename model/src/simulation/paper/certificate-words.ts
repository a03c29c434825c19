import type { CertificateAct } from './command.js';

/** What is fixed at its issue. Days are numbers. */
export interface Made {
  readonly issuing: string;
  readonly importing: string;
  readonly by:
    'authority' | 'exporter' | 'authority, outside' | 'authority, back-to-back' | 'exporter, back-to-back';
  readonly form: string;
  readonly issuedOn: number;
  readonly expires: number;
  readonly partial: boolean;
}

/** What an act on it says, where that matters to a rule. */
export interface Particulars {
  /** The day the proof was presented. */
  readonly presented: number;
  readonly ground: 'FORCE_MAJEURE' | 'OTHER_VALID_CAUSE' | 'IMPORTED_IN_TIME';
  readonly imported: number | undefined;
  /** The day a visit was held. */
  readonly heldOn: number;
  /** A draw on what there was before all others. */
  readonly stale: boolean;
}

/** What is the issuing member's to do. */
export const ISSUERS: ReadonlySet<CertificateAct> = new Set<CertificateAct>([
  ...(['send', 'resend', 'cancel', 'revoke', 'replace', 'reissue', 'true-copy', 'clarify', 'reply'] as const),
  ...(['see-decision', 'see-request', 'see-notice', 'see-determination'] as const),
  ...(['consent', 'no-consent', 'postpone', 'comment'] as const),
]);
/** What an importing member may do before it has confirmed to hold the contents. */
export const BEFORE_RECEIPT: ReadonlySet<CertificateAct> = new Set<CertificateAct>([
  'receive',
  'not-received',
]);
/** What goes on after a certificate has ended: that it arrives, and cases that were open. */
export const AFTER_END: ReadonlySet<CertificateAct> = new Set<CertificateAct>([
  ...(['receive', 'not-received', 'resend', 'see-decision', 'see-clarification'] as const),
  ...(['check', 'check-and-suspend', 'see-request', 'reply', 'determine', 'notify', 'see-notice'] as const),
  ...(['consent', 'no-consent', 'postpone', 'hold', 'determine-visit', 'see-determination'] as const),
  ...(['comment', 'final'] as const),
]);
