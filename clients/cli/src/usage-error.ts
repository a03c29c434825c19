/** Arguments, options or files that a command cannot work with; says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
