import { webcrypto } from 'node:crypto';
// The certificate library's dependency injection asks for it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { thumbprint, type PublicJwk } from '@origin-ledger/model';
import type { TestKey } from '@origin-ledger/model/testing';

/** A Fabric identity of tests, whose key can sign requests too. */
export interface TestIdentity {
  readonly mspId: string;
  readonly idBytes: Uint8Array;
  readonly key: TestKey;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A self-signed certificate in the given role: the contract relies on the peer for its chain. */
export async function testIdentity(
  mspId: string,
  unit: 'admin' | 'client' | 'peer',
  commonName = 'test',
): Promise<TestIdentity> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: new x509.Name([{ CN: [commonName] }, { OU: [unit] }]).toString(),
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2036-01-01'),
    keys,
    signingAlgorithm: ES256,
  });
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', keys.publicKey);
  const jwk: PublicJwk = { crv: 'P-256', kty: 'EC', x, y };
  const privateKey = await webcrypto.subtle.exportKey('jwk', keys.privateKey);
  return {
    mspId,
    idBytes: Buffer.from(certificate.toString('pem')),
    key: { alg: 'ES256', kid: thumbprint(jwk), jwk, privateKey: privateKey },
  };
}
