import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { msp } from '@hyperledger/fabric-protos';
import type { PeerSigner } from '../embedded/seam.js';
import type { MspPaths } from '../identity/layout.js';
import { NetworkError } from '../network-error.js';
import { identityDigest } from './channel-identity.js';
import { toLowS } from './ecdsa.js';
import { rememberGood, signatureKey } from './verified-signatures.js';

/** A signer from PEM texts. @throws NetworkError `CRYPTO_INCOMPLETE` when the key is not the certificate's. */
export function newSigner(
  options: Readonly<{ mspId: string; certificate: Uint8Array; privateKey: string | Buffer }>,
): PeerSigner {
  const key = createPrivateKey(options.privateKey);
  if (!new X509Certificate(options.certificate).checkPrivateKey(key)) {
    throw new NetworkError(
      'CRYPTO_INCOMPLETE',
      `The private key of a ${options.mspId} identity is not its certificate's.`,
    );
  }
  const identity = new msp.SerializedIdentity();
  identity.setMspid(options.mspId);
  identity.setIdBytes(options.certificate);
  const serialized = identity.serializeBinary();
  const digest = identityDigest(serialized);
  return {
    mspId: options.mspId,
    serialized,
    sign: (message) => {
      const signature = toLowS(sign('sha256', message, key));
      rememberGood(signatureKey(digest, message, signature));
      return signature;
    },
  };
}

/** A signer from an MSP folder. */
export async function readSigner(mspId: string, paths: MspPaths): Promise<PeerSigner> {
  const [certificate, privateKey] = await Promise.all([
    readFile(paths.certificate),
    readFile(paths.privateKey),
  ]);
  return newSigner({ mspId, certificate, privateKey });
}
