import { parseRequest, type ParsedRequest } from '@origin-ledger/model';

/** Characters of requests remembered for sure; as much again may still be there. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * Requests whose signature this process has verified, taken apart as they were. A request is simulated again after
 * a conflict, replayed, and in one process endorsed for several members: taking apart and verifying are pure
 * functions of these bytes, signature included, and of the key its `kid` is the thumbprint of, so the answer
 * cannot change.
 */
let recent = new Map<string, ParsedRequest>();
let older = new Map<string, ParsedRequest>();
let characters = 0;

const remembered = (jws: string): ParsedRequest | undefined => recent.get(jws) ?? older.get(jws);

export const wasVerified = (jws: string): boolean => remembered(jws) !== undefined;

/** @throws OriginError as {@link parseRequest} */
export const requestOf = (jws: string): ParsedRequest => remembered(jws) ?? parseRequest(jws);

export function rememberVerified(request: ParsedRequest): void {
  if (wasVerified(request.jws)) return;
  if (characters >= MOST_CHARACTERS) {
    older = recent;
    recent = new Map();
    characters = 0;
  }
  recent.set(request.jws, request);
  characters += request.jws.length;
}
