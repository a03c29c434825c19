import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { NetworkError } from '../../network-error.js';

/** Linux's own list of its addresses: Node leaves out an interface that is up and has no carrier, Fabric does not. */
const LOCAL_ADDRESSES = '/proc/net/fib_trie';

/**
 * A peer looks for an IPv4 address of its machine besides loopback, and ends without one, whatever it is told to listen at
 * (Fabric, `comm.GetLocalIP`). Better said before anything is started.
 *
 * @throws NetworkError `START_FAILED`, with how to make one
 */
export function assertOwnAddress(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
  localTable: string = readLocalTable(),
): void {
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  if (addresses.some(({ internal, family }) => !internal && family === 'IPv4')) return;
  if (/\|-- (?!127\.|0\.)\d+(?:\.\d+){3}\n\s*\/32 host LOCAL/u.test(localTable)) return;
  throw new NetworkError(
    'START_FAILED',
    "This machine has no IPv4 address besides loopback, without which Fabric's peers do not start. Any other will do: " +
      'ip link add origin0 type dummy && ip address add 10.255.255.1/32 dev origin0 && ip link set origin0 up',
  );
}

function readLocalTable(): string {
  try {
    return readFileSync(LOCAL_ADDRESSES, 'utf8');
  } catch {
    return '';
  }
}
