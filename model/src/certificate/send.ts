import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { certificateKey, memberKey, receptionKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import { privateWrite } from '../parcel/private-name.js';
import { requireMember } from '../registry/require-member.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { checkFollows, headsOf, lastOnReception } from './last-act.js';
import { parcelOf } from './parcel.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

/**
 * Sends a certificate to the importing member: record and contents in one transaction that both states
 * endorse. The request names the importing member, so that each peer knows what to read.
 */
export const send = defineAct({
  op: 'certificate.send/1',
  title: 'Send a certificate to the importing member',
  kind: 'joint',
  roles: ['signatory', 'system'],
  args: Type.Object({ reference: CertificateReference, importing: MemberCode }, closed),
  reads: (args) => [
    certificateKey(args.reference),
    receptionKey(args.reference),
    ...departureKeys(args.importing),
  ],
  parties: (args) => [args.reference.member, args.importing],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    const name = referenceText(args.reference);
    if (args.reference.member !== member.code)
      throw new OriginError('OTHER_MEMBER', { boxes: ['args.reference.member'], stage: 'contract' });
    const certificate = state.get<CertificateRecord>(certificateKey(args.reference));
    if (certificate === undefined)
      throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['args.reference'], stage: 'contract' });
    if (certificate.importing !== args.importing)
      throw new OriginError('MEMBER_UNKNOWN', { boxes: ['args.importing'], stage: 'contract' });
    if (certificate.validity !== 'VALID')
      throw new OriginError('CERTIFICATE_NOT_VALID', { boxes: ['args.reference'], stage: 'contract' });
    if (certificate.transmission !== 'ISSUED')
      throw new OriginError('CERTIFICATE_ALREADY_SENT', { boxes: ['args.reference'], stage: 'contract' });
    const importing = state.get<MemberRecord>(memberKey(args.importing));
    if (importing === undefined)
      throw new OriginError('MEMBER_UNKNOWN', { boxes: ['args.importing'], stage: 'contract' });
    requirePresent(state, importing.code, 'args.importing');
    checkFollows(certificate, undefined, { at, after: claims.after });
    const parcel = parcelOf(claims.parcels[0], args.reference, [member.code, importing.code], 'parcels[0]');
    if (claims.parcels.length !== 1)
      throw new OriginError('PARCEL_UNDECLARED', { boxes: ['parcels'], stage: 'contract' });
    if (parcel.commitment !== certificate.commitment)
      throw new OriginError('COMMITMENT_MISMATCH', { boxes: ['parcels[0].commitment'], stage: 'contract' });
    const sent: CertificateRecord = { ...certificate, transmission: 'SENT', lastAct: actId, lastAt: at };
    const reception: ReceptionRecord = {
      reference: args.reference,
      importing: importing.code,
      sentAt: at,
      utilised: false,
      ...lastOnReception(sent, { actId, at }),
    };
    return {
      writes: [
        { key: certificateKey(args.reference), value: sent, owner: member },
        { key: receptionKey(args.reference), value: reception, owner: importing },
      ],
      privateWrites: [member, importing].map(({ collection }) =>
        privateWrite(collection, certificateKey(args.reference), parcel.commitment),
      ),
      result: { reference: name, transmission: 'SENT' },
      previous: { [name]: headsOf(certificate, undefined) },
    };
  },
});
