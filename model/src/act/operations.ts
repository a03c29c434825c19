import { issue } from '../certificate/issue.js';
import { receive } from '../certificate/receive.js';
import { send } from '../certificate/send.js';
import { OriginError } from '../errors/origin-error.js';
import { registerKey } from '../registry/register-key.js';
import { registerMember } from '../registry/register-member.js';
import { revokeKey } from '../registry/revoke-key.js';
import type { ActDefinition } from './act-definition.js';

/** Every operation a signed request can ask for, by its name with version. */
export const operations: ReadonlyMap<string, ActDefinition> = new Map(
  [registerMember, registerKey, revokeKey, issue, send, receive].map((definition) => [
    definition.op,
    definition as unknown as ActDefinition,
  ]),
);

/** @throws OriginError REQUEST_OPERATION */
export function operationOf(op: string): ActDefinition {
  const definition = operations.get(op);
  if (definition === undefined)
    throw new OriginError('REQUEST_OPERATION', { boxes: ['op'], stage: 'request' });
  return definition;
}
