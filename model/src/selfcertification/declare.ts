import { defineAct } from '../act/act-definition.js';
import { certificateKey } from '../act/state-key.js';
import { refusal } from '../certificate/certificate-act.js';
import { referenceText } from '../certificate/reference.js';
import { requireMember } from '../registry/require-member.js';
import { DeclarationToEnter, keysToDeclare, newDeclaration } from './new-declaration.js';

/**
 * A certified exporter enters an origin declaration. Who it is, for which goods and on which document that a listed
 * signatory signed by hand, which no signature of a system replaces, stands in the contents, for the two states alone. The
 * date is the document's. It is honoured or refused by the register as of that date, and from then on goes the way of
 * every proof: sent, received, decided, checked.
 */
export const declareOrigin = defineAct({
  op: 'selfcertification.declare/1',
  title: 'Enter an origin declaration',
  kind: 'public',
  roles: ['exporter'],
  rules: [
    'OCP 2.6',
    'OCP 12A.3',
    'OCP 12A.4',
    'OCP 12B.1',
    'OCP 12B.2',
    'OCP 12B.4',
    'OCP 12B.5',
    'OCP 12B.6',
    'OCP 12B.7',
    'OCP 1A',
    'reading OD',
    'reading listed',
  ],
  args: DeclarationToEnter,
  reads: keysToDeclare,
  decide(context) {
    const { args, claims, signer } = context;
    const member = requireMember(signer);
    const { record } = newDeclaration(args, context);
    if (claims.parcels.length > 1) throw refusal('PARCEL_UNDECLARED', 'parcels');
    const name = referenceText(record.reference);
    return {
      writes: [{ key: certificateKey(record.reference), value: record, owner: member }],
      privateWrites: [],
      result: { reference: name, expires: record.expires },
      previous: { [name]: [] },
    };
  },
});
