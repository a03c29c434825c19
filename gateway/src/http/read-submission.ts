import type { Request } from 'express';
import { OperationSubmission, OriginError, validatorOf } from '@origin-ledger/model';
import { bytesOf, readJson, requireJson } from './read-body.js';

const validator = validatorOf(OperationSubmission);

/**
 * Reads the body of a submission.
 * @throws OriginError MEDIA_TYPE, BODY_MALFORMED, BODY_INVALID
 */
export function readSubmission(request: Request): OperationSubmission {
  requireJson(request);
  const { text, value } = readJson(bytesOf(request));
  if (!validator.is(value))
    throw new OriginError('BODY_INVALID', { boxes: validator.problems(value), stage: 'request' });
  // Two member names, one request and the parcels are all the strings there can be: one more is a member
  // stated twice, of which JSON.parse shows the last only.
  if (countStrings(text) !== 3 + value.parcels.length)
    throw new OriginError('BODY_MALFORMED', { boxes: ['duplicate member'], stage: 'request' });
  return value;
}

/** How many string tokens a valid JSON text has. */
function countStrings(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', start + 1)) {
    count += 1;
    start = endOfString(text, start);
  }
  return count;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
