import { randomBytes } from 'node:crypto';
import { pino, type DestinationStream, type Logger } from 'pino';

/** What is known of an answered request: no header, no body, no name of a document. */
export interface AnsweredRequest {
  readonly id: string;
  readonly method: string;
  /** The route's pattern, not the address asked for. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly code?: string;
}

/** The gateway's log: codes, counts and ids. Whatever is not passed field by field cannot get into it. */
export class GatewayLog {
  readonly #logger: Logger;
  readonly #prefix = randomBytes(6).toString('hex');
  #count = 0;

  constructor(options: {
    readonly level: string;
    readonly member: string;
    readonly stream?: DestinationStream;
  }) {
    const settings = {
      level: options.level,
      base: { member: options.member },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    };
    this.#logger = options.stream === undefined ? pino(settings) : pino(settings, options.stream);
  }

  /** A fresh request id. */
  nextRequest(): string {
    this.#count += 1;
    return `${this.#prefix}-${this.#count}`;
  }

  answered({ id, method, route, status, milliseconds, code }: AnsweredRequest): void {
    // A gateway that starts is asked whether it is ready again and again.
    const level = status >= 500 && route !== '/health/ready' ? 'warn' : 'debug';
    if (!this.#logger.isLevelEnabled(level)) return;
    this.#logger[level](
      { request: id, method, route, status, code, ms: Math.round(milliseconds) },
      'answered',
    );
  }

  event(event: string, code: string): void {
    this.#logger.info({ event, code }, 'event');
  }

  /** What nobody expected: its kind and place, not its message, which may quote anything. */
  failure(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const stack = cause instanceof Error ? placesOf(cause) : [];
    const code = cause instanceof Error && 'code' in cause ? { code: String(cause.code) } : {};
    this.#logger.error({ error: name, ...code, stack }, 'failure');
  }
}

const placesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
