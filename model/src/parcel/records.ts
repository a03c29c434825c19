import { Type, type Static } from 'typebox';
import { CertificateReference } from '../certificate/reference.js';
import { ActIdText, closed, Instant, MemberCode, ParcelName, Sha256Text } from '../validation/vocabulary.js';

/**
 * A parcel that an act owes to its readers: OWED from this entry on, DELIVERED once the hash stands in the reader's
 * collection, RECEIVED by the reader's own act. Owned by its author.
 */
export const ParcelRecord = Type.Object(
  {
    parcel: ParcelName,
    commitment: Sha256Text,
    /** Which part of what: `decision VN.HAN.26-000123`. */
    box: Type.String(),
    reference: CertificateReference,
    author: MemberCode,
    /** Who must hold it beside its author. */
    readers: Type.Array(MemberCode, { maxItems: 4 }),
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type ParcelRecord = Static<typeof ParcelRecord>;

/** That a reader holds a parcel: signed after reading the bytes back. Owned by the reader; its clocks start here. */
export const ReceiptRecord = Type.Object(
  {
    parcel: ParcelName,
    reader: MemberCode,
    receivedAt: Instant,
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type ReceiptRecord = Static<typeof ReceiptRecord>;
