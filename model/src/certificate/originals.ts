import { Type, type Static } from 'typebox';
import type { ActContext, ActState, PrivateWrite, Write } from '../act/act-definition.js';
import { certificateKey, memberKey, receptionKey, settingsKey, type StateKey } from '../act/state-key.js';
import type { Json } from '../canonical/canonical-json.js';
import type { Form } from '../form/form.js';
import { isPartialCumulation } from '../form/partial-cumulation.js';
import { privateWrite } from '../parcel/private-name.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
import { defaultSettings, type SettingsRecord } from '../registry/settings.js';
import { holds } from '../rule/rule.js';
import { MemberCode } from '../validation/vocabulary.js';
import { refusal, withChanges } from './certificate-act.js';
import { balanceFor, drawParcels, judgeDraw } from './draw.js';
import { checkFollows, headsOf, lastOnReception } from './last-act.js';
import { formIn } from './new-certificate.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

/** What a back-to-back proof names: the first exporting member, from which all originals come, and these. */
export const OriginalsArgs = {
  first: MemberCode,
  originals: Type.Array(CertificateReference, { minItems: 1, maxItems: 50 }),
};
interface Named {
  readonly first: string;
  readonly originals: readonly Static<typeof CertificateReference>[];
}
type Context = Pick<ActContext<Named>, 'args' | 'claims' | 'actId' | 'at' | 'state' | 'signer'>;

/** An original as a back-to-back finds it. */
export interface Original {
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord;
}

/**
 * Why an original cannot carry a back-to-back proof, if it cannot: it comes from the first exporting member,
 * is addressed to the intermediate one and received there, valid, under the same agreement, and not itself
 * back-to-back. That it is not for partial cumulation stands in its document: see {@link judgeOriginals}.
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

/** What must be read to draw on originals. */
export const keysOfOriginals = ({ first, originals }: Named, memberCode: string): StateKey[] => [
  ...departureKeys(first),
  settingsKey(memberCode),
  ...originals.flatMap((reference) => [certificateKey(reference), receptionKey(reference)]),
];

/** The two members whose peers endorse: the first exporting one, and the one that the originals are addressed to. */
export function partiesOfOriginals({ first, originals }: Named, state: ActState): string[] {
  const [original] = originals;
  const intermediate =
    original === undefined ? undefined : state.get<CertificateRecord>(certificateKey(original))?.importing;
  return [first, ...(intermediate === undefined ? [] : [intermediate])];
}

function originalIn(state: ActState, reference: CertificateReference, box: string): Original {
  const certificate = state.get<CertificateRecord>(certificateKey(reference));
  if (certificate === undefined) throw refusal('CERTIFICATE_UNKNOWN', box);
  const reception = state.get<ReceptionRecord>(receptionKey(reference));
  if (reception === undefined) throw refusal('ORIGINAL_NOT_ELIGIBLE', box);
  return { certificate, reception };
}

/** The draws on the originals: parcels come in pairs after the new document, in the order of the originals. */
function drawsOf({ args, claims, state, signer }: Context) {
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

/** What a back-to-back proof does to its originals, and has of them. */
export interface DrawnOriginals {
  /** Their names, in order. */
  readonly names: readonly string[];
  readonly originals: readonly Original[];
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  readonly previous: Readonly<Record<string, readonly string[]>>;
}

/**
 * Draws on the originals of a back-to-back proof, certificate or declaration alike: each eligible on the day it is
 * issued or made out.
 * @throws OriginError MEMBER_UNKNOWN, MEMBER_DEPARTED, NUMBER_REPEATED, CERTIFICATE_UNKNOWN, ORIGINAL_NOT_ELIGIBLE,
 *   ORIGINAL_EXPIRED, PARCEL_MISSING, PARCEL_READERS, PARCEL_REUSED, BALANCE_MISMATCH
 */
export function drawOnOriginals(
  context: Context,
  proof: { readonly issued: string; readonly agreement: string },
): DrawnOriginals {
  const { args, actId, at, state, signer } = context;
  const member = requireMember(signer);
  const first = state.get<MemberRecord>(memberKey(args.first));
  if (first === undefined || first.code === member.code) throw refusal('MEMBER_UNKNOWN', 'args.first');
  requirePresent(state, first.code, 'args.first');
  const names = args.originals.map(referenceText);
  if (new Set(names).size !== names.length) throw refusal('NUMBER_REPEATED', 'args.originals');
  const draws = drawsOf(context);
  const back = { ...proof, first: args.first, intermediate: member.code };
  const writes = draws.map(({ reference, original, balance, parcels }, index): Write => {
    const { certificate, reception } = original;
    const problem = originalProblem(original, back, formIn(state, certificate.form));
    if (problem !== undefined) throw refusal(problem, `args.originals[${index}]`);
    checkFollows(certificate, reception, { at, after: undefined });
    const drawn = withChanges(reception, {
      utilised: true,
      balances: { ...reception.balances, [balance]: parcels.after.commitment },
      ...lastOnReception(certificate, { actId, at }),
    });
    return { key: receptionKey(reference), value: drawn, owner: member };
  });
  return {
    names,
    originals: draws.map(({ original }) => original),
    writes,
    privateWrites: draws.flatMap(({ reference, parcels: { after } }) =>
      [member, first].map(({ collection }) =>
        privateWrite(collection, receptionKey(reference), after.commitment),
      ),
    ),
    previous: Object.fromEntries(
      draws.map(({ reference, original: { certificate, reception } }) => [
        referenceText(reference),
        headsOf(certificate, reception),
      ]),
    ),
  };
}

/** The record of a proof that draws on originals: it names them, and expires with the first of them. */
export const drawnProof = (fresh: CertificateRecord, drawn: DrawnOriginals): CertificateRecord => ({
  ...fresh,
  backToBack: true,
  originals: [...drawn.names],
  expires: backToBackExpiry(
    fresh.expires,
    drawn.originals.map(({ certificate }) => certificate.expires),
  ),
});

/**
 * Judges every draw over the balances that travel with the act. The first draw on an original brings its document, so
 * that nothing is ever drawn on one for partial cumulation.
 * @throws OriginError PARCEL_MISSING, BALANCE_INVALID, QUANTITY_EXCEEDED, ORIGINAL_NOT_ELIGIBLE
 */
export function judgeOriginals(context: Context, parcels: ReadonlyMap<string, Json>): void {
  for (const draw of drawsOf(context)) {
    judgeDraw(parcels, draw.parcels, referenceText(draw.reference), draw.box);
    if (isPartialCumulation(parcels.get(draw.parcels.before.commitment)))
      throw refusal('ORIGINAL_NOT_ELIGIBLE', draw.box);
  }
}
