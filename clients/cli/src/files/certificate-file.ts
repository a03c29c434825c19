import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from '../usage-error.js';

/**
 * The certificates of a file, in PEM.
 * @throws UsageError when it cannot be read, or its first is none
 */
export function readCertificates(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (cause) {
    throw new UsageError(`${file} is no file with an authority's certificate in PEM`, { cause });
  }
}
