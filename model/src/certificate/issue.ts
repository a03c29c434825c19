import { Type } from 'typebox';
import { defineAct, type Write } from '../act/act-definition.js';
import { certificateKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { requireMember } from '../registry/require-member.js';
import { closed } from '../validation/vocabulary.js';
import { CertificateToIssue, keysToIssue, newCertificate } from './new-certificate.js';
import { referenceText } from './reference.js';
import { MOST_REQUEST_BYTES } from '../request/signed-request.js';

/**
 * Issues 1 to 500 certificates in one signed request: all or none. The contents of each stay with the issuing
 * member, behind a commitment, until they are sent.
 */
export const issue = defineAct({
  op: 'certificate.issue/1',
  title: 'Issue certificates',
  kind: 'public',
  maxBytes: MOST_REQUEST_BYTES,
  roles: ['signatory'],
  rules: ['OCP 2.2', 'OCP 7.3', 'OCP 9', 'OCP 10.1', 'OCP 10.2', 'reading listed', 'reading departure'],
  args: Type.Object({ certificates: Type.Array(CertificateToIssue, { minItems: 1, maxItems: 500 }) }, closed),
  reads: (args, memberCode, _request, key) => keysToIssue(args.certificates, memberCode, key),
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    if (claims.parcels.length !== args.certificates.length)
      throw new OriginError('PARCEL_MISSING', { boxes: ['parcels'], stage: 'contract' });
    const seen = new Set<string>();
    const writes: Write[] = [];
    const issued: { reference: string; expires: string }[] = [];
    args.certificates.forEach((certificate, index) => {
      const box = `args.certificates[${index}]`;
      const name = referenceText({ member: member.code, ...certificate });
      if (seen.has(name))
        throw new OriginError('NUMBER_REPEATED', { boxes: [`${box}.number`], stage: 'contract' });
      seen.add(name);
      const record = newCertificate(certificate, {
        state,
        claims,
        actId,
        at,
        member,
        signer,
        box,
        parcel: claims.parcels[index],
        parcelBox: `parcels[${index}]`,
      });
      writes.push({ key: certificateKey(record.reference), value: record, owner: member });
      issued.push({ reference: name, expires: record.expires });
    });
    return {
      writes,
      privateWrites: [],
      result: { certificates: issued },
      previous: Object.fromEntries(issued.map(({ reference }) => [reference, []])),
    };
  },
});
