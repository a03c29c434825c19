import { Type, type Static } from 'typebox';
import { defineAct, type ActContext, type ActState, type Write } from '../act/act-definition.js';
import { certificateKey, memberKey, receptionKey, settingsKey } from '../act/state-key.js';
import type { Form } from '../form/form.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
import { defaultSettings, type SettingsRecord } from '../registry/settings.js';
import { holds } from '../rule/rule.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { refusal, withChanges } from './certificate-act.js';
import { balanceFor, drawParcels, judgeDraw } from './draw.js';
import { checkFollows, headsOf } from './last-act.js';
import { CertificateToIssue, formIn, keysToIssue, newCertificate } from './new-certificate.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

const Args = Type.Object(
  {
    certificate: CertificateToIssue,
    /** The first exporting member: all originals come from it. */
    first: MemberCode,
    originals: Type.Array(CertificateReference, { minItems: 1, maxItems: 50 }),
  },
  closed,
);

/** An original as a back-to-back finds it. */
export interface Original {
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord;
}

/**
 * Why an original cannot carry a back-to-back certificate, if it cannot: it comes from the first exporting member,
 * is addressed to the intermediate one and received there, valid, under the same agreement, and neither itself
 * back-to-back nor for partial cumulation.
 */
export const originalProblem = holds(
  ['OCP 11.1(a)', 'OCP 1(b)', 'OCP 11.1(c)', 'reading back-to-back'],
  (
    { certificate, reception }: Original,
    back: {
      readonly first: string;
      readonly intermediate: string;
      readonly issued: string;
      readonly agreement: string;
    },
    form: Pick<Form, 'agreement'> | undefined,
  ): 'ORIGINAL_NOT_ELIGIBLE' | 'ORIGINAL_EXPIRED' | undefined => {
    const eligible =
      certificate.reference.member === back.first &&
      certificate.importing === back.intermediate &&
      certificate.validity === 'VALID' &&
      reception.receivedAt !== undefined &&
      certificate.backToBack !== true &&
      certificate.partialCumulation !== true &&
      form?.agreement === back.agreement;
    if (!eligible) return 'ORIGINAL_NOT_ELIGIBLE';
    return back.issued > certificate.expires ? 'ORIGINAL_EXPIRED' : undefined;
  },
);

/** Its own expiry: the earliest of the originals and of its own twelve months. */
export const backToBackExpiry = holds(
  ['OCP 11.1(c)', 'OCP 11.1(e)'],
  (own: string, originals: readonly string[]): string =>
    [own, ...originals].reduce((earliest, expires) => (expires < earliest ? expires : earliest)),
);

function originalIn(state: ActState, reference: CertificateReference, box: string): Original {
  const certificate = state.get<CertificateRecord>(certificateKey(reference));
  if (certificate === undefined) throw refusal('CERTIFICATE_UNKNOWN', box);
  const reception = state.get<ReceptionRecord>(receptionKey(reference));
  if (reception === undefined) throw refusal('ORIGINAL_NOT_ELIGIBLE', box);
  return { certificate, reception };
}

/** The draws on the originals: parcels come in pairs after the new document, in the order of the originals. */
function drawsOf({ args, claims, state, signer }: ActContext<Static<typeof Args>>) {
  const settings =
    state.get<SettingsRecord>(settingsKey(requireMember(signer).code))?.settings ?? defaultSettings;
  if (claims.parcels.length !== 1 + 2 * args.originals.length) throw refusal('PARCEL_MISSING', 'parcels');
  return args.originals.map((reference, index) => {
    const original = originalIn(state, reference, `args.originals[${index}]`);
    const balance = balanceFor('reexport', original.reception, settings);
    const at = 1 + 2 * index;
    const pair = claims.parcels.slice(at, at + 2);
    const parcels = drawParcels(pair, original.certificate, original.reception, balance, `parcels[${at}]`);
    return { reference, original, balance, parcels, box: `parcels[${at}]` };
  });
}

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
  args: Args,
  reads: (args, memberCode, _claims, key) => [
    ...keysToIssue([args.certificate], memberCode, key),
    ...departureKeys(args.first),
    settingsKey(memberCode),
    ...args.originals.flatMap((reference) => [certificateKey(reference), receptionKey(reference)]),
  ],
  parties: (args, state) => {
    const [original] = args.originals;
    const intermediate =
      original === undefined ? undefined : state.get<CertificateRecord>(certificateKey(original))?.importing;
    return [args.first, ...(intermediate === undefined ? [] : [intermediate])];
  },
  carries: (_args, claims) => claims.parcels.slice(1).map(({ commitment }) => commitment),
  decide(context) {
    const { args, claims, actId, at, state, signer } = context;
    const member = requireMember(signer);
    const first = state.get<MemberRecord>(memberKey(args.first));
    if (first === undefined || first.code === member.code) throw refusal('MEMBER_UNKNOWN', 'args.first');
    requirePresent(state, first.code, 'args.first');
    const names = args.originals.map(referenceText);
    if (new Set(names).size !== names.length) throw refusal('NUMBER_REPEATED', 'args.originals');
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
    if (form?.backToBack !== true || fresh.partialCumulation === true)
      throw refusal('FLAGS', 'args.certificate.form');
    const draws = drawsOf(context);
    const previous: Record<string, string[]> = { [referenceText(fresh.reference)]: [] };
    const writes: Write[] = draws.map(({ reference, original, balance, parcels }, index) => {
      const { certificate, reception } = original;
      const back = {
        first: args.first,
        intermediate: member.code,
        issued: fresh.issued,
        agreement: form.agreement,
      };
      const problem = originalProblem(original, back, formIn(state, certificate.form));
      if (problem !== undefined) throw refusal(problem, `args.originals[${index}]`);
      checkFollows(certificate, reception, { at, after: undefined });
      previous[referenceText(reference)] = headsOf(certificate, reception);
      const drawn = withChanges(reception, {
        utilised: true,
        balances: { ...reception.balances, [balance]: parcels.after.commitment },
        lastAct: actId,
        lastAt: at,
      });
      return { key: receptionKey(reference), value: drawn, owner: member };
    });
    const record: CertificateRecord = {
      ...fresh,
      backToBack: true,
      originals: names,
      expires: backToBackExpiry(
        fresh.expires,
        draws.map(({ original }) => original.certificate.expires),
      ),
    };
    return {
      writes: [{ key: certificateKey(record.reference), value: record, owner: member }, ...writes],
      privateWrites: draws.flatMap(({ parcels }) =>
        [member, first].map(({ collection }) => ({ collection, commitment: parcels.after.commitment })),
      ),
      result: { reference: referenceText(record.reference), expires: record.expires },
      previous,
    };
  },
  judge(context, parcels) {
    for (const draw of drawsOf(context))
      judgeDraw(parcels, draw.parcels, referenceText(draw.reference), draw.box);
  },
});
