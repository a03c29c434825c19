import { errorRegistry, isErrorCode, type ErrorCode, type ErrorDefinition } from './registry.js';

/** Where in the way of a request it was refused. */
export type Stage =
  'request' | 'authorise' | 'contract' | 'endorse' | 'submit' | 'commit' | 'query' | 'store';

export interface OriginErrorOptions {
  /** Paths of the boxes or members concerned, such as `args.certificates[3].number`; never their values. */
  readonly boxes?: readonly string[];
  readonly stage?: Stage;
  readonly transactionId?: string;
  readonly cause?: unknown;
}

const PREFIX = 'origin:';

/** An error of the one registry: a code, the boxes concerned, and never a value from a document. */
export class OriginError extends Error {
  override readonly name = 'OriginError';
  readonly boxes: readonly string[];
  readonly stage: Stage | undefined;
  readonly transactionId: string | undefined;

  constructor(
    readonly code: ErrorCode,
    options: OriginErrorOptions = {},
  ) {
    const boxes = options.boxes ?? [];
    super(
      boxes.length === 0
        ? `${code}: ${errorRegistry[code].title}`
        : `${code}: ${errorRegistry[code].title} (${boxes.join(', ')})`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.boxes = boxes;
    this.stage = options.stage;
    this.transactionId = options.transactionId;
  }

  get definition(): ErrorDefinition {
    return errorRegistry[this.code];
  }

  /** The one line by which the error crosses from contract to gateway. */
  toLine(): string {
    return PREFIX + JSON.stringify({ boxes: this.boxes, code: this.code });
  }

  /** Finds the line of {@link toLine} inside a peer's message, if it is there. */
  static fromText(text: string, options: Omit<OriginErrorOptions, 'boxes'> = {}): OriginError | undefined {
    const match = /origin:(\{"boxes":\[.*?\],"code":"([A-Z_]+)"\})/.exec(text);
    const [, json, code] = match ?? [];
    if (json === undefined || code === undefined || !isErrorCode(code)) return undefined;
    try {
      const parsed = JSON.parse(json) as { boxes: unknown };
      const boxes = Array.isArray(parsed.boxes) ? parsed.boxes.filter((box) => typeof box === 'string') : [];
      return new OriginError(code, { ...options, boxes });
    } catch {
      return undefined;
    }
  }
}
