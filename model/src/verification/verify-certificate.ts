import type { CalendarDate } from '../calendar/calendar-date.js';
import type { CertificateRecord } from '../certificate/records.js';
import type { KeyRecord } from '../registry/records.js';

/** One named check of a verification; its code never changes meaning. */
export interface VerificationCheck {
  readonly name: 'ON_RECORD' | 'CONTENTS_AS_ISSUED' | 'SIGNATORY' | 'IN_FORCE' | 'WITHIN_VALIDITY';
  readonly status: 'VALID' | 'INVALID' | 'SKIPPED';
  /** Why, for anything but VALID. */
  readonly reason?:
    | 'NOT_FOUND'
    | 'NO_DOCUMENT_GIVEN'
    | 'COMMITMENT_DIFFERS'
    | 'KEY_NOT_TRUSTED'
    | 'CANCELLED'
    | 'REPLACED'
    | 'REVOKED'
    | 'EXPIRED'
    | 'DEPENDS_ON_RECORD';
  /** Since when, where that is known. */
  readonly since?: string;
}

export interface Verification {
  /** VALID only when no check is INVALID. */
  readonly status: 'VALID' | 'INVALID';
  readonly checks: readonly VerificationCheck[];
}

export interface VerificationInput {
  readonly record: CertificateRecord | undefined;
  /** The key that signed the issue. */
  readonly issuer: KeyRecord | undefined;
  /** When the act of issue was recorded. */
  readonly issuedAt: string | undefined;
  /** Hex SHA-256 of the document in hand, when there is one. */
  readonly commitment: string | undefined;
  /** Calendar date of the question, in the importing member's zone. */
  readonly today: CalendarDate;
}

/** Which checks a certificate passes: one answer for each, never one generic failure. */
export function verifyCertificate({
  record,
  issuer,
  issuedAt,
  commitment,
  today,
}: VerificationInput): Verification {
  if (record === undefined) {
    const skipped = (['CONTENTS_AS_ISSUED', 'SIGNATORY', 'IN_FORCE', 'WITHIN_VALIDITY'] as const).map(
      (name): VerificationCheck => ({ name, status: 'SKIPPED', reason: 'DEPENDS_ON_RECORD' }),
    );
    return {
      status: 'INVALID',
      checks: [{ name: 'ON_RECORD', status: 'INVALID', reason: 'NOT_FOUND' }, ...skipped],
    };
  }
  const checks = [
    { name: 'ON_RECORD', status: 'VALID' } as const,
    contents(record, commitment),
    signatory(issuer, issuedAt),
    inForce(record),
    withinValidity(record, today),
  ];
  return { status: checks.some((check) => check.status === 'INVALID') ? 'INVALID' : 'VALID', checks };
}

function contents(record: CertificateRecord, commitment: string | undefined): VerificationCheck {
  const name = 'CONTENTS_AS_ISSUED';
  if (commitment === undefined) return { name, status: 'SKIPPED', reason: 'NO_DOCUMENT_GIVEN' };
  return commitment === record.commitment
    ? { name, status: 'VALID' }
    : { name, status: 'INVALID', reason: 'COMMITMENT_DIFFERS' };
}

/** OCP 2: the official was listed at signing; a later withdrawal leaves earlier proofs valid. */
function signatory(issuer: KeyRecord | undefined, issuedAt: string | undefined): VerificationCheck {
  const name = 'SIGNATORY';
  if (issuer === undefined || issuedAt === undefined)
    return { name, status: 'SKIPPED', reason: 'DEPENDS_ON_RECORD' };
  const since = issuer.notTrustedSince;
  if (since !== undefined && issuedAt >= since)
    return { name, status: 'INVALID', reason: 'KEY_NOT_TRUSTED', since };
  return { name, status: 'VALID' };
}

/** Since the act that ended it: others may follow, as a reply to a check of what was cleared before. */
function inForce(record: CertificateRecord): VerificationCheck {
  const name = 'IN_FORCE';
  return record.validity === 'VALID'
    ? { name, status: 'VALID' }
    : { name, status: 'INVALID', reason: record.validity, since: record.ended?.at ?? record.lastAt };
}

/** OCP 14a: the last day is included. */
function withinValidity(record: CertificateRecord, today: CalendarDate): VerificationCheck {
  const name = 'WITHIN_VALIDITY';
  return today <= record.expires
    ? { name, status: 'VALID' }
    : { name, status: 'INVALID', reason: 'EXPIRED', since: record.expires };
}
