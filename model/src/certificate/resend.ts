import { Type } from 'typebox';
import { closed } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal } from './certificate-act.js';
import { transmissionOf } from './records.js';
import { CertificateReference } from './reference.js';

/** The importing member has not the contents, or lost them: it asks for the same document again. */
export const notReceived = defineCertificateAct({
  op: 'certificate.not-received/1',
  title: 'Ask for the same certificate again',
  roles: ['customs', 'system'],
  rules: ['OCP 29.3', 'axis transmission'],
  by: 'importing',
  args: Type.Object({ reference: CertificateReference }, closed),
  needs: ['SENT'],
  change({ certificate, reception, at }) {
    if (transmissionOf(certificate, reception) === 'NOT_RECEIVED')
      throw refusal('CERTIFICATE_NOT_RECEIVED', 'args.reference');
    return {
      reception: { notReceived: { times: (reception?.notReceived?.times ?? 0) + 1, at } },
      result: { transmission: 'NOT_RECEIVED' },
    };
  },
});

/** The issuing member states that it sends again what is missing; the bytes go by `deliver`, as often as needed. */
export const resend = defineCertificateAct({
  op: 'certificate.resend/1',
  title: 'Send the same certificate again',
  roles: ['signatory', 'system'],
  rules: ['OCP 29.3', 'axis transmission'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference }, closed),
  needs: ['SENT'],
  change({ certificate, reception, at }) {
    if (transmissionOf(certificate, reception) !== 'NOT_RECEIVED')
      throw refusal('CERTIFICATE_ALREADY_SENT', 'args.reference');
    return {
      certificate: { resent: { times: (certificate.resent?.times ?? 0) + 1, at } },
      result: { transmission: reception?.receivedAt === undefined ? 'SENT' : 'RECEIVED' },
    };
  },
});
