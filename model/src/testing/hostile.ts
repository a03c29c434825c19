import { encodeBase64url } from '../canonical/base64url.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { TEST_AUDIENCE, TEST_SECONDS } from './records.js';

/** Arguments of a request that cost more than their size where somebody forgot to bound them, by size. */
export const hostileArguments: Readonly<Record<string, (bytes: number) => string>> = {
  'combining marks': (bytes) => `{"text":"a${'\u0316'.repeat(bytes / 2)}"}`,
  'combining marks, thirty at a time': (bytes) =>
    `{"text":"${`a${'\u0316'.repeat(30)}`.repeat(bytes / 61)}"}`,
  'roles without end': (bytes) => `{"roles":[${'"customs",'.repeat(bytes / 10)}"customs"]}`,
  'numbers without end': (bytes) => `{"items":[${'1,'.repeat(bytes / 2)}1]}`,
  'objects without end': (bytes) => `{"certificates":[${'{},'.repeat(bytes / 3)}{}]}`,
  'lists in lists': (bytes) => `{"items":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`,
  'objects in objects': (bytes) => `{"items":${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}}`,
  'members that nobody knows': (bytes) =>
    `{${Array.from({ length: bytes / 14 }, (_, index) => `"a${String(index).padStart(9, '0')}":1`).join(',')}}`,
  'escaped surrogates': (bytes) => `{"text":[${'"\\\\ud",'.repeat(bytes / 8)}1]}`,
};

/** A request for an operation in a signer's name, with these arguments and a signature that does not hold. */
export function hostileRequest(op: string, kid: string, args: string): string {
  const claims = canonicalText({
    ...{
      iss: 'VN:officer-1',
      aud: TEST_AUDIENCE,
      iat: TEST_SECONDS,
      exp: TEST_SECONDS + 60,
      jti: 'A'.repeat(22),
    },
    ...{ op, args: '', parcels: [] },
  }).replace('"args":""', `"args":${args}`);
  const header = canonicalText({ alg: 'ES256', kid, typ: 'origin-request+jwt' });
  return `${encodeBase64url(header)}.${encodeBase64url(claims)}.${'A'.repeat(86)}`;
}
