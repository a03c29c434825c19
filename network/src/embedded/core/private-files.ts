import { chmod, mkdir, open, rename } from 'node:fs/promises';

/** Mode of files that nobody but their owner reads. */
export const OWNER_ONLY = 0o600;

/** Makes a folder that nobody but its owner looks into, or closes one that others could. */
export async function privateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Writes a small file durably: it is there as a whole, or as it was before. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** The time as part of a file's name, to the millisecond. */
export function timeInName(): string {
  return new Date().toISOString().replaceAll(':', '-');
}
