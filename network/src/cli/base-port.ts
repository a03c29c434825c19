import { InvalidArgumentError } from 'commander';

/** Reads a base port from the command line. */
export function basePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('It is no port.');
  return port;
}
