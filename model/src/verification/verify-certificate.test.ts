import { expect } from 'chai';
import type { CertificateRecord } from '../certificate/records.js';
import { testReference } from '../testing/documents.js';
import { keyRecord } from '../testing/records.js';
import { verifyCertificate, type VerificationInput } from './verify-certificate.js';

const at = '2026-03-10T05:00:00.000Z';
const act = `${'A'.repeat(43)}.${'a'.repeat(21)}A`;
const record: CertificateRecord = {
  reference: testReference(),
  form: 'D',
  importing: 'SG',
  issued: '2026-03-10',
  departure: '2026-03-10',
  retroactive: false,
  expires: '2027-03-10',
  items: 1,
  commitment: 'c'.repeat(64),
  validity: 'VALID',
  transmission: 'SENT',
  issuedIn: act,
  lastAct: act,
  lastAt: at,
};
const issuer = keyRecord({ crv: 'Ed25519', kty: 'OKP', x: 'w'.repeat(43) }, 'VN:officer-1', ['signatory']);
const input: VerificationInput = {
  record,
  issuer,
  issuedAt: at,
  commitment: record.commitment,
  today: '2026-06-01',
};

describe('verification of a certificate', () => {
  it('passes every check for a certificate in order', () => {
    const { status, checks } = verifyCertificate(input);
    expect(status).to.equal('VALID');
    expect(checks.map((check) => `${check.name} ${check.status}`)).to.deep.equal([
      'ON_RECORD VALID',
      'CONTENTS_AS_ISSUED VALID',
      'SIGNATORY VALID',
      'IN_FORCE VALID',
      'WITHIN_VALIDITY VALID',
    ]);
  });

  for (const [what, change, name, reason, status] of [
    ['no document given', { commitment: undefined }, 'CONTENTS_AS_ISSUED', 'NO_DOCUMENT_GIVEN', 'VALID'],
    [
      'another document',
      { commitment: 'd'.repeat(64) },
      'CONTENTS_AS_ISSUED',
      'COMMITMENT_DIFFERS',
      'INVALID',
    ],
    ['issuer not known', { issuer: undefined }, 'SIGNATORY', 'DEPENDS_ON_RECORD', 'VALID'],
    [
      'not trusted since before',
      { issuer: { ...issuer, notTrustedSince: at } },
      'SIGNATORY',
      'KEY_NOT_TRUSTED',
      'INVALID',
    ],
    [
      'not trusted since later',
      { issuer: { ...issuer, notTrustedSince: '2026-03-10T05:00:00.001Z' } },
      'SIGNATORY',
      undefined,
      'VALID',
    ],
    ['key revoked later (OCP 2)', { issuer: { ...issuer, revokedAt: at } }, 'SIGNATORY', undefined, 'VALID'],
    ['cancelled', { record: { ...record, validity: 'CANCELLED' } }, 'IN_FORCE', 'CANCELLED', 'INVALID'],
    ['replaced', { record: { ...record, validity: 'REPLACED' } }, 'IN_FORCE', 'REPLACED', 'INVALID'],
    ['revoked', { record: { ...record, validity: 'REVOKED' } }, 'IN_FORCE', 'REVOKED', 'INVALID'],
    ['its last day (OCP 14a)', { today: '2027-03-10' }, 'WITHIN_VALIDITY', undefined, 'VALID'],
    ['the day after', { today: '2027-03-11' }, 'WITHIN_VALIDITY', 'EXPIRED', 'INVALID'],
  ] as const) {
    it(`${what}: ${reason ?? 'passes'}`, () => {
      const verification = verifyCertificate({ ...input, ...change });
      expect(verification.status).to.equal(status);
      expect(verification.checks.find((check) => check.name === name)?.reason).to.equal(reason);
    });
  }

  it('fails what is not on record, and judges nothing else of it', () => {
    const { status, checks } = verifyCertificate({ ...input, record: undefined });
    expect(status).to.equal('INVALID');
    expect(checks.map((check) => `${check.name} ${check.status} ${check.reason ?? ''}`)).to.deep.equal([
      'ON_RECORD INVALID NOT_FOUND',
      'CONTENTS_AS_ISSUED SKIPPED DEPENDS_ON_RECORD',
      'SIGNATORY SKIPPED DEPENDS_ON_RECORD',
      'IN_FORCE SKIPPED DEPENDS_ON_RECORD',
      'WITHIN_VALIDITY SKIPPED DEPENDS_ON_RECORD',
    ]);
  });

  const ended = { act, at: '2026-04-01T05:00:00.000Z', parcel: 'e'.repeat(64) };
  for (const [what, change, name, since] of [
    ['whose key is not trusted', { issuer: { ...issuer, notTrustedSince: at } }, 'SIGNATORY', at],
    ['that expired', { today: '2027-03-11' }, 'WITHIN_VALIDITY', '2027-03-10'],
    [
      'that was cancelled, and replied to in a check since',
      { record: { ...record, validity: 'CANCELLED', ended, lastAt: '2026-05-01T05:00:00.000Z' } },
      'IN_FORCE',
      ended.at,
    ],
  ] as const) {
    it(`says since when of one ${what}: ${since}`, () => {
      const { checks } = verifyCertificate({ ...input, ...change });
      expect(checks.find((check) => check.name === name)?.since).to.equal(since);
    });
  }
  it('skips the signatory where the act of issue is not known', () => {
    const { checks } = verifyCertificate({ ...input, issuedAt: undefined });
    expect(checks.find(({ name }) => name === 'SIGNATORY')?.status).to.equal('SKIPPED');
  });
});
