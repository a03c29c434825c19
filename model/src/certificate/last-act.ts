import { OriginError } from '../errors/origin-error.js';
import { checkLater } from '../registry/check-later.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';

/** The last acts on a certificate: one for each owner's axes that exist. */
export function headsOf(certificate: CertificateRecord, reception: ReceptionRecord | undefined): string[] {
  return [...new Set([certificate.lastAct, ...(reception === undefined ? [] : [reception.lastAct])])];
}

/**
 * The latest act on a certificate, by anybody: its ETag, and what `after` names. The importing member's is the later
 * one while nothing has been done on the issuing member's axes since.
 */
export function lastActOf(certificate: CertificateRecord, reception: ReceptionRecord | undefined): string {
  return reception?.seen === certificate.lastAct ? reception.lastAct : certificate.lastAct;
}

/** What an act leaves on the importing member's axes besides its change. */
export const lastOnReception = (
  certificate: CertificateRecord,
  { actId, at }: { readonly actId: string; readonly at: string },
): Pick<ReceptionRecord, 'lastAct' | 'lastAt' | 'seen'> => ({
  lastAct: actId,
  lastAt: at,
  seen: certificate.lastAct,
});

/**
 * Nobody acts on what he has not seen, nor long before what already happened: see {@link checkLater}.
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
  checkLater(act.at, certificate, reception);
}
