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
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { Replica } from '../read-model/replica.js';
import type { KnownHere } from './check-contents.js';
import { heldBytes } from './propose.js';

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
  for (const commitment of new Set(builtOn(claims, reception))) {
    // Before its receipt it is not here: the contract refuses an act that builds on it.
    const author = replica.value<ParcelRecord>(parcelKey(commitment))?.author;
    const seen = replica.value(receiptKey(commitment, member)) !== undefined;
    if (author !== member && !seen) continue;
    const bytes = await heldBytes(commitment, ['parcel:read', commitment], options);
    parcels.set(commitment, JSON.parse(Buffer.from(bytes).toString('utf8')));
  }
  const originals = new Map<string, string>();
  const { originals: references = [] } = claims.args as {
    readonly originals?: readonly CertificateReference[];
  };
  for (const reference of references) {
    const record = certificate(reference);
    // Before its receipt it is not here: the contract refuses such an original.
    if (record === undefined || reception(reference)?.receivedAt === undefined) continue;
    const name = referenceText(reference);
    const bytes = await heldBytes(record.commitment, ['certificate:read', name], options);
    originals.set(name, Buffer.from(bytes).toString('utf8'));
  }
  return {
    form: (code) => replica.value<FormRecord>(formKey(code))?.form ?? forms.get(code),
    certificate,
    reception,
    parcel: (commitment) => parcels.get(commitment),
    original: (name) => originals.get(name),
  };
}

/** Determinations that the rules of an act ask about: of suspended items to be decided, of a visit that goes on. */
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
