/** Half of the order of P-256: Fabric accepts no signature whose S is greater, so that none has a second spelling. */
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const LONGEST_SHORT_LENGTH = 0x7f;

/** Whether a DER ECDSA P-256 signature is well formed and has the lower of its two possible S values. */
export function isLowS(signature: Uint8Array): boolean {
  const s = readS(signature);
  return s !== undefined && s > 0n && s <= HALF_ORDER;
}

/** The same signature with the lower S. @throws TypeError when it is no DER signature. */
export function toLowS(signature: Uint8Array): Uint8Array {
  const s = readS(signature);
  if (s === undefined) throw new TypeError('not a DER ECDSA signature');
  if (s <= HALF_ORDER) return signature;
  const rEnd = 4 + (signature[3] ?? 0);
  const lower = derInteger(ORDER - s);
  const r = signature.subarray(2, rEnd);
  return Uint8Array.from([SEQUENCE, r.length + lower.length, ...r, ...lower]);
}

/** S of SEQUENCE { INTEGER r, INTEGER s }; undefined unless that is exactly what stands there. */
function readS(signature: Uint8Array): bigint | undefined {
  const length = signature[1] ?? 0;
  if (signature[0] !== SEQUENCE || length > LONGEST_SHORT_LENGTH || length !== signature.length - 2)
    return undefined;
  const rLength = signature[3] ?? 0;
  const sAt = 4 + rLength;
  if (signature[2] !== INTEGER || rLength === 0 || signature[sAt] !== INTEGER) return undefined;
  const sLength = signature[sAt + 1] ?? 0;
  if (sLength === 0 || sAt + 2 + sLength !== signature.length) return undefined;
  const value = signature.subarray(sAt + 2);
  if (((value[0] ?? 0) & 0x80) !== 0) return undefined;
  return BigInt(`0x${Buffer.from(value).toString('hex')}`);
}

function derInteger(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const padded = ((bytes[0] ?? 0) & 0x80) === 0 ? bytes : Buffer.concat([Buffer.of(0), bytes]);
  return Uint8Array.from([INTEGER, padded.length, ...padded]);
}
