import type { PaperAct } from './command.js';

/** Whose task an act is, and which roles may do it. */
export interface Task {
  readonly person: string;
  readonly roles: readonly string[];
}

const official: Task = { person: 'signatory', roles: ['signatory'] };
const officer: Task = { person: 'customs', roles: ['customs'] };
const reader: Task = { person: 'customs', roles: ['customs', 'system', 'signatory'] };
const sender: Task = { person: 'system', roles: ['signatory', 'system'] };
const receiver: Task = { person: 'customs', roles: ['customs', 'system'] };
const administrator: Task = { person: 'administrator', roles: [] };

/**
 * Section 1 of the rulebook: the issuing authority issues, ends, copies and answers, the competent one authorises;
 * importing customs receives, decides, asks; systems carry; exporters declare; administrators keep the register.
 */
export const tasks: Readonly<Record<PaperAct, Task>> = {
  issue: official,
  'issue-outside': official,
  declare: { person: 'exporter', roles: ['exporter'] },
  'declare-onward': { person: 'exporter', roles: ['exporter'] },
  onward: official,
  send: sender,
  resend: sender,
  receive: receiver,
  'not-received': receiver,
  use: receiver,
  cancel: official,
  revoke: official,
  replace: official,
  reissue: official,
  'true-copy': official,
  clarify: official,
  reply: official,
  consent: official,
  'no-consent': official,
  postpone: official,
  comment: official,
  classify: officer,
  'accept-late': officer,
  give: officer,
  refuse: officer,
  reassess: officer,
  check: officer,
  'check-and-suspend': officer,
  determine: officer,
  notify: officer,
  hold: officer,
  'determine-visit': officer,
  final: officer,
  'see-decision': reader,
  'see-clarification': reader,
  'see-request': reader,
  'see-notice': reader,
  'see-determination': reader,
  'enter-member': administrator,
  depart: administrator,
  'register-key': administrator,
  'revoke-key': administrator,
  'list-authority': administrator,
  'enter-form': administrator,
  'give-consent': administrator,
  'change-charter': administrator,
  settle: administrator,
  authorise: official,
  suspend: official,
  restore: official,
  withdraw: official,
};
