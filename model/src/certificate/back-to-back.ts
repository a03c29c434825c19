import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { certificateKey } from '../act/state-key.js';
import { requireMember } from '../registry/require-member.js';
import { closed } from '../validation/vocabulary.js';
import { refusal } from './certificate-act.js';
import { CertificateToIssue, formIn, keysToIssue, newCertificate } from './new-certificate.js';
import {
  drawnProof,
  drawOnOriginals,
  judgeOriginals,
  keysOfOriginals,
  OriginalsArgs,
  partiesOfOriginals,
} from './originals.js';
import { referenceText } from './reference.js';

/**
 * Issues a back-to-back certificate and draws on its originals, all of one first exporting member, in one joint
 * transaction of the two. The first member sees the draws, never the new certificate: its document (the first
 * parcel) does not travel. A pair of parcels for each original follows: what there was, and what is left.
 */
export const backToBack = defineAct({
  op: 'certificate.back-to-back/1',
  title: 'Issue a back-to-back certificate',
  kind: 'joint',
  roles: ['signatory'],
  rules: [
    'OCP 11.1(a)',
    'OCP 1(b)',
    'OCP 11.1(c)',
    'OCP 11.1(e)',
    'OCP 11.1(f)',
    'reading back-to-back',
    'reading contents',
    'reading cancel',
  ],
  args: Type.Object({ certificate: CertificateToIssue, ...OriginalsArgs }, closed),
  reads: (args, memberCode, _request, key) => [
    ...keysToIssue([args.certificate], memberCode, key),
    ...keysOfOriginals(args, memberCode),
  ],
  parties: partiesOfOriginals,
  carries: (_args, claims) => claims.parcels.slice(1).map(({ commitment }) => commitment),
  decide(context) {
    const { args, claims, actId, at, state, signer } = context;
    const member = requireMember(signer);
    const fresh = newCertificate(args.certificate, {
      state,
      claims,
      actId,
      at,
      member,
      signer,
      box: 'args.certificate',
      parcel: claims.parcels[0],
      parcelBox: 'parcels[0]',
    });
    const form = formIn(state, fresh.form);
    if (form?.backToBack !== true) throw refusal('FLAGS', 'args.certificate.form');
    const drawn = drawOnOriginals(context, { issued: fresh.issued, agreement: form.agreement });
    const record = drawnProof(fresh, drawn);
    return {
      writes: [{ key: certificateKey(record.reference), value: record, owner: member }, ...drawn.writes],
      privateWrites: drawn.privateWrites,
      result: { reference: referenceText(record.reference), expires: record.expires },
      previous: { [referenceText(record.reference)]: [], ...drawn.previous },
    };
  },
  judge: judgeOriginals,
});
