import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { certificateKey, receptionKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { privateWrite } from '../parcel/private-name.js';
import { requireMember } from '../registry/require-member.js';
import { closed, Sha256Text } from '../validation/vocabulary.js';
import { checkFollows, headsOf, lastOnReception } from './last-act.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

/**
 * The importing member states that it holds the contents: signed after reading the bytes back, and naming
 * their commitment. Its clocks start here.
 */
export const receive = defineAct({
  op: 'certificate.receive/1',
  title: 'Confirm that the contents of a certificate have arrived',
  kind: 'public',
  roles: ['customs', 'system'],
  args: Type.Object({ reference: CertificateReference, commitment: Sha256Text }, closed),
  reads: (args) => [certificateKey(args.reference), receptionKey(args.reference)],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    const name = referenceText(args.reference);
    const certificate = state.get<CertificateRecord>(certificateKey(args.reference));
    if (certificate === undefined)
      throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['args.reference'], stage: 'contract' });
    if (certificate.importing !== member.code)
      throw new OriginError('OTHER_MEMBER', { boxes: ['args.reference'], stage: 'contract' });
    const reception = state.get<ReceptionRecord>(receptionKey(args.reference));
    if (reception === undefined)
      throw new OriginError('CERTIFICATE_NOT_SENT', { boxes: ['args.reference'], stage: 'contract' });
    if (reception.receivedAt !== undefined)
      throw new OriginError('CERTIFICATE_ALREADY_RECEIVED', { boxes: ['args.reference'], stage: 'contract' });
    checkFollows(certificate, reception, { at, after: claims.after });
    if (args.commitment !== certificate.commitment)
      throw new OriginError('COMMITMENT_MISMATCH', { boxes: ['args.commitment'], stage: 'contract' });
    refuseParcels(claims);
    const contents = privateWrite(member.collection, certificateKey(args.reference), certificate.commitment);
    const received: ReceptionRecord = {
      ...reception,
      receivedAt: at,
      ...lastOnReception(certificate, { actId, at }),
    };
    return {
      writes: [{ key: receptionKey(args.reference), value: received, owner: member }],
      privateWrites: [],
      held: [{ ...contents, box: 'args.commitment' }],
      result: { reference: name, transmission: 'RECEIVED' },
      previous: { [name]: headsOf(certificate, reception) },
    };
  },
});
