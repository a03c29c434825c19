/** What commands print with: results to standard output, progress and errors to standard error. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}
