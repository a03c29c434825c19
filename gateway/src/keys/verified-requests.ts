import type { ParsedRequest } from '@origin-ledger/model';

/**
 * Requests whose signature this gateway has verified at the edge, taken apart as they were, so that the read
 * model need not do either again when they come back in a block. The exact bytes are remembered: a mirrored
 * signature is another text.
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
