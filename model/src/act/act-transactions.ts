import type { ActDefinition } from './act-definition.js';
import { operations } from './operations.js';

/** Acts whose transaction is not simply their name: queries have that name. */
const NAMED: Readonly<Record<string, string>> = {
  'registry.member/1': 'registry:registerMember',
  'registry.key/1': 'registry:registerKey',
  'registry.charter/1': 'registry:changeCharter',
};

/**
 * The contract's transaction that takes a signed request for this operation: `case.request-check/1` by
 * `case:requestCheck`. Contracts offer it, gateways call it, read models recognise acts by it.
 */
export function transactionOf(op: string): string {
  const [folder = '', act = ''] = (op.split('/')[0] ?? '').split('.');
  const camel = act.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return NAMED[op] ?? `${folder}:${camel}`;
}

/** Every act by its transaction: each takes one compact JWS and answers the act. */
export const actTransactions: ReadonlyMap<string, ActDefinition> = new Map(
  [...operations.values()].map((definition) => [transactionOf(definition.op), definition]),
);

/**
 * Transactions that only put contents into collections, endorsed by the peer they go to alone: nothing of what they
 * write is public.
 */
export const deliveryTransactions: ReadonlySet<string> = new Set([
  'certificate:deposit',
  'certificate:deliver',
  'certificate:deliverBalance',
  'parcel:deliver',
]);
