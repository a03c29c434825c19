import { cpus, totalmem } from 'node:os';

/** One figure of the benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is compared with, in words. */
  readonly against?: string;
  readonly ratio?: number;
  /** `>=0.7` or `<=1.3`, for the ratio where there is one, else for the value; absent for a figure only reported. */
  readonly target?: string;
  readonly holds?: boolean;
}

export interface Report {
  readonly machine: {
    readonly cpus: number;
    readonly model: string;
    readonly memoryBytes: number;
    readonly node: string;
  };
  readonly p256VerifyPerSecond: number;
  readonly results: readonly Figure[];
}

/** A figure with its verdict, from its target. */
export function figure(input: Omit<Figure, 'holds'>): Figure {
  if (input.target === undefined) return input;
  const match = /^(>=|<=)(\d+(?:\.\d+)?)$/.exec(input.target);
  if (match === null) throw new RangeError(`a target is >=N or <=N: ${input.target}`);
  const measured = input.ratio ?? input.value;
  const bound = Number(match[2]);
  return { ...input, holds: match[1] === '>=' ? measured >= bound : measured <= bound };
}

export const report = (p256VerifyPerSecond: number, results: readonly Figure[]): Report => ({
  machine: {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    node: process.versions.node,
  },
  p256VerifyPerSecond,
  results,
});

/** The report as a table for people. */
export function table({ machine, p256VerifyPerSecond, results }: Report): string {
  const rows = results.map(({ name, value, unit, against, ratio, target, holds }) => [
    name,
    `${round(value)} ${unit}`,
    ratio === undefined ? '' : round(ratio),
    against ?? '',
    target ?? '',
    holds === undefined ? '' : holds ? 'holds' : 'NOT REACHED',
  ]);
  const all = [['figure', 'value', 'ratio', 'against', 'target', ''], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${machine.cpus} × ${machine.model}, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, Node ${machine.node}; P-256 verifications, one core: ${round(p256VerifyPerSecond)}/s`,
    ...lines,
  ].join('\n');
}

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
