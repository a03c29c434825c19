import {
  status,
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerDuplexStream,
} from '@grpc/grpc-js';
import { peer, type common } from '@hyperledger/fabric-protos';
import type { ConcurrencyLimit } from './concurrency.js';
import { NetworkError } from '../../network-error.js';
import { LedgerError } from '../seam.js';
import { fromLedgerError, RpcError, toServiceError } from './rpc-error.js';

/** Made once: every finished stream aborts, and a reason made for each is dear. */
const GONE = new Error('the client has gone');

/** An answer to one request; `signal` aborts when the client has gone or its deadline has passed. */
type Unary<Request, Response> = (request: Request, signal: AbortSignal) => Promise<Response>;

export function unary<Request, Response>(
  limit: ConcurrencyLimit,
  answer: Unary<Request, Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const gone = new AbortController();
    call.once('cancelled', () => {
      gone.abort(GONE);
    });
    limit
      .run(() => answer(call.request, gone.signal))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(toServiceError(known(error)));
        },
      );
  };
}

export function serverStream<Request, Response>(
  limit: ConcurrencyLimit,
  answer: (request: Request, signal: AbortSignal) => AsyncIterable<Response>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const gone = aborting(call);
    limit
      .run(async () => {
        for await (const response of answer(call.request, gone)) await write(call, response, gone);
      })
      .then(
        () => {
          call.end();
        },
        (error: unknown) => {
          if (!gone.aborted) call.emit('error', toServiceError(known(error)));
        },
      );
  };
}

type DeliverCall = ServerDuplexStream<common.Envelope, peer.DeliverResponse>;
type Delivery = AsyncGenerator<peer.DeliverResponse, common.StatusMap[keyof common.StatusMap]>;

/** A deliver stream: one request after the other, each answered by blocks and a status; any but SUCCESS ends it. */
export function deliverStream(
  limit: ConcurrencyLimit,
  answer: (request: common.Envelope, signal: AbortSignal) => Delivery,
  success: number,
): handleBidiStreamingCall<common.Envelope, peer.DeliverResponse> {
  return (call) => {
    const gone = aborting(call);
    limit
      .run(async () => {
        // Leaving the loop must not destroy the stream: its status is still to be sent.
        const requests: AsyncIterable<common.Envelope> = call.iterator({ destroyOnReturn: false });
        for await (const request of requests) {
          if ((await answerOne(call, answer(request, gone), gone)) !== success) return;
        }
      })
      .then(
        () => {
          call.end();
        },
        (error: unknown) => {
          if (!gone.aborted) call.emit('error', toServiceError(known(error)));
        },
      );
  };
}

async function answerOne(call: DeliverCall, delivery: Delivery, gone: AbortSignal): Promise<number> {
  for (;;) {
    const step = await delivery.next();
    if (step.done === true) {
      const response = new peer.DeliverResponse();
      response.setStatus(step.value);
      await write(call, response, gone);
      return step.value;
    }
    await write(call, step.value, gone);
  }
}

interface Sink<Response> {
  write(chunk: Response): boolean;
  once(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/** Waits while the client reads more slowly than blocks come. */
async function write<Response>(call: Sink<Response>, response: Response, gone: AbortSignal): Promise<void> {
  if (gone.aborted || call.write(response)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    call.once('drain', done);
    gone.addEventListener('abort', done);
  });
}

function aborting(call: { once(event: 'cancelled' | 'close', listener: () => void): unknown }): AbortSignal {
  const gone = new AbortController();
  const abort = (): void => {
    gone.abort(GONE);
  };
  call.once('cancelled', abort);
  call.once('close', abort);
  return gone.signal;
}

function known(error: unknown): unknown {
  if (error instanceof LedgerError) return fromLedgerError(error);
  return error instanceof NetworkError && error.code === 'LEDGER_DAMAGED'
    ? new RpcError(status.DATA_LOSS, `${error.code}: ${error.message}`)
    : error;
}
