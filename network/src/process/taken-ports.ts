import { createServer } from 'node:net';
import { NetworkError } from '../network-error.js';
import { listeningProcess } from './listening-process.js';
import { endpoint } from '../topology/endpoint.js';

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

/** @throws NetworkError `PORT_TAKEN`, naming each port that is taken, and by whom where that can be told. */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const taken = await takenPorts(wanted);
  if (taken.length === 0) return;
  throw new NetworkError(
    'PORT_TAKEN',
    `Another program listens on ${taken.map(describe).join(', ')}. Stop it, or choose other ports: --ports BASE.`,
  );
}

function describe({ name, host, port }: WantedPort): string {
  const holder = listeningProcess(port);
  const who = holder === undefined ? '' : `, taken by process ${holder.pid}: ${shortened(holder.command)}`;
  return `${endpoint(host, port)} (${name}${who})`;
}

const LONGEST_COMMAND = 120;
/** The end of a command line says more than the folder of node. */
const shortened = (command: string): string =>
  command.length <= LONGEST_COMMAND ? command : `…${command.slice(-LONGEST_COMMAND)}`;

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
