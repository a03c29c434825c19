import type { PaperAct, RandomAct, Slot } from './paper/command.js';

/** `VN issue`, on another certificate than the first `SG use declared`, in another way `VN declare #1`. */
function scripted(text: string): RandomAct {
  const [member = '', act, ...rest] = text.split(' ');
  const slot = rest.find((word) => !word.startsWith('#')) ?? 'first';
  const variant = Number(rest.find((word) => word.startsWith('#'))?.slice(1) ?? '0');
  return {
    ...{ sensible: null, item: 1, pause: 1, signer: 0, variant },
    ...{ act: act as PaperAct, member, slot: slot as Slot },
  };
}

/** Runs in which together every act is done, whatever chance brings. */
export const scriptedRuns: readonly RandomAct[][] = [
  [
    'VN issue',
    'VN send',
    'SG not-received',
    'VN resend',
    'SG receive',
    'VN reissue',
    'VN true-copy',
    'SG classify',
    'SG refuse',
    'VN see-decision',
    'VN clarify',
    'SG see-clarification',
    'SG reassess',
    'SG use',
    'SG use',
    'SG use',
    'SG check-and-suspend',
    'VN see-request',
    'VN reply',
    'SG determine',
    'SG give',
    'VN issue second',
    'VN send second',
    'SG receive second',
    // Of both, once each; a third time nothing is left of the first.
    'SG onward #12',
    'SG send onward',
    'TH receive onward',
    'TH give onward',
    'TH use onward',
    'SG authorise',
    'SG declare-onward #28',
    'VN revoke',
  ],
  [
    'VN issue',
    'VN send',
    'SG receive',
    'SG check',
    'SG determine',
    'SG notify',
    'VN see-notice',
    'VN consent',
    'VN postpone',
    'SG hold',
    'SG determine-visit',
    'VN see-determination',
    'VN comment',
    'SG final',
    'SG notify',
    'VN see-notice',
    'VN no-consent',
    'SG determine-visit',
    'SG final',
    'SG give',
    'VN cancel',
  ],
  [
    'VN list-authority',
    'SG give-consent #1',
    'ASEAN enter-form',
    'VN settle',
    'VN register-key #10',
    'VN revoke-key',
    'VN enter-member',
    'VN authorise',
    // Made out fourteen months ago: late, and accepted for what was imported in time.
    'VN declare #1',
    'VN send declared',
    'SG receive declared',
    'SG give declared #1',
    'SG accept-late declared #15',
    'SG give declared #2',
    'SG use declared',
    'VN suspend',
    'VN restore',
    'VN withdraw',
    'VN issue-outside',
    'VN reissue outside',
    'VN give-consent #0',
    'ASEAN depart',
    'TH enter-member',
    // Another keeper, and the one before again: by three of four each time.
    'SG give-consent #2',
    'VN give-consent #2',
    'ASEAN change-charter',
    'SG give-consent #5',
    'VN give-consent #5',
    'ASEAN change-charter',
  ],
  ['VN issue', 'VN cancel', 'VN send'],
  ['VN issue', 'VN replace', 'VN send'],
].map((run) => run.map(scripted));

/** A certificate on its way, so that most runs reach the later acts. */
export const opening = ['VN issue', 'VN send', 'SG receive'].map(scripted);
