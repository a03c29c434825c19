import { rename, writeFile } from 'node:fs/promises';
import type { Enrolment } from './enrolments.js';

/** Puts a new certificate with its key in the place of an enrolment's. */
export async function replace(
  { certificate, privateKey }: Enrolment,
  made: Readonly<{ certificate: string; privateKey: string }>,
): Promise<void> {
  await writeFile(`${privateKey}.new`, made.privateKey, { mode: 0o600 });
  await writeFile(`${certificate}.new`, made.certificate);
  await rename(`${privateKey}.new`, privateKey);
  await rename(`${certificate}.new`, certificate);
}
