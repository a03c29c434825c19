import { OriginApiError } from '../errors/origin-api-error.js';

const LOOPBACK = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * That what is said to a gateway stays between the two: by TLS, or on one machine.
 * @throws OriginApiError GATEWAY_NOT_SECURE
 */
export function checkSecure({ protocol, hostname }: URL, plainHttp: boolean): void {
  if (protocol !== 'https:' && !plainHttp && !LOOPBACK.test(hostname))
    throw new OriginApiError('GATEWAY_NOT_SECURE', { boxes: [hostname], stage: 'submit' });
}

/** What TLS found wrong with a gateway's certificate, by the codes of Node; browsers do not say. */
const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: "it is not valid yet, or this machine's clock is behind",
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for other names than the one called',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it is of an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'it is of an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it is of an authority that is not trusted here',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is of an authority that is not trusted here',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, and not trusted here',
  CERT_SIGNATURE_FAILURE: 'it is of another authority than the one trusted here',
  INVALID_PURPOSE: 'it is not meant for a server',
};

/** Why the certificate was not accepted, in words; undefined: it was not that. */
export function certificateFault(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { readonly code?: unknown };
    if (typeof code === 'string' && Object.hasOwn(FAULTS, code)) return FAULTS[code];
  }
  return undefined;
}
