import { hostileArguments, hostileRequest } from '@origin-ledger/model/testing';

/** Bodies that cost more than their size where somebody forgot to bound them, by size; none is of a known signer. */
export function hostileBodies(kid: string): Readonly<Record<string, (bytes: number) => string>> {
  const submission = (request: string): string => JSON.stringify({ request, parcels: [] });
  const ops = ['certificate.issue/1', 'registry.key/1', 'application.draft/1'];
  const signed = ops.flatMap((op) =>
    Object.entries(hostileArguments).map(([what, args]): [string, (bytes: number) => string] => [
      `${op} with ${what}`,
      // What base64url adds is taken off: a body is so large.
      (bytes) => submission(hostileRequest(op, kid, args(Math.floor((bytes * 3) / 4)))),
    ]),
  );
  return {
    ...Object.fromEntries(signed),
    'parcels that are numbers': (bytes) => `{"request":"a.b.c","parcels":[${'1,'.repeat(bytes / 2)}1]}`,
    'parcels that are objects': (bytes) => `{"request":"a.b.c","parcels":[${'{},'.repeat(bytes / 3)}{}]}`,
    'parcels that are empty': (bytes) => `{"request":"a.b.c","parcels":[${'"",'.repeat(bytes / 3)}""]}`,
    'one parcel of escapes': (bytes) => `{"request":"a.b.c","parcels":["${'\\"'.repeat(bytes / 2)}"]}`,
    'one parcel of combining marks': (bytes) =>
      `{"request":"a.b.c","parcels":["a${'\u0316'.repeat(bytes / 2)}"]}`,
    'a request of full stops': (bytes) => `{"request":"${'.'.repeat(bytes)}","parcels":[]}`,
    'members without end': (bytes) =>
      `{${Array.from({ length: bytes / 14 }, (_, index) => `"a${String(index).padStart(9, '0')}":1`).join(',')}}`,
    'lists in lists': (bytes) => '['.repeat(bytes),
    'objects in objects': (bytes) => '{"request":'.repeat(bytes / 11),
    blanks: (bytes) => ' '.repeat(bytes),
    'a text without an end': (bytes) => `{"request":"${'\\\\'.repeat(bytes / 2)}`,
    'a document of numbers': (bytes) => `{"document":{"items":[${'1,'.repeat(bytes / 2)}1]}}`,
  };
}
