import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { Identity, IdentityDeserializer, PeerSigner } from '../../seam.js';
import { hex, sha256 } from '../bytes.js';

const { MSPRole, SerializedIdentity } = msp;

/** Organisations without certificates: an identity is a role and a public key, and every one is believed. */
export interface TestSigner extends PeerSigner {
  readonly identity: Identity;
  readonly key: KeyObject;
}

export type RoleName = 'PEER' | 'CLIENT';

class TestIdentity implements Identity {
  readonly digest: string;
  readonly expiresAt = new Date('2100-01-01');
  readonly #key: KeyObject;
  readonly #role: string;

  constructor(
    readonly mspId: string,
    readonly serialized: Uint8Array,
    role: string,
    key: KeyObject,
  ) {
    this.digest = hex(sha256(serialized));
    this.#role = role;
    this.#key = key;
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    return verify('sha256', message, this.#key, signature);
  }

  satisfies(principal: msp.MSPPrincipal): boolean {
    const role = MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    const wanted = role.getRole();
    return (
      role.getMspIdentifier() === this.mspId &&
      (wanted === MSPRole.MSPRoleType.MEMBER ||
        wanted === MSPRole.MSPRoleType[this.#role as keyof msp.MSPRole.MSPRoleTypeMap])
    );
  }
}

const known = new Map<string, Identity>();

export const testIdentities: IdentityDeserializer = {
  deserialize(serialized) {
    const digest = hex(sha256(serialized));
    const identity = known.get(digest) ?? readIdentity(serialized);
    known.set(digest, identity);
    return identity;
  },
};

function readIdentity(serialized: Uint8Array): Identity {
  const message = SerializedIdentity.deserializeBinary(serialized);
  const [role = '', pem = ''] = Buffer.from(message.getIdBytes_asU8()).toString().split('\n\n');
  return new TestIdentity(message.getMspid(), serialized, role, createPublicKey(pem));
}

export function newTestSigner(mspId: string, role: RoleName): TestSigner {
  return testSigner(mspId, role, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/** A signer whose key is known, so that another process is the same one. */
export function testSigner(mspId: string, role: RoleName, privateKey: KeyObject): TestSigner {
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const message = new SerializedIdentity();
  message.setMspid(mspId);
  message.setIdBytes(Buffer.from(`${role}\n\n${publicPem}`));
  const serialized = message.serializeBinary();
  return {
    mspId,
    serialized,
    identity: testIdentities.deserialize(serialized),
    key: privateKey,
    sign: (bytes) => sign('sha256', bytes, privateKey),
  };
}
