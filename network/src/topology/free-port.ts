import { createServer, type Server } from 'node:net';

/**
 * Below the range from which systems take the near end of connections (Linux: 32768 and up): a port from there may be
 * gone again by the time its service starts.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** A port of an address (of this machine unless stated) that was free a moment ago; none of those in `besides`. */
export async function freePort(
  host = '127.0.0.1',
  besides: ReadonlySet<number> = new Set(),
): Promise<number> {
  for (;;) {
    const port = anyPort();
    if (besides.has(port)) continue;
    const server = await listening(host, port);
    if (server === undefined) continue;
    await closed(server);
    return port;
  }
}

/** Ports of this machine that were free a moment ago; held open together, so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = anyPort();
    const server = await listening('127.0.0.1', port);
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map(closed));
  return [...held.keys()];
}

function anyPort(): number {
  return LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
}

/** A server at this port, unless somebody else has it. @throws Error when the address is not this machine's. */
function listening(host: string, port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server
      .once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
        else reject(error);
      })
      .listen(port, host, () => {
        resolve(server);
      });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
