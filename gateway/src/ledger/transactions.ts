import { operations } from '@origin-ledger/model';

/** Acts whose function in the contract is not simply their name. */
const NAMED: Readonly<Record<string, string>> = {
  'registry.member/1': 'registry:registerMember',
  'registry.key/1': 'registry:registerKey',
};

/** The contract function that takes a signed request for this operation: `certificate.issue/1` by `certificate:issue`. */
export function transactionOf(op: string): string {
  const [folder = '', act = ''] = (op.split('/')[0] ?? '').split('.');
  const camel = act.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return NAMED[op] ?? `${folder}:${camel}`;
}

/** The function that takes the act record of any request, so that it can never act. */
export const WITHDRAW = 'request:withdraw';

/** Every contract function whose first argument is a signed request for an act. */
export const actTransactions: ReadonlySet<string> = new Set([...operations.keys()].map(transactionOf));
