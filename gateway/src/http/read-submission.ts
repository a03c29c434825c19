import type { Request } from 'express';
import { marksOf, OperationSubmission, OriginError, validatorOf } from '@origin-ledger/model';
import { bytesOf, readJson, requireJson, textOf } from './read-body.js';

/** Two members, a request and five hundred parcels are made of about half as many marks, each on a line of its own. */
const MOST_MARKS = 10_000;

const validator = validatorOf(OperationSubmission);

/**
 * Reads the body of a submission.
 * @throws OriginError MEDIA_TYPE, BODY_MALFORMED, BODY_INVALID
 */
export function readSubmission(request: Request): OperationSubmission {
  requireJson(request);
  const text = textOf(bytesOf(request));
  // Counted before memory is taken for what it is made of.
  const marks = marksOf(text, MOST_MARKS);
  if (marks === undefined) throw new OriginError('BODY_MALFORMED', { boxes: ['(whole)'], stage: 'request' });
  const value = readJson(text);
  if (!validator.is(value))
    throw new OriginError('BODY_INVALID', { boxes: validator.problems(value), stage: 'request' });
  // Two member names, one request and the parcels are all the strings there can be: one more is a member
  // stated twice, of which JSON.parse shows the last only.
  if (marks.texts !== 3 + value.parcels.length)
    throw new OriginError('BODY_MALFORMED', { boxes: ['duplicate member'], stage: 'request' });
  return value;
}
