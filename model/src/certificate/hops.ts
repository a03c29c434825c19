import { holds } from '../rule/rule.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';

export const hopNames = ['ISSUED', 'SENT', 'NOT_RECEIVED', 'SENT_AGAIN', 'RECEIVED', 'DECIDED'] as const;
export type HopName = (typeof hopNames)[number];

/** One step of a certificate's way, and when it was taken. */
export interface Hop {
  readonly hop: HopName;
  /** Timestamp of the transaction, RFC 3339. */
  readonly at: string;
  /** What Vietnam's tracker shows there, where it has such a step. */
  readonly tracker?: string;
  /** Of a decision: which items. What was decided stands in its parcel alone. */
  readonly items?: readonly number[];
}

/** Sending puts record and contents at both gateways in one step, so that AS2 stands for AS1 and AS3 too. */
const TRACKER: Partial<Readonly<Record<HopName, string>>> = {
  ISSUED: 'AS1',
  SENT: 'AS2',
  SENT_AGAIN: 'AS2',
  NOT_RECEIVED: 'AS4 RES-NOT',
  RECEIVED: 'AS4 RES-REC',
};

/**
 * The way of a certificate, step by step with times, as both states see it; of what was asked for and sent again,
 * the last time.
 * @param issuedAt timestamp of its first act
 */
export const hopsOf = holds(
  ['axis transmission', 'OCP 29.3'],
  (certificate: CertificateRecord, reception: ReceptionRecord | undefined, issuedAt: string): Hop[] => {
    const step = (hop: HopName, at: string | undefined, items?: readonly number[]): Hop[] => {
      const tracker = TRACKER[hop];
      return at === undefined
        ? []
        : [
            {
              hop,
              at,
              ...(tracker === undefined ? {} : { tracker }),
              ...(items === undefined ? {} : { items }),
            },
          ];
    };
    return [
      ...step('ISSUED', issuedAt),
      ...step('SENT', reception?.sentAt),
      ...step('NOT_RECEIVED', reception?.notReceived?.at),
      ...step('SENT_AGAIN', certificate.resent?.at),
      ...step('RECEIVED', reception?.receivedAt),
      ...(reception?.decisions ?? []).flatMap(({ at, items }) => step('DECIDED', at, items)),
    ].sort((left, right) => (left.at === right.at ? 0 : left.at < right.at ? -1 : 1));
  },
);
