import { InvalidArgumentError } from 'commander';
import { LARGEST_PORT } from '../topology/validate-topology.js';

/** Reads a base port from the command line. */
export function basePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > LARGEST_PORT)
    throw new InvalidArgumentError('It is no port.');
  return port;
}
