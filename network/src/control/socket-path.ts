import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { NetworkError } from '../network-error.js';

/** What the system takes as the name of a Unix socket, in bytes. */
const LONGEST = process.platform === 'linux' ? 107 : 103;

/** A name by which a socket is reached until it is released. */
export interface SocketPath {
  readonly path: string;
  release(): Promise<void>;
}

/**
 * A name short enough for the system, which cuts longer ones off without a word. On Linux a socket deep down is reached by
 * its open folder.
 *
 * @throws NetworkError `DATA_FOLDER` where there is no such way; the system's own error when the folder cannot be opened.
 */
export async function reachSocket(path: string): Promise<SocketPath> {
  if (Buffer.byteLength(path) <= LONGEST) return { path, release: () => Promise.resolve() };
  if (process.platform !== 'linux') {
    throw new NetworkError(
      'DATA_FOLDER',
      `The path ${path} is longer than the ${LONGEST} bytes that this system takes: choose a shorter folder with --data.`,
    );
  }
  const folder = await open(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${folder.fd}/${basename(path)}`, release: () => folder.close() };
}
