/** What one fault did to a network under load. */
export interface FaultLine {
  readonly fault: string;
  /** Requests acknowledged by a gateway while it lasted. */
  readonly operations: number;
  /** Acknowledged, and not on the ledger. */
  readonly lost: number;
  /** On the ledger more than once. */
  readonly doubled: number;
  /** Longest time without a commit, seconds, by gateway. */
  readonly pauses: Readonly<Record<string, number>>;
}

/** The closing table: a line for each fault, and their sum. */
export function faultReport(lines: readonly FaultLine[]): string {
  const sum = (of: (line: FaultLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const longest = Math.max(0, ...lines.flatMap(({ pauses }) => Object.values(pauses)));
  return [
    row('fault', 'operations', 'lost', 'doubled', 'longest pause by gateway'),
    ...lines.map(({ fault, operations, lost, doubled, pauses }) => {
      const each = Object.entries(pauses).map(([code, seconds]) => `${code} ${seconds.toFixed(1)} s`);
      return row(fault, String(operations), String(lost), String(doubled), each.join(', '));
    }),
    row(
      `${lines.length} faults`,
      String(sum(({ operations }) => operations)),
      String(sum(({ lost }) => lost)),
      String(sum(({ doubled }) => doubled)),
      `${longest.toFixed(1)} s`,
    ),
  ].join('\n');
}

const row = (fault: string, operations: string, lost: string, doubled: string, pause: string): string =>
  `  ${fault.padEnd(66)}${operations.padStart(10)}${lost.padStart(6)}${doubled.padStart(9)}  ${pause}`;
