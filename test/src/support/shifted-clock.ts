import { ServerResponse } from 'node:http';

/**
 * Loaded before a program (`node --import`): its clock is so many days ahead, by `ORIGIN_TEST_DAYS_AHEAD`. Timers run as
 * ever. So tests see what a gateway shows after a clock of the procedures has run out.
 */
const DAY = 86_400_000;
const ahead = Number(process.env['ORIGIN_TEST_DAYS_AHEAD'] ?? '0') * DAY;
const real = Date;

class ShiftedDate extends real {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [ShiftedDate.now()] : parts) as [number]));
  }

  static override now(): number {
    return real.now() + ahead;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;

/** Node dates its answers by a clock of its own, and clients correct theirs by it. */
const writeHead = Object.getOwnPropertyDescriptor(ServerResponse.prototype, 'writeHead')?.value as (
  this: ServerResponse,
  ...parts: unknown[]
) => ServerResponse;
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...parts: unknown[]): ServerResponse {
  this.setHeader('Date', new Date().toUTCString());
  return writeHead.apply(this, parts);
};
