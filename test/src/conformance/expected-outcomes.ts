import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Outcomes } from './run-behaviours.js';

/** Outcomes are kept with the sources: `src/conformance/expected/<topic>.json`. */
const file = (topic: string): string =>
  fileURLToPath(new URL(`../../src/conformance/expected/${topic}.json`, import.meta.url));

/** What Fabric did when it was recorded. @throws Error when the topic was not recorded. */
export async function readExpected(topic: string): Promise<Outcomes> {
  return JSON.parse(await readFile(file(topic), 'utf8')) as Outcomes;
}

/** Keeps what Fabric does. */
export async function writeExpected(topic: string, outcomes: Outcomes): Promise<void> {
  await writeFile(file(topic), `${JSON.stringify(outcomes, undefined, 2)}\n`);
}
