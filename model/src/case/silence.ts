import { isOverdue, type ClockName } from '../calendar/clock.js';
import type { CertificateContext } from '../certificate/certificate-act.js';
import type { ImportingCase } from '../certificate/records.js';
import { holds } from '../rule/rule.js';

/**
 * Whether the issuing member has let its time to answer a parcel run out: counted from the receipt it signed, in its
 * own zone. The act names the parcel (`awaits`), so that every peer knows which receipt to read.
 */
export const silenceOn = holds(
  ['clock start', 'OCP 18(b)', 'OCP 19.5', 'OCP 19.9'],
  (
    clock: Extract<ClockName, 'checkReply' | 'consent' | 'comments'>,
    parcel: string | undefined,
    { at, awaited }: Pick<CertificateContext<unknown>, 'at' | 'awaited'>,
  ): boolean =>
    awaited?.receivedAt !== undefined &&
    awaited.parcel === parcel &&
    isOverdue(clock, awaited.receivedAt, at, awaited.utcOffsetMinutes),
);

/** Whether the whole time of a visit is over: who never confirms receipt cannot keep it open for ever. */
export const visitIsOver = holds(
  ['OCP 19.10', 'clock 180'],
  (visit: ImportingCase, { at, member }: Pick<CertificateContext<unknown>, 'at' | 'member'>): boolean =>
    isOverdue('wholeVisit', visit.opened.at, at, member.utcOffsetMinutes),
);
