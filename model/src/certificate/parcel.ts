import { OriginError } from '../errors/origin-error.js';
import type { ParcelClaim } from '../request/signed-request.js';
import { referenceText, type CertificateReference } from './reference.js';

/** The name of a certificate's contents among the parcels of a request. */
export const documentBox = (reference: CertificateReference): string =>
  `document ${referenceText(reference)}`;

/**
 * The parcel that stands for a certificate's contents.
 * @throws OriginError PARCEL_MISSING when it is another one, PARCEL_READERS when not exactly the two states may read it
 */
export function parcelOf(
  parcel: ParcelClaim | undefined,
  reference: CertificateReference,
  readers: readonly string[],
  box: string,
): ParcelClaim {
  if (parcel?.box !== documentBox(reference))
    throw new OriginError('PARCEL_MISSING', { boxes: [`${box}.box`], stage: 'contract' });
  if ([...parcel.readers].sort().join() !== [...readers].sort().join()) {
    throw new OriginError('PARCEL_READERS', { boxes: [`${box}.readers`], stage: 'contract' });
  }
  return parcel;
}
