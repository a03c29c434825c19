import { decodeBase64url, encodeBase64url } from '../canonical/base64url.js';
import { signCompact } from '../request/sign-request.js';
import { testKey, type TestKey } from './keys.js';

/** A signed text that must be taken for nothing. */
export interface JoseAttack {
  readonly name: string;
  readonly jws: string;
}

const text = (value: unknown): string => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));
const raw = (value: string): string => encodeBase64url(new TextEncoder().encode(value));
const jsonOf = (part: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(decodeBase64url(part))) as Record<string, unknown>;

/**
 * What RFC 8725 and RFC 7515 warn of, made of a good compact JWS by an ES256 key: other algorithms, keys that a header
 * brings, other types, signatures of other bytes, spellings that mean the same, members stated twice.
 * @param good a JWS that would be taken
 */
export async function joseAttacks(good: string, key: TestKey): Promise<readonly JoseAttack[]> {
  const [header = '', payload = '', signature = ''] = good.split('.');
  const fields = jsonOf(header);
  const typ = String(fields['typ']);
  const claims = jsonOf(payload);
  const [other, edwards] = [await testKey(), await testKey('Ed25519')];
  const signed = (by: TestKey, type: string, body: object): Promise<string> => signCompact(by, type, body);
  const headed = (changed: object): string => `${text({ ...fields, ...changed })}.${payload}.${signature}`;
  const bits = decodeBase64url(signature) ?? new Uint8Array();
  const flipped = (at: number): string =>
    encodeBase64url(Uint8Array.from(bits, (byte, index) => (index === at ? byte ^ 1 : byte)));
  const bytes = (values: ArrayLike<number>): string => encodeBase64url(Uint8Array.from(values));
  const attacks: (readonly [string, string])[] = [
    ...[
      'none',
      'None',
      'NONE',
      'HS256',
      'RS256',
      'PS256',
      'ES384',
      'ES256K',
      'EdDSA',
      'Ed25519',
      '',
      'es256',
    ].map((alg) => [`alg ${alg === '' ? 'empty' : alg}`, headed({ alg })] as const),
    ['alg none without a signature', `${text({ ...fields, alg: 'none' })}.${payload}.`],
    ['no algorithm', `${text({ kid: fields['kid'], typ })}.${payload}.${signature}`],
    ['another key under the same kid', await signed({ ...other, kid: key.kid }, typ, claims)],
    ['an unregistered key', await signed(other, typ, claims)],
    ['an Ed25519 key under the kid', await signed({ ...edwards, kid: key.kid }, typ, claims)],
    ...['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'crit', 'b64', 'cty', 'zip', 'enc', 'p2c', 'epk', 'iv', 'tag'].map(
      (name) => [`header ${name}`, headed({ [name]: name === 'jwk' ? other.jwk : ['b64'] })] as const,
    ),
    ...[
      'origin-request+jwt',
      'origin-query+jwt',
      'origin-answer+jwt',
      'origin-key+jwt',
      'JWT',
      'at+jwt',
      typ.toUpperCase(),
    ]
      .filter((type) => type !== typ)
      .map((type) => [`typ ${type}`, headed({ typ: type })] as const),
    ['signed as another type', await signed(key, 'origin-key+jwt', claims)],
    ['no type', `${text({ alg: 'ES256', kid: key.kid })}.${payload}.${signature}`],
    ['kid of nobody', headed({ kid: 'A'.repeat(43) })],
    ['kid as a path', headed({ kid: '../../../../dev/null' })],
    ['kid as a number', headed({ kid: 1 })],
    ['kid as a list', headed({ kid: [key.kid] })],
    ['an empty signature', `${header}.${payload}.`],
    ['a signature of zeros', `${header}.${payload}.${bytes(new Uint8Array(64))}`],
    ['r of zero', `${header}.${payload}.${bytes([...new Uint8Array(32), ...bits.subarray(32)])}`],
    ['s of zero', `${header}.${payload}.${bytes([...bits.subarray(0, 32), ...new Uint8Array(32)])}`],
    ['all bits set', `${header}.${payload}.${bytes(new Uint8Array(64).fill(255))}`],
    ['a bit of r', `${header}.${payload}.${flipped(0)}`],
    ['a bit of s', `${header}.${payload}.${flipped(63)}`],
    ['r and s exchanged', `${header}.${payload}.${bytes([...bits.subarray(32), ...bits.subarray(0, 32)])}`],
    ['a byte short', `${header}.${payload}.${bytes(bits.subarray(0, 63))}`],
    ['a byte long', `${header}.${payload}.${bytes([...bits, 0])}`],
    [
      'in DER',
      `${header}.${payload}.${bytes([0x30, 0x44, 2, 32, ...bits.subarray(0, 32), 2, 32, ...bits.subarray(32)])}`,
    ],
    ['padding', `${header}.${payload}.${signature}=`],
    ['standard base64', `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}+`],
    ['white space', `${header}.${payload}.${signature}\n`],
    ['four parts', `${good}.${signature}`],
    ['five parts', `${good}..`],
    ['two parts', `${header}.${payload}`],
    ['the JSON serialisation', JSON.stringify({ protected: header, payload, signature })],
    ['a payload with a blank', `${header}.${raw(` ${JSON.stringify(claims)}`)}.${signature}`],
    ['a payload with one claim more', `${header}.${text({ ...claims, nbf: 0 })}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['a payload that is a list', `${header}.${text([])}.${signature}`],
    ['a payload that is no JSON', `${header}.${raw('{')}.${signature}`],
    ['a header that is no JSON', `${raw('{')}.${payload}.${signature}`],
    ['a header that is a list', `${text(['ES256'])}.${payload}.${signature}`],
    [
      'a member stated twice',
      `${raw(JSON.stringify(fields).replace('{', '{"alg":"none",'))}.${payload}.${signature}`,
    ],
    [
      'a header with another spelling',
      `${raw(JSON.stringify(fields, undefined, 1))}.${payload}.${signature}`,
    ],
    ['a header of a prototype', `${raw('{"__proto__":{"alg":"ES256"}}')}.${payload}.${signature}`],
    ['a longer life', await signed(key, typ, { ...claims, exp: Number(claims['iat']) + 86_401 })],
    ['ended', await signed(key, typ, { ...claims, iat: 1_000_000_000, exp: 1_000_000_060 })],
    ['from the time to come', await signed(key, typ, { ...claims, iat: 4_000_000_000, exp: 4_000_000_060 })],
    ['for another network', await signed(key, typ, { ...claims, aud: `other#${'0'.repeat(64)}` })],
    ['in another name', await signed(key, typ, { ...claims, iss: 'VN:somebody-else' })],
    ['of another member', await signed(key, typ, { ...claims, iss: 'SG:officer-1' })],
    ['a claim more', await signed(key, typ, { ...claims, admin: true })],
    ['times as text', await signed(key, typ, { ...claims, iat: String(claims['iat']) })],
    ['a time with a fraction', await signed(key, typ, { ...claims, iat: Number(claims['iat']) + 0.5 })],
    [
      'no jti',
      await signed(key, typ, Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'jti'))),
    ],
    ['a short jti', await signed(key, typ, { ...claims, jti: 'AAAA' })],
  ];
  return attacks.map(([name, jws]) => ({ name, jws }));
}
