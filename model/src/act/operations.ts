import { determineCheck, replyToCheck, requestCheck } from '../case/check.js';
import {
  answerVisit,
  commentVisit,
  determineVisit,
  finalVisit,
  holdVisit,
  notifyVisit,
  postponeVisit,
} from '../case/visit.js';
import { backToBack } from '../certificate/back-to-back.js';
import { cancel, revoke } from '../certificate/cancel.js';
import { clarify } from '../certificate/clarify.js';
import { reissue, trueCopy } from '../certificate/copies.js';
import { acceptLate, decide, openClassification, reassess } from '../certificate/decide.js';
import { issue } from '../certificate/issue.js';
import { receive } from '../certificate/receive.js';
import { replace } from '../certificate/replace.js';
import { notReceived, resend } from '../certificate/resend.js';
import { send } from '../certificate/send.js';
import { utilise } from '../certificate/utilise.js';
import { OriginError } from '../errors/origin-error.js';
import { receiveParcel } from '../parcel/receive-parcel.js';
import { registerAuthority } from '../registry/authority.js';
import { changeCharter } from '../registry/change-charter.js';
import { giveConsent } from '../registry/give-consent.js';
import { registerDeparture } from '../registry/register-departure.js';
import { registerForm } from '../registry/register-form.js';
import { registerKey } from '../registry/register-key.js';
import { registerMember } from '../registry/register-member.js';
import { revokeKey } from '../registry/revoke-key.js';
import { registerSettings } from '../registry/settings.js';
import { authorise, changeStanding } from '../selfcertification/authorise.js';
import { declareBackToBack } from '../selfcertification/declare-back-to-back.js';
import { declareOrigin } from '../selfcertification/declare.js';
import { parseRequest, type ParsedRequest } from '../request/signed-request.js';
import { requestBytesOf, type ActDefinition } from './act-definition.js';

/** Every operation a signed request can ask for, by its name with version. */
export const operations: ReadonlyMap<string, ActDefinition> = new Map(
  [
    registerMember,
    registerKey,
    revokeKey,
    registerAuthority,
    registerForm,
    registerSettings,
    registerDeparture,
    giveConsent,
    changeCharter,
    issue,
    send,
    receive,
    notReceived,
    resend,
    cancel,
    revoke,
    replace,
    reissue,
    trueCopy,
    decide,
    clarify,
    reassess,
    openClassification,
    acceptLate,
    utilise,
    backToBack,
    receiveParcel,
    requestCheck,
    replyToCheck,
    determineCheck,
    notifyVisit,
    answerVisit,
    postponeVisit,
    holdVisit,
    determineVisit,
    commentVisit,
    finalVisit,
    authorise,
    changeStanding,
    declareOrigin,
    declareBackToBack,
  ].map((definition) => [definition.op, definition as unknown as ActDefinition]),
);

/** @throws OriginError REQUEST_OPERATION */
export function operationOf(op: string): ActDefinition {
  const definition = operations.get(op);
  if (definition === undefined)
    throw new OriginError('REQUEST_OPERATION', { boxes: ['op'], stage: 'request' });
  return definition;
}

/** A request taken apart, and the operation it asks for. */
export interface RequestForAct {
  readonly request: ParsedRequest;
  readonly definition: ActDefinition;
}

/**
 * Takes a request for an act apart, no larger than its operation takes.
 * @param expected the one operation it may ask for; any where there is none
 * @param known the same text, taken apart before
 * @throws OriginError those of {@link parseRequest}, REQUEST_OPERATION, REQUEST_TOO_LARGE
 */
export function readRequest(
  jws: string,
  {
    expected,
    known,
  }: { readonly expected?: Pick<ActDefinition, 'op' | 'maxBytes'>; readonly known?: ParsedRequest } = {},
): RequestForAct {
  const request =
    known ?? (expected === undefined ? parseRequest(jws) : parseRequest(jws, requestBytesOf(expected)));
  const definition = operationOf(request.claims.op);
  if (expected !== undefined && definition.op !== expected.op)
    throw new OriginError('REQUEST_OPERATION', { boxes: ['op'], stage: 'request' });
  if (request.bytes > requestBytesOf(definition))
    throw new OriginError('REQUEST_TOO_LARGE', { boxes: ['payload'], stage: 'request' });
  return { request, definition };
}
