import { createServer } from 'node:net';
import { NetworkError } from '../../network-error.js';

/** A port that a process of the network is about to listen on. */
export interface WantedPort {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Ports that somebody else listens on. */
export async function takenPorts(wanted: readonly WantedPort[]): Promise<readonly WantedPort[]> {
  const looked = await Promise.all(wanted.map(async (each) => ({ each, free: await isFree(each) })));
  return looked.filter(({ free }) => !free).map(({ each }) => each);
}

/** @throws NetworkError `PORT_TAKEN`, naming each port that is taken. */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const taken = await takenPorts(wanted);
  if (taken.length === 0) return;
  const list = taken.map(({ name, host, port }) => `${host}:${port} (${name})`).join(', ');
  throw new NetworkError(
    'PORT_TAKEN',
    `Another program listens on ${list}. Stop it, or move the network: --ports BASE.`,
  );
}

async function isFree({ host, port }: WantedPort): Promise<boolean> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
    return true;
  } catch (error) {
    // An address of another machine cannot be looked at from here.
    return error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL';
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
