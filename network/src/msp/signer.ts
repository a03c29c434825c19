import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { msp } from '@hyperledger/fabric-protos';
import type { PeerSigner } from '../embedded/seam.js';
import type { MspPaths } from '../identity/layout.js';
import { toLowS } from './ecdsa.js';

/** A signer from PEM texts. */
export function newSigner(
  options: Readonly<{ mspId: string; certificate: Uint8Array; privateKey: string | Buffer }>,
): PeerSigner {
  const key = createPrivateKey(options.privateKey);
  const identity = new msp.SerializedIdentity();
  identity.setMspid(options.mspId);
  identity.setIdBytes(options.certificate);
  return {
    mspId: options.mspId,
    serialized: identity.serializeBinary(),
    sign: (message) => toLowS(sign('sha256', message, key)),
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
