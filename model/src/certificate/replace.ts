import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { certificateKey, parcelKey, receptionKey } from '../act/state-key.js';
import { parcelName } from '../parcel/parcel-name.js';
import { requireMember } from '../registry/require-member.js';
import { closed } from '../validation/vocabulary.js';
import { declareParcels, refusal, withChanges } from './certificate-act.js';
import { isDeclaration } from './is-declaration.js';
import { checkFollows, headsOf } from './last-act.js';
import { CertificateToIssue, keysToIssue, newCertificate } from './new-certificate.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

/**
 * Issues a certificate in the place of one with errors, which ends in the same step: new number, date and validity,
 * rule 10 anew, both linked. Only while the old one is not utilised: a refused one can still be mended. Parcels: the
 * new document, then the reason.
 */
export const replace = defineAct({
  op: 'certificate.replace/1',
  title: 'Replace a certificate by a new one',
  kind: 'delivered',
  roles: ['signatory'],
  rules: ['OCP 9', 'OCP 29.4', 'reading replacing', 'HB 5.1', 'axis validity'],
  args: Type.Object({ reference: CertificateReference, certificate: CertificateToIssue }, closed),
  reads: (args, memberCode, { actId, claims }, key) => [
    certificateKey(args.reference),
    receptionKey(args.reference),
    ...keysToIssue([args.certificate], memberCode, key),
    ...claims.parcels.slice(1).map(({ commitment }) => parcelKey(parcelName(actId, commitment))),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    const old = state.get<CertificateRecord>(certificateKey(args.reference));
    if (old === undefined) throw refusal('CERTIFICATE_UNKNOWN', 'args.reference');
    const reception = state.get<ReceptionRecord>(receptionKey(args.reference));
    if (args.reference.member !== member.code) throw refusal('OTHER_MEMBER', 'args.reference');
    if (old.validity !== 'VALID') throw refusal('CERTIFICATE_NOT_VALID', 'args.reference');
    // A back-to-back is replaced by a back-to-back: its draws stand on the originals.
    if (old.backToBack === true) throw refusal('FLAGS', 'args.reference');
    if (isDeclaration(old)) throw refusal('DECLARATION', 'args.reference');
    if (reception?.utilised === true) throw refusal('CERTIFICATE_UTILISED', 'args.reference');
    checkFollows(old, reception, { at, after: claims.after });
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
    const readers = [member.code, ...(reception === undefined ? [] : [old.importing])];
    const parcels = declareParcels(
      'reason',
      args.reference,
      readers,
      { ...claims, parcels: claims.parcels.slice(1) },
      { actId, at, member },
    );
    const [name, newName] = [referenceText(args.reference), referenceText(fresh.reference)];
    const ended = withChanges(old, {
      validity: 'REPLACED',
      replacedBy: newName,
      ended: { act: actId, at, parcel: parcelName(actId, claims.parcels[1]?.commitment ?? '') },
      lastAct: actId,
      lastAt: at,
    });
    return {
      writes: [
        { key: certificateKey(args.reference), value: ended, owner: member },
        { key: certificateKey(fresh.reference), value: { ...fresh, replaces: name }, owner: member },
        ...parcels,
      ],
      privateWrites: [],
      result: { reference: newName, replaces: name, expires: fresh.expires },
      previous: { [name]: headsOf(old, reception), [newName]: [] },
    };
  },
});
