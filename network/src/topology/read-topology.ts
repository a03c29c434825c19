import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NetworkError } from '../network-error.js';
import type { Topology } from './topology.js';
import { validateTopology } from './validate-topology.js';

/** The topology file that stands in this workspace. */
export const defaultTopologyPath: string = fileURLToPath(new URL('../../topology.json', import.meta.url));

/**
 * Reads and checks a topology file.
 *
 * @throws NetworkError `TOPOLOGY_UNREADABLE` when it is missing or no JSON, `TOPOLOGY_INVALID` when a field is wrong.
 */
export async function readTopology(path: string = defaultTopologyPath): Promise<Topology> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkError('TOPOLOGY_UNREADABLE', `Cannot read the topology ${path}: ${reason}`, { cause });
  }
  return validateTopology(value);
}
