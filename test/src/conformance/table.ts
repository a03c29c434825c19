import type { Outcome } from './behaviour.js';
import type { FieldDifference } from './compare.js';

/** One line of the table of behaviours. */
export interface Row {
  readonly behaviour: string;
  readonly fabric: Outcome;
  readonly embedded: Outcome;
  readonly differences: readonly FieldDifference[];
}

const NAME_WIDTH = 64;
const OUTCOME_WIDTH = 40;

const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** An outcome in a few words: the codes and stages in it, else its beginning. */
function summary(outcome: Outcome): string {
  const text = JSON.stringify(outcome);
  const codes = [...text.matchAll(/"(?:code|broken)":"([^"]*)"/gu)].map(([, code = '']) => code);
  return codes.length > 0 ? [...new Set(codes)].join(', ') : text;
}

/** The behaviours with both columns, and each differing field below. */
export function table(rows: readonly Row[]): string {
  const lines = [`    ${fit('behaviour', NAME_WIDTH)}  ${fit('Fabric', OUTCOME_WIDTH)}  embedded ledger`];
  for (const { behaviour, fabric, embedded, differences } of rows) {
    const mark =
      differences.length === 0 ? '=' : differences.every(({ why }) => why !== undefined) ? '~' : '≠';
    lines.push(
      `  ${mark} ${fit(behaviour, NAME_WIDTH)}  ${fit(summary(fabric), OUTCOME_WIDTH)}  ${fit(summary(embedded), OUTCOME_WIDTH).trimEnd()}`,
    );
    for (const { field, fabric: ours, embedded: theirs, why } of differences) {
      lines.push(
        `      ${field}${why === undefined ? '' : ` (accepted: ${why})`}`,
        `        Fabric:   ${JSON.stringify(ours)}`,
        `        embedded: ${JSON.stringify(theirs)}`,
      );
    }
  }
  return lines.join('\n');
}
