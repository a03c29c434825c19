import type { Static, TObject } from 'typebox';
import { defineAct, type ActDefinition, type ActState, type Write } from '../act/act-definition.js';
import { certificateKey, memberKey, parcelKey, receiptKey, receptionKey } from '../act/state-key.js';
import { calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import type { Json } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { parcelName } from '../parcel/parcel-name.js';
import type { ParcelRecord, ReceiptRecord } from '../parcel/records.js';
import { authorityKeys, requireListed } from '../registry/listed-signatory.js';
import type { MemberRecord, Role } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
import type { RequestClaims } from '../request/signed-request.js';
import type { RuleId } from '../rule/catalogue.js';
import { holds } from '../rule/rule.js';
import { checkFollows, headsOf, lastOnReception } from './last-act.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { referenceText, type CertificateReference } from './reference.js';

/** Refuses an act by a rule of the trade. */
export const refusal = (code: ErrorCode, ...boxes: string[]): OriginError =>
  new OriginError(code, { boxes, stage: 'contract' });

/** A certificate as an act on it finds it. */
export interface CertificateContext<A> {
  readonly args: A;
  readonly actId: string;
  readonly at: string;
  /** Calendar day of the transaction in the acting member's zone. */
  readonly today: CalendarDate;
  readonly member: MemberRecord;
  readonly name: string;
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord | undefined;
  /** Name of the act's own parcel; empty when it has none. */
  readonly parcel: string;
  /** When the parcel that this act answers was received here, if it was. */
  readonly answered: ReceiptRecord | undefined;
  /** What the issuing member has not answered, where the act names it (`awaits`). */
  readonly awaited: Awaited | undefined;
}

/** A parcel the issuing member was to answer: when it received it, and where its days are counted. */
export interface Awaited {
  /** Its name. */
  readonly parcel: string;
  readonly receivedAt: string | undefined;
  readonly utcOffsetMinutes: number;
}

/** Members of a record that change; undefined takes an optional one away. */
export type Changed<R> = { readonly [K in keyof R]?: R[K] | undefined };

/** The acting member's own axes after the act, and what the signer is told. */
export interface CertificateChange {
  readonly certificate?: Changed<CertificateRecord>;
  readonly reception?: Changed<ReceptionRecord>;
  readonly result?: { readonly [member: string]: Json };
}

interface Definition<S extends TObject> {
  readonly op: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly rules: readonly RuleId[];
  /** Whose axes the act changes: only that member may do it. */
  readonly by: 'issuing' | 'importing';
  readonly args: S;
  /** Name of the parcel that says why, or what; absent: the act is public and has none. */
  readonly parcel?: string;
  /** The signer is an official of a listed issuing authority that numbers for the office (OCP 2.2). */
  readonly listed?: true;
  /** What must be so before any rule of its own is asked. */
  readonly needs: readonly ('VALID' | 'SENT' | 'RECEIVED')[];
  change(
    context: CertificateContext<Static<S> & { readonly reference: CertificateReference }>,
  ): CertificateChange;
}

interface Named {
  readonly reference: CertificateReference;
  /** Name of the parcel this act answers. */
  readonly answers?: string;
  /** Name of a parcel that the issuing member has not answered. */
  readonly awaits?: string;
}

/**
 * An act of one member on its own axes of a certificate, with at most one parcel for the other state, which is
 * owed from then on.
 */
export function defineCertificateAct<S extends TObject>(definition: Definition<S>): ActDefinition<S> {
  const named = (args: Static<S>): Named => args as unknown as Named;
  return defineAct<S>({
    op: definition.op,
    title: definition.title,
    kind: definition.parcel === undefined ? 'public' : 'delivered',
    roles: definition.roles,
    rules: definition.rules,
    ...(definition.parcel === undefined ? {} : { says: definition.parcel }),
    args: definition.args,
    reads(args, memberCode, { actId, claims }, key) {
      const { reference, answers, awaits } = named(args);
      return [
        certificateKey(reference),
        receptionKey(reference),
        ...(definition.listed === undefined ? [] : authorityKeys(memberCode, key)),
        ...claims.parcels.map(({ commitment }) => parcelKey(parcelName(actId, commitment))),
        ...(answers === undefined ? [] : [receiptKey(answers, memberCode)]),
        ...(awaits === undefined ? [] : [receiptKey(awaits, reference.member), memberKey(reference.member)]),
      ];
    },
    decide({ args, claims, actId, at, state, signer }) {
      const member = requireMember(signer);
      const { reference, answers, awaits } = named(args);
      const certificate = state.get<CertificateRecord>(certificateKey(reference));
      if (certificate === undefined) throw refusal('CERTIFICATE_UNKNOWN', 'args.reference');
      const reception = state.get<ReceptionRecord>(receptionKey(reference));
      const actor = definition.by === 'issuing' ? reference.member : certificate.importing;
      if (actor !== member.code) throw refusal('OTHER_MEMBER', 'args.reference');
      if (definition.listed === true)
        requireListed({ state, signer }, 'issuing', reference.office, 'args.reference');
      checkNeeds(definition.needs, certificate, reception);
      checkFollows(certificate, reception, { at, after: claims.after });
      const readers = [reference.member, ...(reception === undefined ? [] : [certificate.importing])];
      const parcels = declareParcels(definition.parcel, reference, readers, claims, { actId, at, member });
      const name = referenceText(reference);
      const change = definition.change({
        args: args as Static<S> & { readonly reference: CertificateReference },
        actId,
        at,
        today: calendarDateAt(Date.parse(at), member.utcOffsetMinutes),
        member,
        name,
        certificate,
        reception,
        parcel: ownParcel(actId, claims),
        answered: answers === undefined ? undefined : state.get(receiptKey(answers, member.code)),
        awaited: awaits === undefined ? undefined : awaitedOf(awaits, reference.member, state),
      });
      const own: Write =
        definition.by === 'issuing'
          ? {
              key: certificateKey(reference),
              value: withChanges(certificate, { ...change.certificate, lastAct: actId, lastAt: at }),
              owner: member,
            }
          : {
              key: receptionKey(reference),
              value: withChanges(reception ?? {}, {
                ...change.reception,
                ...lastOnReception(certificate, { actId, at }),
              }),
              owner: member,
            };
      return {
        writes: [own, ...parcels],
        privateWrites: [],
        result: { reference: name, ...change.result },
        previous: { [name]: headsOf(certificate, reception) },
      };
    },
  });
}

/** Name of the act's own parcel; empty when it has none. */
const ownParcel = (actId: string, { parcels: [parcel] }: RequestClaims): string =>
  parcel === undefined ? '' : parcelName(actId, parcel.commitment);

function awaitedOf(parcel: string, issuing: string, state: ActState): Awaited {
  const utcOffsetMinutes = state.get<MemberRecord>(memberKey(issuing))?.utcOffsetMinutes ?? 0;
  const receivedAt = state.get<ReceiptRecord>(receiptKey(parcel, issuing))?.receivedAt;
  return { parcel, receivedAt, utcOffsetMinutes };
}

/** Stored records have no empty members. */
export const withChanges = <R extends object>(record: R, change: Changed<R> | object): R =>
  Object.fromEntries(
    Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined),
  ) as R;

