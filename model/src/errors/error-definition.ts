/** What a caller may do with the same request after this error. */
export type Retry =
  /** The request can never succeed; sign a corrected one. */
  | 'never'
  /** The same signed request may succeed later, unchanged. */
  | 'same'
  /** Ask for the operation's outcome: it is not yet known. */
  | 'ask';

export interface ErrorDefinition {
  /** HTTP status at the gateway. */
  readonly status: number;
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly retry: Retry;
}
