/** What differs between two peers that simulate the same transaction. */
const ELSEWHERE = Date.parse('2031-07-09T23:59:59.999Z');

/**
 * Runs with another clock, time zone, locale and source of random numbers: whatever a contract takes from them
 * comes out otherwise.
 */
export async function disturbed<T>(run: () => Promise<T>): Promise<T> {
  const undo: (() => void)[] = [];
  const replace = <O extends object>(object: O, name: keyof O & string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { configurable: true, writable: true, value });
    undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, before);
    });
  };
  const zone = process.env['TZ'];
  const Native = Date;
  class OtherDate extends Native {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [ELSEWHERE] : given) as [number]));
    }
    static override now = (): number => ELSEWHERE;
  }
  process.env['TZ'] = 'Pacific/Kiritimati';
  replace(globalThis, 'Date', OtherDate);
  replace(Math, 'random', () => 0.123456789);
  replace(performance, 'now', () => 1);
  replace(crypto, 'getRandomValues', (array: Uint8Array) => array.fill(7));
  replace(crypto, 'randomUUID', () => '00000000-0000-4000-8000-000000000000');
  replace(String.prototype, 'localeCompare', function (this: string, other: string): number {
    return this < other ? 1 : -1;
  });
  for (const prototype of [Native.prototype, Number.prototype, Array.prototype] as const)
    replace(prototype, 'toLocaleString', () => 'elsewhere');
  try {
    return await run();
  } finally {
    for (const step of undo.reverse()) step();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}
