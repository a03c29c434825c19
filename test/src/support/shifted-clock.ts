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
