import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { OriginError, type ErrorCode } from '@origin-ledger/model';
import { storedProblem } from '../journal/journal.js';
import { problemOf } from '../operations/operation-view.js';

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'MESSAGE_TIMEOUT',
};
/** The other side gets so long to take the answer and close. */
const CLOSE_MILLISECONDS = 1000;

/**
 * Answers what never became a request, because it is no HTTP, its headers are too large or it did not
 * come to its end in time, as every other refusal is
 * answered: with problem details. The connection ends there.
 */
export function refuseMessage(error: Readonly<NodeJS.ErrnoException>, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'MESSAGE_MALFORMED';
  const problem = problemOf(storedProblem(new OriginError(code, { stage: 'request' })));
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  // Whoever does not close its own side holds no descriptor.
  setTimeout(() => {
    socket.destroy();
  }, CLOSE_MILLISECONDS).unref();
}
