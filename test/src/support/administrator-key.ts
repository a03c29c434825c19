import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readConnectionProfile } from '@origin-ledger/cli';
import { thumbprint, type SigningKey } from '@origin-ledger/model';

/** The key of an administrator's Fabric certificate. */
export function administratorKey(profileFile: string): SigningKey {
  const { adminIdentity } = readConnectionProfile(profileFile);
  const { d, kty, crv, x, y } = createPrivateKey(readFileSync(adminIdentity.privateKey)).export({
    format: 'jwk',
  });
  if (d === undefined || x === undefined || y === undefined || kty !== 'EC' || crv !== 'P-256')
    throw new Error('no P-256 key');
  const jwk = { kty, crv, x, y } as const;
  return { alg: 'ES256', kid: thumbprint(jwk), privateKey: { ...jwk, d } };
}
