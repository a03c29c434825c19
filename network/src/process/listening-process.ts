import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process of this machine that listens at a port. */
export interface ListeningProcess {
  readonly pid: number;
  /** Its command line. */
  readonly command: string;
}

const LISTENS = '0A';

/** Who listens at a TCP port, as Linux tells of the processes one may look at; undefined where it cannot be told. */
export function listeningProcess(port: number): ListeningProcess | undefined {
  const sockets = socketsAt(port);
  if (sockets.size === 0) return undefined;
  for (const pid of entriesOf('/proc').filter((name) => /^\d+$/u.test(name))) {
    const holds = entriesOf(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)));
    if (holds)
      return { pid: Number(pid), command: textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() };
  }
  return undefined;
}

/** As the links of open files name them: `socket:[12345]`. */
function socketsAt(port: number): ReadonlySet<string> {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of textOf(table).split('\n')) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/u);
      if (state === LISTENS && local.endsWith(ending)) found.add(`socket:[${inode}]`);
    }
  }
  return found;
}

const entriesOf = (folder: string): readonly string[] => or([], () => readdirSync(folder));
const linkOf = (path: string): string => or('', () => readlinkSync(path));
const textOf = (path: string): string => or('', () => readFileSync(path, 'utf8'));

/** What ends meanwhile, or is another account's, is passed over. */
function or<T>(otherwise: T, look: () => T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