function checkNeeds(
  needs: readonly ('VALID' | 'SENT' | 'RECEIVED')[],
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
): void {
  if (needs.includes('VALID') && certificate.validity !== 'VALID')
    throw refusal('CERTIFICATE_NOT_VALID', 'args.reference');
  if (certificate.transmission === 'OUTSIDE' && (needs.includes('SENT') || needs.includes('RECEIVED')))
    throw refusal('CERTIFICATE_OUTSIDE', 'args.reference');
  if (needs.includes('SENT') && reception === undefined)
    throw refusal('CERTIFICATE_NOT_SENT', 'args.reference');
  if (needs.includes('RECEIVED') && reception?.receivedAt === undefined)
    throw refusal('CERTIFICATE_NOT_RECEIVED', 'args.reference');
}

/**
 * The parcel entry of an act: exactly one parcel of this name, for exactly these readers, or none.
 * @throws OriginError PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_READERS
 */
export const declareParcels = holds(
  ['OCP 17.5', 'OCP 20', 'reading contents'],
  (
    kind: string | undefined,
    reference: CertificateReference,
    readers: readonly string[],
    claims: RequestClaims,
    act: { readonly actId: string; readonly at: string; readonly member: MemberRecord },
  ): Write[] => {
    const [parcel, ...more] = claims.parcels;
    if (kind === undefined ? parcel !== undefined : more.length > 0)
      throw refusal('PARCEL_UNDECLARED', 'parcels');
    if (kind === undefined) return [];
    const box = `${kind} ${referenceText(reference)}`;
    if (parcel?.box !== box) throw refusal('PARCEL_MISSING', 'parcels[0].box');
    if ([...parcel.readers].sort().join() !== [...new Set(readers)].sort().join())
      throw refusal('PARCEL_READERS', 'parcels[0].readers');
    const name = parcelName(act.actId, parcel.commitment);
    const value: ParcelRecord = {
      parcel: name,
      commitment: parcel.commitment,
      box,
      reference,
      author: act.member.code,
      readers: parcel.readers.filter((reader) => reader !== act.member.code).sort(),
      lastAct: act.actId,
      lastAt: act.at,
    };
    return [{ key: parcelKey(name), value, owner: act.member }];
  },
);
