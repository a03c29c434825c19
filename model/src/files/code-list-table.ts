import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A folder that was named for code lists and has none that can be read, or one that is no such list. */
export class CodeListsError extends Error {
  override readonly name = 'CodeListsError';
}

/** One line of a list: its fields, and where it stands. */
export interface CodeListLine {
  readonly fields: readonly string[];
  /** From 1. */
  readonly line: number;
}

/**
 * The lines of a table as spreadsheets write it: fields parted by commas, semicolons or tabs, in quotes or not, in UTF-8
 * or, with its byte order mark, UTF-16.
 * @throws CodeListsError naming the file, and the line where there is one
 */
export function readTable(file: string): readonly CodeListLine[] {
  let text: string;
  try {
    text = decoded(readFileSync(file));
  } catch (cause) {
    throw new CodeListsError(`${file} cannot be read as text`, { cause });
  }
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly {
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }[];
    return records.map(({ record, info: { lines } }) => ({ fields: record, line: lines }));
  } catch (cause) {
    const { lines } = cause as { readonly lines?: number };
    throw new CodeListsError(
      `${file}${lines === undefined ? '' : `, line ${lines}`}: no table that can be read`,
      {
        cause,
      },
    );
  }
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

/** Whichever of them the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const counted = [',', ';', '\t'].map((one) => [first.split(one).length, one] as const);
  return counted.reduce((most, one) => (one[0] > most[0] ? one : most))[1];
}
