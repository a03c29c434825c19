import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { testKey, type TestKey } from '@origin-ledger/model/testing';

/** A Fabric identity of tests: its certificate, and the key in it. */
export interface TestIdentity {
  readonly mspId: string;
  readonly certificate: Uint8Array;
  readonly key: TestKey;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes a self-signed certificate with this role (NodeOU). */
export async function testIdentity(member: string, role: 'admin' | 'client'): Promise<TestIdentity> {
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
  const key = await testKey();
  const { subtle } = webcrypto;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${role}, OU=${role}`,
    keys: {
      publicKey: await subtle.importKey('jwk', key.jwk, ALGORITHM, true, ['verify']),
      privateKey: await subtle.importKey('jwk', key.privateKey as webcrypto.JsonWebKey, ALGORITHM, true, [
        'sign',
      ]),
    },
    signingAlgorithm: ALGORITHM,
  });
  return { mspId: `${member}MSP`, certificate: Buffer.from(certificate.toString('pem')), key };
}
