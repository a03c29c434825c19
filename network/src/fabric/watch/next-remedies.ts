import { LAG_BLOCKS } from '../doctor/ordering.js';

/** What a look at a network's processes on this machine found. */
export interface Look {
  /** Milliseconds of a clock that only goes forward. */
  readonly at: number;
  /** Services that were started and not stopped, and have ended. */
  readonly gone: readonly string[];
  readonly orderers: readonly OrdererLook[];
  /** The most blocks that an orderer or peer of this machine has. */
  readonly highest: number;
}

export interface OrdererLook {
  readonly name: string;
  /** Blocks of the channel; undefined when it does not answer. */
  readonly height: number | undefined;
  /** It asks for another view than the one in force. */
  readonly asksForAnotherView: boolean;
}

/** What is to be done, and why. */
export interface Remedy {
  readonly service: string;
  readonly what: 'start' | 'restart';
  readonly because: string;
}

/** How patient a watch is, milliseconds and blocks. */
export interface Patience {
  /** How long an orderer stands still before it is started again. */
  readonly standsStill: number;
  readonly lagBlocks: number;
  /** How soon a service that keeps ending is started again at most, once it has ended often. */
  readonly keepsEnding: number;
}

export const PATIENCE: Patience = { standsStill: 60_000, lagBlocks: LAG_BLOCKS, keepsEnding: 300_000 };

const OFTEN = 3;

/** What a watch remembers from one look to the next. */
export interface Memory {
  /** Since when an orderer stands still, and how many blocks the others had then. */
  readonly still: ReadonlyMap<string, { readonly since: number; readonly highest: number }>;
  /** Services that had ended at the last look: who stops one on purpose is just about to say so. */
  readonly ended: ReadonlySet<string>;
  readonly starts: ReadonlyMap<string, readonly number[]>;
}

export const NOTHING_SEEN: Memory = { still: new Map(), ended: new Set(), starts: new Map() };

/**
 * What a look asks for, given those before it. A service that has ended is started: at the second look that misses it,
 * and rarely once it has ended often. An orderer that stands still, frozen, behind or alone with a change of view, is
 * restarted once the others have ordered on without it for as long as the patience says: then, and only then, its
 * restart cannot be what stops the ordering. One at a time, and none while another service is down.
 */
export function nextRemedies(
  look: Look,
  before: Memory,
  patience: Patience = PATIENCE,
): { readonly remedies: readonly Remedy[]; readonly memory: Memory } {
  const starts = new Map(before.starts);
  const remedies: Remedy[] = [];
  for (const service of look.gone.filter((name) => before.ended.has(name))) {
    const earlier = (starts.get(service) ?? []).filter((at) => look.at - at < patience.keepsEnding);
    if (earlier.length >= OFTEN) continue;
    starts.set(service, [...earlier, look.at]);
    const times = earlier.length === 0 ? '' : `, ${earlier.length + 1} times now: see its log`;
    remedies.push({ service, what: 'start', because: `it has ended${times}` });
  }
  const still = new Map(
    look.orderers
      .filter(({ name }) => !look.gone.includes(name))
      .filter((orderer) => standsStill(orderer, look, patience))
      .map(
        ({ name }) => [name, before.still.get(name) ?? { since: look.at, highest: look.highest }] as const,
      ),
  );
  const overdue = [...still].find(
    ([, { since, highest }]) => look.at - since >= patience.standsStill && look.highest > highest,
  );
  if (overdue !== undefined && look.gone.length === 0) {
    const [service] = overdue;
    const because = 'it stands still while the others order on';
    remedies.push({ service, what: 'restart', because });
    still.delete(service);
  }
  return { remedies, memory: { still, ended: new Set(look.gone), starts } };
}

const standsStill = (
  { height, asksForAnotherView }: OrdererLook,
  { highest }: Look,
  { lagBlocks }: Patience,
): boolean => height === undefined || asksForAnotherView || highest - height > lagBlocks;
