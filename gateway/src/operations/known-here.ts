import {
  certificateKey,
  formKey,
  forms,
  latestDetermination,
  parcelKey,
  receiptKey,
  receptionKey,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type FormRecord,
  type ParcelRecord,
  type ParsedRequest,
  type ReceptionRecord,
  type RequestClaims,
} from '@origin-ledger/model';
import { documentOn, heldText, parcelOn } from '../contents/held-contents.js';
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
  const parcels = new Map<string, unknown>();
  for (const name of new Set(builtOn(claims, reception))) {
    const entry = replica.value<ParcelRecord>(parcelKey(name));
    // Before its receipt it is not here: the contract refuses an act that builds on it.
    const seen = replica.text(receiptKey(name, member)) !== undefined;
    if (entry === undefined || (entry.author !== member && !seen)) continue;
    parcels.set(name, JSON.parse(await heldText(parcelOn(entry, member), options)));
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
    parcel: (name) => parcels.get(name),
    original: (name) => originals.get(name),
  };
}

/** Names of determinations that the rules of an act ask about: of suspended items to be decided, of a visit that goes on. */
function builtOn(
  { op, args }: RequestClaims,
  reception: (reference: CertificateReference) => ReceptionRecord | undefined,
): string[] {
  const {
    reference,
    items = [],
    case: number,
  } = args as Partial<{
    readonly reference: CertificateReference;
    readonly items: readonly number[];
    readonly case: number;
  }>;
  if (reference === undefined) return [];
  const { cases, suspended = [] } = reception(reference) ?? {};
  if (op === 'certificate.decide/1')
    return items.flatMap((item) =>
      suspended.includes(item) ? (latestDetermination(cases, item) ?? []) : [],
    );
  if (op === 'case.comment-visit/1' || op === 'case.final-visit/1')
    return [cases?.find((one) => one.number === number)?.determined?.parcel ?? []].flat();
  return [];
}
