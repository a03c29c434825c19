import { OriginError } from '../errors/origin-error.js';
import type { RequestClaims } from '../request/signed-request.js';

/**
 * For acts with nothing confidential inside.
 * @throws OriginError PARCEL_UNDECLARED when the request commits to a parcel all the same
 */
export function refuseParcels(claims: RequestClaims): void {
  if (claims.parcels.length > 0)
    throw new OriginError('PARCEL_UNDECLARED', { boxes: ['parcels'], stage: 'contract' });
}
