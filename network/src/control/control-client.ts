import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { NetworkError, type NetworkErrorCode } from '../network-error.js';
import type { ControlRequest, ControlResponse } from './control-protocol.js';
import { reachSocket } from './socket-path.js';

type Answer = Extract<ControlResponse, { ok: true }>;

/**
 * Asks a running ledger.
 *
 * @throws NetworkError `NOT_RUNNING`, or what the ledger answered.
 */
export async function askLedger(path: string, request: ControlRequest): Promise<Answer> {
  const socket = await open(path);
  if (socket === undefined)
    throw new NetworkError('NOT_RUNNING', 'The ledger is not running. Start it with "up".');
  try {
    const response = await exchange(socket, request);
    if (!response.ok) throw new NetworkError(response.code as NetworkErrorCode, response.message);
    return response;
  } finally {
    socket.destroy();
  }
}

/** Whether a ledger answers there. */
export async function isListening(path: string): Promise<boolean> {
  const socket = await open(path);
  socket?.destroy();
  return socket !== undefined;
}

async function open(path: string): Promise<Socket | undefined> {
  const reached = await reachSocket(path).catch((error: unknown) => {
    if (error instanceof NetworkError) throw error;
    // Without its folder there is no socket.
    return undefined;
  });
  if (reached === undefined) return undefined;
  try {
    return await connected(reached.path);
  } finally {
    await reached.release();
  }
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', () => {
      resolve(undefined);
    });
  });
}

function exchange(socket: Socket, request: ControlRequest): Promise<ControlResponse> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: socket });
    lines.once('line', (line) => {
      resolve(JSON.parse(line) as ControlResponse);
    });
    lines.once('close', () => {
      reject(new NetworkError('NOT_RUNNING', 'The ledger ended before it answered.'));
    });
    socket.write(`${JSON.stringify(request)}\n`);
  });
}
