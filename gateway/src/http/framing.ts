import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import { OriginError } from '@origin-ledger/model';

/** What of a message's framing is wrong, by header; undefined: nothing. */
export function framingFault({ rawHeaders, headers }: Readonly<IncomingMessage>): string | undefined {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts > 1) return 'Host';
  const coding = headers['transfer-encoding'];
  return coding !== undefined && coding.toLowerCase() !== 'chunked' ? 'Transfer-Encoding' : undefined;
}

/**
 * Refuses what a proxy in front could read as another message than the gateway does (RFC 9112 3.2 and 6.1): two `Host`
 * headers, any transfer coding but one `chunked`. Whatever follows on the same connection is not looked at.
 */
export function refuseFraming(): RequestHandler {
  const refused = new WeakSet<Socket>();
  return (request, response, next) => {
    const { socket } = request;
    if (refused.has(socket)) return;
    const fault = framingFault(request);
    if (fault === undefined) {
      next();
      return;
    }
    refused.add(socket);
    response.setHeader('Connection', 'close');
    next(new OriginError('MESSAGE_MALFORMED', { boxes: [fault], stage: 'request' }));
  };
}
