import { createPublicKey, verify, type X509Certificate } from 'node:crypto';

/** The certificates one authority has revoked. */
export interface Revocation {
  readonly issuer: X509Certificate;
  /** Serial numbers: lower-case hexadecimal without leading zeros. */
  readonly serials: ReadonlySet<string>;
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

/**
 * Reads a certificate revocation list (RFC 5280, PEM) and finds the authority that signed it.
 * A list signed by none of them is void, as in Fabric.
 *
 * @throws Error when it is no revocation list.
 */
export function readRevocations(
  pem: Uint8Array,
  authorities: readonly X509Certificate[],
): readonly Revocation[] {
  const body = /-----BEGIN X509 CRL-----([\s\S]+?)-----END X509 CRL-----/u.exec(
    Buffer.from(pem).toString('latin1'),
  )?.[1];
  if (body === undefined) throw new Error('no certificate revocation list');
  const [toBeSigned, , signature] = children(one(Buffer.from(body, 'base64')).content);
  if (toBeSigned === undefined || signature === undefined)
    throw new Error('malformed certificate revocation list');
  const issuer = authorities.find((authority) =>
    // The first byte of a BIT STRING counts its unused bits.
    verify('sha256', toBeSigned.whole, createPublicKey(authority.toString()), signature.content.subarray(1)),
  );
  return issuer === undefined ? [] : [{ issuer, serials: new Set(revokedSerials(toBeSigned.content)) }];
}

/** TBSCertList: version?, algorithm, issuer, thisUpdate, nextUpdate?, revoked?, extensions? */
function revokedSerials(toBeSigned: Buffer): readonly string[] {
  const parts = children(toBeSigned);
  const lastTime = parts.findLastIndex(({ tag }) => tag === UTC_TIME || tag === GENERALIZED_TIME);
  const revoked = parts[lastTime + 1];
  if (revoked?.tag !== SEQUENCE) return [];
  return children(revoked.content).map((entry) => {
    const [serial] = children(entry.content);
    if (serial?.tag !== INTEGER) throw new Error('malformed certificate revocation list');
    return serial.content.toString('hex').replace(/^0+/u, '');
  });
}

function children(content: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let rest = content; rest.length > 0;) {
    const element = one(rest);
    found.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return found;
}

function one(bytes: Buffer): Element {
  const first = bytes.readUInt8(1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) throw new Error('malformed certificate revocation list');
  return {
    tag: bytes.readUInt8(0),
    content: bytes.subarray(start, start + length),
    whole: bytes.subarray(0, start + length),
  };
}
