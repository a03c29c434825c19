import { Type } from 'typebox';
import { defineAct, type ActContext } from '../act/act-definition.js';
import { certificateKey, memberKey, receptionKey, settingsKey } from '../act/state-key.js';
import { calendarDateAt } from '../calendar/calendar-date.js';
import { commitmentIn } from '../parcel/parcel-name.js';
import { privateWrite } from '../parcel/private-name.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import type { ParcelClaim } from '../request/signed-request.js';
import { requireMember } from '../registry/require-member.js';
import { defaultSettings, type SettingsRecord } from '../registry/settings.js';
import { isPartialCumulation } from '../form/partial-cumulation.js';
import { closed } from '../validation/vocabulary.js';
import { refusal, withChanges } from './certificate-act.js';
import { balanceFor, drawParcels, judgeDraw, type BalanceName } from './draw.js';
import { outcomeOn } from './decision-contents.js';
import { decisionOn, itemState } from './items.js';
import { checkFollows, headsOf, lastOnReception } from './last-act.js';
import { utilisationMarkedLate } from './presentation.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { CertificateReference, referenceText } from './reference.js';

interface Opened {
  readonly member: MemberRecord;
  readonly issuing: MemberRecord;
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord;
  readonly balance: BalanceName;
}

function open({ args, state, signer }: ActContext<{ readonly reference: CertificateReference }>): Opened {
  const member = requireMember(signer);
  const certificate = state.get<CertificateRecord>(certificateKey(args.reference));
  if (certificate === undefined) throw refusal('CERTIFICATE_UNKNOWN', 'args.reference');
  if (certificate.importing !== member.code) throw refusal('OTHER_MEMBER', 'args.reference');
  if (certificate.validity !== 'VALID') throw refusal('CERTIFICATE_NOT_VALID', 'args.reference');
  const reception = state.get<ReceptionRecord>(receptionKey(args.reference));
  if (reception?.receivedAt === undefined) throw refusal('CERTIFICATE_NOT_RECEIVED', 'args.reference');
  const issuing = state.get<MemberRecord>(memberKey(args.reference.member));
  if (issuing === undefined) throw refusal('MEMBER_UNKNOWN', 'args.reference.member');
  requirePresent(state, issuing.code, 'args.reference.member');
  const { settings } = state.get<SettingsRecord>(settingsKey(member.code)) ?? { settings: defaultSettings };
  return { member, issuing, certificate, reception, balance: balanceFor('import', reception, settings) };
}

/**
 * Decisions that come with a draw: at least one, each once and as it stands on record.
 * @throws OriginError PARCEL_MISSING, PARCEL_READERS
 */
function checkDecisions(
  decisions: readonly ParcelClaim[],
  { reference, importing }: CertificateRecord,
  reception: ReceptionRecord,
): void {
  const box = `decision ${referenceText(reference)}`;
  const readers = [reference.member, importing].sort().join();
  const names = new Set(decisions.map(({ commitment }) => commitment));
  if (decisions.length === 0 || names.size !== decisions.length) throw refusal('PARCEL_MISSING', 'parcels');
  for (const parcel of decisions) {
    if (parcel.box !== box || !standsDecided(reception, parcel.commitment))
      throw refusal('PARCEL_MISSING', 'parcels');
    if ([...parcel.readers].sort().join() !== readers) throw refusal('PARCEL_READERS', 'parcels');
  }
}

const standsDecided = (reception: ReceptionRecord, commitment: string): boolean =>
  (reception.decisions ?? []).some(({ parcel }) => commitmentIn(parcel) === commitment);

/**
 * The importing member writes off quantities of given items against customs declarations. Joint: both states judge
 * that the new balance is the old one less what is drawn, so that a certificate is never exceeded, and that the items
 * were given. Parcels: what there was (the document, or the last balance), what is left, then decisions on record:
 * those of the items drawn, and any others, so that it is not told which of them gave preference.
 */
export const utilise = defineAct({
  op: 'certificate.utilise/1',
  title: 'Write off quantities against a declaration',
  kind: 'joint',
  roles: ['customs', 'system'],
  rules: ['OCP 30.2', 'OCP 17.5', 'Annex 6(c)'],
  args: Type.Object({ reference: CertificateReference }, closed),
  reads: (args, memberCode) => [
    certificateKey(args.reference),
    receptionKey(args.reference),
    ...departureKeys(args.reference.member),
    settingsKey(memberCode),
  ],
  parties: (args, state) => {
    const importing = state.get<CertificateRecord>(certificateKey(args.reference))?.importing;
    return [args.reference.member, ...(importing === undefined ? [] : [importing])];
  },
  decide(context) {
    const { args, claims, actId, at } = context;
    const { member, issuing, certificate, reception, balance } = open(context);
    checkFollows(certificate, reception, { at, after: claims.after });
    if (reception.decisions === undefined) throw refusal('ITEM_NOT_DECIDED', 'args.reference');
    checkDecisions(claims.parcels.slice(2), certificate, reception);
    const { after } = drawParcels(claims.parcels, certificate, reception, balance, 'parcels');
    const name = referenceText(args.reference);
    const changed = withChanges(reception, {
      utilised: true,
      balances: { ...reception.balances, [balance]: after.commitment },
      ...lastOnReception(certificate, { actId, at }),
    });
    const told = calendarDateAt(Date.parse(at), member.utcOffsetMinutes);
    return {
      writes: [{ key: receptionKey(args.reference), value: changed, owner: member }],
      privateWrites: [member, issuing].map(({ collection }) =>
        privateWrite(collection, receptionKey(args.reference), after.commitment),
      ),
      result: { reference: name, utilised: true, late: utilisationMarkedLate(told, certificate.expires) },
      previous: { [name]: headsOf(certificate, reception) },
    };
  },
  judge(context, parcels) {
    const { certificate, reception, balance } = open(context);
    const claims = drawParcels(context.claims.parcels, certificate, reception, balance, 'parcels');
    const { draws } = judgeDraw(parcels, claims, referenceText(context.args.reference), 'parcels');
    if (isPartialCumulation(parcels.get(claims.before.commitment)))
      throw refusal('NO_PREFERENCE', 'args.reference');
    for (const { declaration, items } of draws) {
      if (declaration === undefined) throw refusal('BALANCE_INVALID', 'parcels');
      for (const { number } of items) {
        const state = itemState(certificate, reception, number);
        if (state === 'SUSPENDED') throw refusal('ITEM_SUSPENDED', 'parcels');
        if (state !== 'DECIDED' && state !== 'CLARIFIED') throw refusal('ITEM_NOT_DECIDED', 'parcels');
        const decision = parcels.get(commitmentIn(decisionOn(reception, number)?.parcel ?? ''));
        if (decision === undefined) throw refusal('PARCEL_MISSING', 'parcels');
        if (outcomeOn(decision, number) !== 'GIVEN') throw refusal('ITEM_NOT_GIVEN', 'parcels');
      }
    }
  },
});
