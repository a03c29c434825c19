import type { ActDefinition, OperationState, ParsedRequest } from '@origin-ledger/model';
import type { StoredProblem } from '../journal/journal.js';

/** What the read model told about an operation's transaction. */
export interface Signal {
  readonly code: number;
  readonly block: number;
}

/** An operation this gateway is working on. */
export class ActiveOperation {
  state: OperationState = 'RECEIVED';
  transactionId: string | undefined;
  envelope: Uint8Array | undefined;
  /** When its envelope was first sent, milliseconds since 1970. */
  submittedAt: number | undefined;
  problem: StoredProblem | undefined;
  /** Its act was looked for on the ledger just now, when it was accepted. */
  fresh = true;
  /** Proposals made so far. */
  attempt = 0;
  /** Of these, such as followed a refusal at once. */
  retries = 0;
  /** It waits for somebody who is down: it takes no part in back-pressure. */
  waiting = false;
  #signal: Signal | undefined;
  #wake: (() => void) | undefined;
  readonly #finished: Promise<void>;
  #finish: () => void = () => undefined;

  constructor(
    readonly request: ParsedRequest,
    readonly definition: ActDefinition,
  ) {
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get id(): string {
    return this.request.actId;
  }

  /** Resolves once the operation is final, or nobody works on it any more. */
  get finished(): Promise<void> {
    return this.#finished;
  }

  finish(): void {
    this.#finish();
    this.#wake?.();
  }

  /** Tells whoever pauses over this operation that there is news. */
  signal(news?: Signal): void {
    this.#signal = news ?? this.#signal;
    this.#wake?.();
  }

  /** News that came since the last call. */
  takeSignal(): Signal | undefined {
    const signal = this.#signal;
    this.#signal = undefined;
    return signal;
  }

  /** Pauses until news comes, or so many milliseconds have passed. */
  async pause(milliseconds: number): Promise<void> {
    if (this.#signal !== undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
