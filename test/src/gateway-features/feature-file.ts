/** One step of a scenario, with the table or the text below it. */
export interface Step {
  /** Without its first word. */
  readonly text: string;
  readonly table: readonly (readonly string[])[];
  readonly document: string;
}

export interface Scenario {
  readonly name: string;
  /** Those of the feature's background first. */
  readonly steps: readonly Step[];
}

export interface Feature {
  readonly name: string;
  /** With their sign: `@hsm`. */
  readonly tags: readonly string[];
  readonly scenarios: readonly Scenario[];
}

interface OpenStep {
  text: string;
  table: string[][];
  document: string[];
}

interface Block {
  readonly kind: 'background' | 'scenario';
  readonly name: string;
  readonly steps: OpenStep[];
  readonly examples: string[][];
}

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Reads a feature file as far as these features use the language: backgrounds, scenarios, outlines, tables, texts. */
export function readFeature(source: string): Feature {
  const tags: string[] = [];
  let name = '';
  const blocks: Block[] = [];
  let document: string[] | undefined;
  let isExample = false;
  for (const line of source.split('\n').map((each) => each.trim())) {
    const block = blocks.at(-1);
    const step = block?.steps.at(-1);
    if (line === '"""') {
      document = document === undefined ? step?.document : undefined;
      continue;
    }
    if (document !== undefined) {
      document.push(line);
      continue;
    }
    const [, keyword = '', title = ''] =
      /^(Feature|Background|Scenario Outline|Scenarios|Examples|Scenario):\s*(.*)$/u.exec(line) ?? [];
    const [, text] = /^(?:Given|When|Then|And|But)\s+(.*)$/u.exec(line) ?? [];
    if (line.startsWith('@')) tags.push(...line.split(/\s+/u));
    else if (keyword === 'Feature') name = title;
    else if (keyword === 'Scenarios' || keyword === 'Examples') isExample = true;
    else if (keyword !== '') {
      isExample = false;
      blocks.push({
        kind: keyword === 'Background' ? 'background' : 'scenario',
        name: title,
        steps: [],
        examples: [],
      });
    } else if (text !== undefined) block?.steps.push({ text, table: [], document: [] });
    else if (line.startsWith('|')) (isExample ? block?.examples : step?.table)?.push(cells(line));
  }
  const background = blocks.filter(({ kind }) => kind === 'background').flatMap(({ steps }) => steps);
  const scenarios = blocks
    .filter(({ kind }) => kind === 'scenario')
    .flatMap((block) =>
      filled(block).map(({ name: each, steps }) => scenario(each, [...background, ...steps])),
    );
  return { name, tags, scenarios };
}

/** A scenario for each row of its examples, or itself. */
function filled({ name, steps, examples }: Block): Pick<Block, 'name' | 'steps'>[] {
  const [head, ...rows] = examples;
  if (head === undefined) return [{ name, steps }];
  return rows.map((row) => {
    const fill = (text: string): string =>
      head.reduce((so, column, index) => so.replaceAll(`<${column}>`, row[index] ?? ''), text);
    return {
      name: `${name} (${row.join(', ')})`,
      steps: steps.map((step) => ({ ...step, text: fill(step.text) })),
    };
  });
}

const scenario = (name: string, steps: readonly OpenStep[]): Scenario => ({
  name,
  steps: steps.map(({ text, table, document }) => ({ text, table, document: document.join('\n') })),
});
