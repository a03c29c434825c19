import { Type } from 'typebox';
import { closed } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal } from './certificate-act.js';
import { CertificateReference } from './reference.js';

/**
 * Cancels a certificate, with its reason, as long as no quantity was drawn and, as far as the issuing member has been
 * told, no item given preference: that stands in decisions, so its own gateway asks ({@link judgeInConfidence}).
 */
export const cancel = defineCertificateAct({
  op: 'certificate.cancel/1',
  title: 'Cancel a certificate that is not utilised',
  roles: ['signatory'],
  rules: ['HB 5.1', 'reading cancel', 'axis validity'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference }, closed),
  parcel: 'reason',
  needs: ['VALID'],
  change({ actId, at, parcel, reception }) {
    if (reception?.utilised === true) throw refusal('CERTIFICATE_UTILISED', 'args.reference');
    return {
      certificate: { validity: 'CANCELLED', ended: { act: actId, at, parcel } },
      result: { validity: 'CANCELLED' },
    };
  },
});

/** Revokes a certificate, utilised or not, as after fraud: the project's own, the procedures know cancelling only. */
export const revoke = defineCertificateAct({
  op: 'certificate.revoke/1',
  title: 'Revoke a certificate, as after fraud',
  roles: ['signatory'],
  rules: ['axis validity'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference }, closed),
  parcel: 'reason',
  needs: ['VALID'],
  change: ({ actId, at, parcel }) => ({
    certificate: { validity: 'REVOKED', ended: { act: actId, at, parcel } },
    result: { validity: 'REVOKED' },
  }),
});
