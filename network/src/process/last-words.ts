/** A line by which a program says why it ends: `PORT_TAKEN: …`. */
const CODED = /^[A-Z][A-Z_]+: /u;
/** What is for programs, or says only where in the code. */
const NO_WORDS = /^\s*(?:\{|at |\^|Node\.js v|node:|file:|$)/u;

/** Of what a program wrote before it ended, the line that says why; undefined when none does. */
export function lastWords(lines: readonly string[]): string | undefined {
  const words = lines.filter((line) => !NO_WORDS.test(line));
  return (
    words.findLast((line) => CODED.test(line)) ??
    words.findLast((line) => /error|cannot|could not|failed/iu.test(line)) ??
    words.at(-1)
  )?.trim();
}
