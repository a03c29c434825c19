import type { ParsedRequest } from './signed-request.js';

/**
 * Requests whose signature this process has verified, taken apart as they were, so that neither is done again when
 * they come back: in a block, at a second simulation, for another member, as a replay. Both are pure functions of these
 * exact bytes (a mirrored signature is another text) and of the key their `kid` is the thumbprint of, so the answer
 * cannot change.
 */
export class VerifiedRequests {
  readonly #most: number;
  #recent = new Map<string, ParsedRequest>();
  #older = new Map<string, ParsedRequest>();
  #characters = 0;

  /** @param most characters of requests remembered for sure; a batch is as long as hundreds of others */
  constructor(most = 8 * 1024 * 1024) {
    this.#most = most;
  }

  add(request: ParsedRequest): void {
    if (this.find(request.jws) !== undefined) return;
    if (this.#characters >= this.#most) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#characters = 0;
    }
    this.#recent.set(request.jws, request);
    this.#characters += request.jws.length;
  }

  find(jws: string): ParsedRequest | undefined {
    return this.#recent.get(jws) ?? this.#older.get(jws);
  }
}
