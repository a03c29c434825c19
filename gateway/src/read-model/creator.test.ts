import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { expect } from 'chai';
import { creatorOf } from './creator.js';

async function certificate(name: string, namedCurve = 'P-256'): Promise<Uint8Array> {
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const made = await x509.X509CertificateGenerator.createSelfSigned({ name, keys, signingAlgorithm });
  return Buffer.from(made.toString('pem'));
}

describe('the creator of a transaction', () => {
  it('is an administrator also where his unit stands beside another in one relative name', async () => {
    const creator = creatorOf({
      mspId: 'VNMSP',
      certificate: await certificate('OU=admin+OU=customs, CN=A'),
    });
    expect(creator).to.deep.include({ mspId: 'VNMSP', administrator: true });
    expect(creator?.jwk).to.include({ crv: 'P-256', kty: 'EC' });
  });

  it('has no key to sign requests with where it is of another kind', async () => {
    const creator = creatorOf({ mspId: 'VNMSP', certificate: await certificate('OU=admin', 'P-384') });
    expect(creator).to.deep.equal({ mspId: 'VNMSP', administrator: true, jwk: undefined });
  });

  it('is nobody where the bytes are no certificate, each time', () => {
    for (const bytes of [[], [0x30, 0x00], [1, 2, 3], [1, 2, 3]])
      expect(creatorOf({ mspId: 'VNMSP', certificate: Uint8Array.from(bytes) })).to.equal(undefined);
  });
});
