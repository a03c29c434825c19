import {
  calendarDateAt,
  exporterKey,
  certificateKey,
  formKey,
  forms,
  latestDetermination,
  memberKey,
  parseCanonical,
  OriginError,
  parcelKey,
  receiptKey,
  receptionKey,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type ExporterRecord,
  type FormRecord,
  type Json,
  type MemberRecord,
  type ParcelRecord,
  type ParsedRequest,
  type ReceptionRecord,
  type RequestClaims,
} from '@origin-ledger/model';
import { documentOn, heldText, parcelOn, type RecordedContents } from '../contents/held-contents.js';
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { Replica } from '../read-model/replica.js';
import type { KnownHere } from './check-contents.js';

export interface KnownOptions {
  readonly member: string;
  readonly replica: Replica;
  readonly journal: Journal;
  readonly ledger: LedgerPort;
}

/**
 * What this gateway knows that the contents of a request are compared with: its verified replica, and the documents
 * of the originals that a back-to-back certificate draws on, read from the own peer.
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function knownFor({ claims }: ParsedRequest, options: KnownOptions): Promise<KnownHere> {
  const { replica, member } = options;
  const certificate = (reference: CertificateReference) =>
    replica.value<CertificateRecord>(certificateKey(reference));
  const reception = (reference: CertificateReference) =>
    replica.value<ReceptionRecord>(receptionKey(reference));
  const parcels = new Map<string, Json>();
  const read = async (named: string, recorded: RecordedContents): Promise<void> => {
    // Another state may have written it: what is not canonical says nothing.
    const said = parseCanonical(await heldText(recorded, options));
    if (said !== undefined) parcels.set(named, said);
  };
  for (const name of new Set(builtOn(claims, reception))) {
    const entry = replica.value<ParcelRecord>(parcelKey(name));
    if (entry === undefined) continue;
    const confirmed = entry.author === member || replica.text(receiptKey(name, member)) !== undefined;
    try {
      await read(name, parcelOn(entry, member));
    } catch (error) {
      // What was not received may not be here yet: the contract refuses an act that builds on it.
      if (confirmed || !isMissing(error)) throw error;
    }
  }
  const { reference: on } = claims.args as { readonly reference?: CertificateReference };
  const decided = on === undefined || !DECISIONS.has(claims.op) ? undefined : certificate(on);
  if (decided !== undefined && reception(decided.reference)?.receivedAt !== undefined) {
    try {
      await read(decided.commitment, documentOn(decided, member));
    } catch (error) {
      // Lost since its receipt: both states judge it again before anything is drawn.
      if (!isMissing(error)) throw error;
    }
  }
  const originals = new Map<string, string>();
  const { originals: references = [] } = claims.args as {
    readonly originals?: readonly CertificateReference[];
  };
  for (const reference of references) {
    const record = certificate(reference);
    // Before its receipt it is not here: the contract refuses such an original.
    if (record === undefined || reception(reference)?.receivedAt === undefined) continue;
    originals.set(referenceText(reference), await heldText(documentOn(record, member), options));
  }
  return {
    form: (code) => replica.value<FormRecord>(formKey(code))?.form ?? forms.get(code),
    certificate,
    reception,
    today: calendarDateAt(Date.now(), replica.value<MemberRecord>(memberKey(member))?.utcOffsetMinutes ?? 0),
    parcel: (named) => parcels.get(named),
    exporter: (code) => replica.value<ExporterRecord>(exporterKey(member, code)),
    original: (name) => originals.get(name),
  };
}

/** Acts that decide: whether preference may be given depends on the document, too. */
const DECISIONS: ReadonlySet<string> = new Set(['certificate.decide/1', 'certificate.reassess/1']);

const isMissing = (error: unknown): boolean =>
  error instanceof OriginError && ['PARCEL_NOT_HELD', 'PARCEL_UNKNOWN', 'NOT_A_READER'].includes(error.code);

/**
 * Names of parcels that the rules of an act ask about: determinations of suspended items to be decided and of a visit that goes
 * on, the acceptance of a late proof, decisions and clarifications that are answered, decisions on what is to be ended.
 */
function builtOn(
  { op, args }: RequestClaims,
  reception: (reference: CertificateReference) => ReceptionRecord | undefined,
): string[] {
  const {
    reference,
    items = [],
    case: number,
    answers,
  } = args as Partial<{
    readonly reference: CertificateReference;
    readonly items: readonly number[];
    readonly case: number;
    readonly answers: string;
  }>;
  if (reference === undefined) return [];
  const { cases, suspended = [], late, decisions = [] } = reception(reference) ?? {};
  const accepted = late === undefined ? [] : [late.parcel];
  const answered = answers === undefined ? [] : [answers];
  switch (op) {
    case 'certificate.decide/1': {
      const verdicts = items.flatMap((item) =>
        suspended.includes(item) ? (latestDetermination(cases, item) ?? []) : [],
      );
      return [...verdicts, ...accepted];
    }
    case 'certificate.reassess/1': {
      const before = decisions.filter((one) => one.items.some((item) => items.includes(item)));
      return [...answered, ...before.map(({ parcel }) => parcel), ...accepted];
    }
    case 'certificate.clarify/1':
      return answered;
    case 'certificate.cancel/1':
    case 'certificate.replace/1':
      return decisions.map(({ parcel }) => parcel);
    case 'case.final-visit/1':
      return [cases?.find((one) => one.number === number)?.determined?.parcel ?? []].flat();
    default:
      return [];
  }
}
