import type { Request, Response } from 'express';
import type { TSchema } from 'typebox';
import type { ErrorCode } from '@origin-ledger/model';
import type { Asker } from './query-auth.js';

/** One parameter of a path or query string. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: TSchema | Readonly<Record<string, unknown>>;
  readonly required?: boolean;
}

export interface RouteAnswer {
  readonly description: string;
  /** Name of a shape among the document's components; none where the answer is no JSON. */
  readonly shape?: string;
  readonly mediaType?: string;
}

interface RouteBase {
  /** OpenAPI's spelling, such as `/v1/certificates/{reference}`. */
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly body?: string;
  /** What the body carries, which decides how large it may be; absent: it has none to speak of. */
  readonly carries?: 'document' | 'batch';
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  readonly errors: readonly ErrorCode[];
}

/** A route anybody may use. */
export interface OpenRoute extends RouteBase {
  readonly signed: false;
  handle(request: Request, response: Response): Promise<void> | void;
}

/** What a signed query is answered with. */
export interface SignedBody {
  readonly body: object;
  readonly etag?: string;
}

/** A route for signed queries; its answer is signed when asked for. */
export interface SignedRoute extends RouteBase {
  readonly signed: true;
  handle(request: Request, asker: Asker): Promise<SignedBody> | SignedBody;
}

/** One entry of the HTTP interface: served, checked and documented from here. */
export type Route = OpenRoute | SignedRoute;
