import { decodeBase64url, encodeBase64url, parseRequest, signRequest } from '@origin-ledger/model';
import type { HolderKey, PreparedRequest } from '@origin-ledger/sdk';

/** Order of the P-256 group. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The same request under the mirrored signature (r, n − s), which verifies just as well: two requests are the
 * same when header and payload are.
 */
export function withMirroredSignature(prepared: PreparedRequest): PreparedRequest {
  const [header = '', payload = '', signature = ''] = prepared.request.split('.');
  const bytes = decodeBase64url(signature);
  if (bytes?.length !== 64) throw new RangeError('not an ES256 signature');
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).toString('hex')}`);
  const mirrored = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
  const forged = encodeBase64url(Buffer.concat([bytes.subarray(0, 32), mirrored]));
  return { ...prepared, request: `${header}.${payload}.${forged}` };
}

/** A request signed again under the `jti` of another one: other contents under the same name. */
export async function withIdOf(
  first: PreparedRequest,
  key: HolderKey,
  other: PreparedRequest,
): Promise<PreparedRequest> {
  const { jti } = parseRequest(first.request).claims;
  const { exp, ...claims } = parseRequest(other.request).claims;
  const request = await signRequest(key, { ...claims, jti, lifetime: exp - claims.iat });
  return { ...other, id: first.id, request };
}

/** A key that claims to be `key` and signs with another one. */
export const signedWithAnother = (key: HolderKey, other: HolderKey): HolderKey => ({
  ...key,
  privateKey: other.privateKey,
});
