import type { DocumentToIssue } from '@origin-ledger/sdk';
import { readJsonFile } from '../files/json-file.js';
import { UsageError } from '../usage-error.js';

/**
 * Documents to issue: a file has one, or a list.
 * @throws UsageError
 */
export function readDocuments(file: string): DocumentToIssue[] {
  const value = readJsonFile(file);
  const documents: unknown[] = Array.isArray(value) ? value : [value];
  if (documents.some((document) => !isDocumentShaped(document)))
    throw new UsageError(`${file} holds no document: transport, declaration and certification are needed`);
  // Every box is checked when the request is prepared.
  return documents as DocumentToIssue[];
}

const isDocumentShaped = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['transport', 'declaration', 'certification'].every((part) => {
    const member = (value as Record<string, unknown>)[part];
    return typeof member === 'object' && member !== null;
  });
