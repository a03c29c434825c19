import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentToIssue } from '@origin-ledger/sdk';

/** Where the sample certificates and their schema lie. */
export const dataFolder = fileURLToPath(new URL('../../data/', import.meta.url));

export const schemaFile = join(dataFolder, 'form-d.schema.json');

/** Names of the sample certificates, without `.json`. */
export const sampleNames = (): string[] =>
  readdirSync(dataFolder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/** A sample certificate such as `vn-sg-coffee`. */
export const sampleDocument = (name: string): DocumentToIssue =>
  JSON.parse(readFileSync(join(dataFolder, `${name}.json`), 'utf8')) as DocumentToIssue;
