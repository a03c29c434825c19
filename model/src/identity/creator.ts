import type { Creator } from '../act/perform-act.js';
import { PublicJwk } from '../registry/public-jwk.js';
import { isUsableKey } from '../registry/usable-key.js';
import { validatorOf } from '../validation/validator.js';
import { roleOf } from './organisational-units.js';

/** What of an X.509 certificate tells who its holder is; Node's `X509Certificate` is one. */
export interface CertificateReading {
  /** See {@link organisationalUnits}. */
  readonly subject: string;
  readonly publicKey: {
    /** Throws for a kind of key that JWK has no name for. */
    export(options: { readonly format: 'jwk' }): {
      readonly kty?: string;
      readonly crv?: string;
      readonly x?: string;
      readonly y?: string;
    };
  };
}

const publicJwk = validatorOf(PublicJwk);

/**
 * Who created a transaction: contracts and read models read it by this one function. The peers have verified the
 * certificate; here it is only read.
 */
export function creatorFrom(mspId: string, certificate: CertificateReading): Creator {
  return { mspId, administrator: roleOf(certificate.subject) === 'admin', jwk: jwkOf(certificate) };
}

/** The public key, where it is of a kind that can sign requests, for its holder alone. */
function jwkOf({ publicKey }: CertificateReading): PublicJwk | undefined {
  try {
    const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
    const jwk: unknown = kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x };
    return publicJwk.is(jwk) && isUsableKey(jwk) ? jwk : undefined;
  } catch {
    return undefined;
  }
}
