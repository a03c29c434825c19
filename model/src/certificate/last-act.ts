import { OriginError } from '../errors/origin-error.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';

/** The last acts on a certificate: one for each owner's axes that exist. */
export function headsOf(certificate: CertificateRecord, reception: ReceptionRecord | undefined): string[] {
  return [...new Set([certificate.lastAct, ...(reception === undefined ? [] : [reception.lastAct])])];
}

/** The latest act on a certificate, by anybody: its ETag, and what `after` names. */
export function lastActOf(certificate: CertificateRecord, reception: ReceptionRecord | undefined): string {
  return reception !== undefined && reception.lastAt >= certificate.lastAt
    ? reception.lastAct
    : certificate.lastAct;
}

/**
 * Nobody acts on what he has not seen, nor before what already happened.
 * @throws OriginError AFTER_MISMATCH, TIMESTAMP_BEFORE_LAST_ACT
 */
export function checkFollows(
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
  act: { readonly at: string; readonly after: string | undefined },
): void {
  if (act.after !== undefined && act.after !== lastActOf(certificate, reception)) {
    throw new OriginError('AFTER_MISMATCH', { boxes: ['after'], stage: 'contract' });
  }
  if (act.at < certificate.lastAt || (reception !== undefined && act.at < reception.lastAt)) {
    throw new OriginError('TIMESTAMP_BEFORE_LAST_ACT', { stage: 'contract' });
  }
}
