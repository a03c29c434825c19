import {
  actKey,
  canonicalText,
  headsOf,
  OriginError,
  receptionKey,
  type ActRecord,
  type ReceptionRecord,
} from '@origin-ledger/model';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { newState, type State } from '../pipeline/state.js';
import { actsOf } from './acts-of.js';
import { findCertificate, referenceOf } from './find-certificate.js';

const MAX_ACTS = 100;
/** Characters after which a page ends early: the act of a large batch carries all of its request. */
const PAGE_SIZE = 1_000_000;

/**
 * The acts on a certificate, latest first, in pages of at most 100.
 * @param before id of the act after which the page goes on, or nothing for the first page
 * @param limit most acts on the page, or nothing for 100
 * @returns `{"items": [act…], "next": id}`; `next` is absent on the last page
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, CURSOR_INVALID
 */
export async function history(
  stub: LedgerStub,
  text: string,
  before: string,
  limit: string,
): Promise<string> {
  const most = readLimit(limit);
  const reference = referenceOf(text, 'reference');
  const state = newState(stub);
  const certificate = await findCertificate(state, reference, 'reference');
  const heads =
    before === ''
      ? headsOf(certificate, await state.get<ReceptionRecord>(receptionKey(reference)))
      : await previousOf(state, text, before);
  const items: ActRecord[] = [];
  let size = 0;
  let next: string | undefined;
  for await (const act of actsOf(state, text, heads)) {
    if (items.length === most || (items.length > 0 && size + act.request.length > PAGE_SIZE)) {
      next = items.at(-1)?.id;
      break;
    }
    items.push(act);
    size += act.request.length;
  }
  return canonicalText({ items, ...(next === undefined ? {} : { next }) });
}

async function previousOf(state: State, text: string, before: string): Promise<readonly string[]> {
  const act = /^[\w-]{43}\.[\w-]{22}$/.test(before) ? await state.get<ActRecord>(actKey(before)) : undefined;
  const previous = act?.previous[text];
  if (previous === undefined)
    throw new OriginError('CURSOR_INVALID', { boxes: ['before'], stage: 'contract' });
  return previous;
}

function readLimit(text: string): number {
  if (text === '') return MAX_ACTS;
  if (!/^[1-9][0-9]{0,2}$/.test(text) || Number(text) > MAX_ACTS)
    throw new OriginError('REQUEST_CLAIMS', { boxes: ['limit'], stage: 'contract' });
  return Number(text);
}
