import { chmod, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { NetworkError } from '../network-error.js';
import { isListening } from './control-client.js';
import type { ControlRequest, ControlResponse } from './control-protocol.js';
import { reachSocket } from './socket-path.js';

const OWNER_ONLY = 0o600;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens on a socket that only the owner may use. It also keeps a second ledger from the same data.
 *
 * @throws NetworkError `ALREADY_RUNNING`, `START_FAILED`, and `DATA_FOLDER` where its path is too long.
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
  const reached = await reachSocket(path);
  await listen(server, reached.path);
  await chmod(reached.path, OWNER_ONLY);
  return {
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.end();
      });
      await reached.release();
    },
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
