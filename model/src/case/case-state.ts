import type { ImportingCase, IssuingCase } from '../certificate/records.js';
import { holds } from '../rule/rule.js';

/** Where a retroactive check stands. */
export type CheckState = 'REQUESTED' | 'REPLIED' | 'DETERMINED';
/** Where a verification visit stands. */
export type VisitState =
  'NOTIFIED' | 'CONSENTED' | 'NO_CONSENT' | 'POSTPONED' | 'HELD' | 'DETERMINED' | 'COMMENTED' | 'FINAL';

/** What may happen in a check, and whose act it is. */
export type CheckEvent = 'reply' | 'determine';
export type VisitEvent = 'consent' | 'refuse' | 'postpone' | 'hold' | 'determine' | 'comment' | 'final';

const checkSteps: Readonly<Record<CheckState, Partial<Record<CheckEvent, CheckState>>>> = {
  // No reply is no verdict (reading overdue): the importing member may determine without one.
  REQUESTED: { reply: 'REPLIED', determine: 'DETERMINED' },
  REPLIED: { determine: 'DETERMINED' },
  DETERMINED: {},
};

const visitSteps: Readonly<Record<VisitState, Partial<Record<VisitEvent, VisitState>>>> = {
  NOTIFIED: { consent: 'CONSENTED', refuse: 'NO_CONSENT' },
  CONSENTED: { postpone: 'POSTPONED', hold: 'HELD' },
  NO_CONSENT: { determine: 'DETERMINED' },
  POSTPONED: { hold: 'HELD' },
  HELD: { determine: 'DETERMINED' },
  DETERMINED: { comment: 'COMMENTED', final: 'FINAL' },
  COMMENTED: { final: 'FINAL' },
  FINAL: {},
};

/** The state after an event of a check; undefined when it cannot happen there. */
export const nextCheckState = holds(
  ['OCP 18', 'OCP 18(d)', 'axis check'],
  (state: CheckState, event: CheckEvent): CheckState | undefined => checkSteps[state][event],
);

/** The state after an event of a visit; undefined when it cannot happen there. */
export const nextVisitState = holds(
  ['OCP 19.4', 'OCP 19.6', 'OCP 19.7', 'OCP 19.9', 'axis visit'],
  (state: VisitState, event: VisitEvent): VisitState | undefined => visitSteps[state][event],
);

/** Where a check stands, from the two members' halves. */
export function checkStateOf(importing: ImportingCase, issuing: IssuingCase | undefined): CheckState {
  if (importing.determined !== undefined) return 'DETERMINED';
  return issuing?.replied === undefined ? 'REQUESTED' : 'REPLIED';
}

/** Where a visit stands, from the two members' halves. */
export function visitStateOf(importing: ImportingCase, issuing: IssuingCase | undefined): VisitState {
  if (importing.final !== undefined) return 'FINAL';
  if (issuing?.commented !== undefined) return 'COMMENTED';
  if (importing.determined !== undefined) return 'DETERMINED';
  if (importing.held !== undefined) return 'HELD';
  if (issuing?.postponed !== undefined) return 'POSTPONED';
  if (issuing?.consent !== undefined) return issuing.consent.given ? 'CONSENTED' : 'NO_CONSENT';
  return 'NOTIFIED';
}

/** Name of the parcel with the latest determination of a case on an item, if there is one. */
export const latestDetermination = (
  cases: readonly ImportingCase[] | undefined,
  item: number,
): string | undefined =>
  (cases ?? [])
    .flatMap(({ items, determined, final }) => {
      const said = final ?? determined;
      return said !== undefined && items.includes(item) ? [said] : [];
    })
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .at(-1)?.parcel;

/** Whether a case is still open: neither its determination came, nor that of a visit which follows it. */
export const isOpen = (one: ImportingCase, all: readonly ImportingCase[] = []): boolean =>
  one.determined === undefined &&
  !all.some(({ follows, determined }) => follows === one.number && determined !== undefined);
