import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { Identity, IdentityDeserializer, PeerSigner } from '../../seam.js';
import { hex, sha256 } from '../bytes.js';

const { MSPRole, SerializedIdentity } = msp;

/** Organisations without certificates: an identity is a role and a public key, and every one is believed. */
export interface TestSigner extends PeerSigner {
  readonly identity: Identity;
}

type RoleName = 'PEER' | 'CLIENT';

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

export const testIdentities: IdentityDeserializer = {
  deserialize(serialized) {
    const message = SerializedIdentity.deserializeBinary(serialized);
    const [role = '', pem = ''] = Buffer.from(message.getIdBytes_asU8()).toString().split('\n\n');
    return new TestIdentity(message.getMspid(), serialized, role, createPublicKey(pem));
  },
};

export function newTestSigner(mspId: string, role: RoleName): TestSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return testSigner(mspId, role, publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey);
}

function testSigner(mspId: string, role: RoleName, publicPem: string, privateKey: KeyObject): TestSigner {
  const message = new SerializedIdentity();
  message.setMspid(mspId);
  message.setIdBytes(Buffer.from(`${role}\n\n${publicPem}`));
  const serialized = message.serializeBinary();
  return {
    mspId,
    serialized,
    identity: testIdentities.deserialize(serialized),
    sign: (bytes) => sign('sha256', bytes, privateKey),
  };
}
