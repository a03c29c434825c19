import { chmod, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { NetworkError } from '../network-error.js';
import { isListening } from './control-client.js';
import type { ControlRequest, ControlResponse } from './control-protocol.js';

const OWNER_ONLY = 0o600;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens on a socket that only the owner may use. It also keeps a second ledger from the same data.
 *
 * @throws NetworkError `ALREADY_RUNNING`.
 */
export async function startControlServer(
  path: string,
  answer: (request: ControlRequest) => Promise<ControlResponse>,
): Promise<ControlServer> {
  if (await isListening(path)) {
    throw new NetworkError('ALREADY_RUNNING', 'A ledger is already running with this data folder.');
  }
  // One that was killed left its socket.
  await unlink(path).catch(() => undefined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => void respond(socket, line, answer));
  });
  await listen(server, path);
  await chmod(path, OWNER_ONLY);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.end();
      }),
  };
}

async function respond(
  socket: Socket,
  line: string,
  answer: (request: ControlRequest) => Promise<ControlResponse>,
): Promise<void> {
  let response: ControlResponse;
  try {
    response = await answer(JSON.parse(line) as ControlRequest);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    response = { ok: false, code: error instanceof NetworkError ? error.code : 'DEPLOY_FAILED', message };
  }
  // Whoever asked may have gone, or the server may be closing.
  if (socket.writable) socket.write(`${JSON.stringify(response)}\n`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new NetworkError('START_FAILED', `Cannot listen on ${path}: ${cause.message}`, { cause }));
    });
    server.listen(path, resolve);
  });
}
