import { verifyKeyProof } from '@origin-ledger/model';
import { expect } from 'chai';
import { audience } from '../testing/coffee.js';
import { exportSigningKey, importSigningKey, newSigningKey } from './holder-key.js';
import { registrationOf } from './registration.js';

describe('signing keys', () => {
  for (const alg of ['ES256', 'Ed25519'] as const) {
    it(`survive export and import, and prove that they are held (${alg})`, async () => {
      const made = await newSigningKey({ holder: 'VN:officer-1', alg });
      const text = JSON.stringify(await exportSigningKey(made));
      const key = await importSigningKey(JSON.parse(text) as Awaited<ReturnType<typeof exportSigningKey>>);
      expect(key.kid).to.equal(made.kid);
      const { holder, jwk, proof } = await registrationOf(key, audience);
      await verifyKeyProof(proof, { aud: audience, iss: holder, jwk });
      expect(JSON.stringify(jwk)).not.to.contain('"d"');
    });
  }

  it('are refused when kid, algorithm or key do not belong together', async () => {
    const exported = await exportSigningKey(await newSigningKey({ holder: 'VN:officer-1' }));
    const other = await exportSigningKey(await newSigningKey({ holder: 'VN:officer-1' }));
    const { crv, kty, x, y } = exported.jwk;
    const publicOnly = { crv, kty, x, y } as typeof exported.jwk;
    const wrong = [
      [{ ...exported, kid: other.kid }, 'KEY_THUMBPRINT'],
      [{ ...exported, alg: 'Ed25519' as const }, 'ALGORITHM_MISMATCH'],
      [{ ...exported, jwk: { kty: 'RSA' } }, 'BODY_INVALID'],
      [{ ...exported, jwk: publicOnly }, 'BODY_INVALID'],
    ] as const;
    for (const [key, code] of wrong) {
      const error = await importSigningKey(key).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).to.have.property('code', code);
    }
  });

  it('prove nothing on another network', async () => {
    const key = await newSigningKey({ holder: 'VN:officer-1' });
    const { proof, jwk } = await registrationOf(key, audience);
    const error = await verifyKeyProof(proof, { aud: `origin#${'1'.repeat(64)}`, iss: key.holder, jwk }).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).to.have.property('code', 'KEY_PROOF');
  });
});
