/** Acts on the axes of one certificate. */
export const certificateActs = [
  'send',
  'receive',
  'not-received',
  'resend',
  'cancel',
  'revoke',
  'replace',
  'reissue',
  'true-copy',
  'classify',
  'accept-late',
  'give',
  'refuse',
  'see-decision',
  'clarify',
  'see-clarification',
  'reassess',
  'use',
  'check',
  'check-and-suspend',
  'see-request',
  'reply',
  'determine',
  'notify',
  'see-notice',
  'consent',
  'no-consent',
  'postpone',
  'hold',
  'determine-visit',
  'see-determination',
  'comment',
  'final',
] as const;
export type CertificateAct = (typeof certificateActs)[number];

/** Acts by which a certificate comes to be. */
export const makingActs = ['issue', 'issue-outside', 'declare', 'onward', 'declare-onward'] as const;
export type MakingAct = (typeof makingActs)[number];

/** Acts of the register. */
export const registerActs = [
  'enter-member',
  'depart',
  'register-key',
  'revoke-key',
  'list-authority',
  'enter-form',
  'give-consent',
  'change-charter',
  'settle',
] as const;
export type RegisterAct = (typeof registerActs)[number];

/** Acts on the entry of a certified exporter. */
export const exporterActs = ['authorise', 'suspend', 'restore', 'withdraw'] as const;
export type ExporterAct = (typeof exporterActs)[number];

export const paperActs = [...makingActs, ...certificateActs, ...registerActs, ...exporterActs] as const;
export type PaperAct = (typeof paperActs)[number];

/** Acts of little sequel: they are seldom chosen, so that runs go deep. */
export const rareActs: ReadonlySet<PaperAct> = new Set<PaperAct>([
  'cancel',
  'replace',
  'revoke',
  'depart',
  'withdraw',
  ...registerActs,
]);

/** The certificates of a run, by how they came to be. */
export const slots = ['first', 'second', 'outside', 'declared', 'onward', 'redeclared'] as const;
export type Slot = (typeof slots)[number];

/** Who does what, on which certificate and item. */
export interface Command {
  readonly act: PaperAct;
  readonly member: string;
  readonly slot: Slot;
  readonly item: number;
  /** Steps of time since the last command; below zero: the transaction is timed before it. */
  readonly pause: number;
  /** Which of the ways to ask for it, right and wrong ones. */
  readonly variant: number;
  /** Whose key signs: most often that of the person whose task it is. */
  readonly signer: number;
}

/** A command, or by a number one of those the paper allows then, so that runs go deep. */
export interface RandomAct extends Command {
  readonly sensible: number | null;
}
