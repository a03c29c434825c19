import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { certificateKey } from '../act/state-key.js';
import { refusal } from '../certificate/certificate-act.js';
import {
  drawnProof,
  drawOnOriginals,
  judgeOriginals,
  keysOfOriginals,
  OriginalsArgs,
  partiesOfOriginals,
} from '../certificate/originals.js';
import { referenceText } from '../certificate/reference.js';
import { requireMember } from '../registry/require-member.js';
import { closed } from '../validation/vocabulary.js';
import { DeclarationBoxes, keysToDeclare, newDeclaration } from './new-declaration.js';

/**
 * A certified exporter of the intermediate member enters a back-to-back origin declaration and draws on its originals,
 * proofs of one first exporting member that his own one received, in one joint transaction of the two. He is
 * certified for the same goods; quantities and expiry are counted as for a back-to-back certificate, on the same
 * balances. The first member sees the draws, never the declaration: its document (the first parcel) does not travel.
 * A pair of parcels for each original follows: what there was, and what is left.
 */
export const declareBackToBack = defineAct({
  op: 'selfcertification.declare-back-to-back/1',
  title: 'Enter a back-to-back origin declaration',
  kind: 'joint',
  roles: ['exporter'],
  rules: ['OCP 11.2', 'OCP 1(b)', 'OCP 12B.1', 'OCP 2.6', 'reading back-to-back', 'reading contents'],
  args: Type.Object({ declaration: Type.Object(DeclarationBoxes, closed), ...OriginalsArgs }, closed),
  reads: (args, memberCode) => [
    ...keysToDeclare(args.declaration, memberCode),
    ...keysOfOriginals(args, memberCode),
  ],
  parties: partiesOfOriginals,
  carries: (_args, claims) => claims.parcels.slice(1).map(({ commitment }) => commitment),
  decide(context) {
    const { args, signer } = context;
    const member = requireMember(signer);
    const { record: fresh, form } = newDeclaration(args.declaration, context);
    if (!form.backToBack) throw refusal('FLAGS', 'args.declaration');
    const drawn = drawOnOriginals(context, { issued: fresh.issued, agreement: form.agreement });
    // Its date is the document's, which may be an earlier day: the originals stood then.
    if (drawn.originals.some(({ certificate }) => certificate.issued > fresh.issued))
      throw refusal('ORIGINAL_NOT_ELIGIBLE', 'args.declaration.date');
    const record = drawnProof(fresh, drawn);
    const name = referenceText(record.reference);
    return {
      writes: [{ key: certificateKey(record.reference), value: record, owner: member }, ...drawn.writes],
      privateWrites: drawn.privateWrites,
      result: { reference: name, expires: record.expires },
      previous: {
        [name]: [],
        ...drawn.previous,
      },
    };
  },
  judge: judgeOriginals,
});
