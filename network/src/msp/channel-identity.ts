import { createHash, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../embedded/seam.js';
import { isLowS } from './ecdsa.js';
import type { Role } from './organisation-msp.js';
import { organisationalUnits } from './organisational-units.js';
import { isKnownGood, rememberGood, signatureKey } from './verified-signatures.js';

const ROLE_NAMES: Readonly<Record<number, Role>> = {
  [msp.MSPRole.MSPRoleType.ADMIN]: 'admin',
  [msp.MSPRole.MSPRoleType.CLIENT]: 'client',
  [msp.MSPRole.MSPRoleType.PEER]: 'peer',
  [msp.MSPRole.MSPRoleType.ORDERER]: 'orderer',
};

/** A validated identity of one organisation. */
export class ChannelIdentity implements Identity {
  readonly digest: string;
  readonly expiresAt: Date;
  readonly #key: KeyObject;
  /** Policies stay in memory and are asked again and again. */
  readonly #satisfied = new WeakMap<msp.MSPPrincipal, boolean>();

  constructor(
    readonly mspId: string,
    readonly serialized: Uint8Array,
    readonly certificate: X509Certificate,
    readonly role: Role,
  ) {
    this.digest = identityDigest(serialized);
    this.expiresAt = new Date(certificate.validTo);
    this.#key = certificate.publicKey;
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    if (!isLowS(signature)) return false;
    const key = signatureKey(this.digest, message, signature);
    if (isKnownGood(key)) return true;
    const isGood = verify('sha256', message, this.#key, signature);
    if (isGood) rememberGood(key);
    return isGood;
  }

  satisfies(principal: msp.MSPPrincipal): boolean {
    const known = this.#satisfied.get(principal);
    if (known !== undefined) return known;
    const answer = this.#judge(principal);
    this.#satisfied.set(principal, answer);
    return answer;
  }

  #judge(principal: msp.MSPPrincipal): boolean {
    const bytes = principal.getPrincipal_asU8();
    const { ROLE, IDENTITY, ORGANIZATION_UNIT, COMBINED } = msp.MSPPrincipal.Classification;
    switch (principal.getPrincipalClassification()) {
      case ROLE:
        return this.#hasRole(msp.MSPRole.deserializeBinary(bytes));
      case IDENTITY:
        return Buffer.from(this.serialized).equals(bytes);
      case ORGANIZATION_UNIT: {
        const unit = msp.OrganizationUnit.deserializeBinary(bytes);
        return (
          unit.getMspIdentifier() === this.mspId &&
          organisationalUnits(this.certificate.subject).includes(unit.getOrganizationalUnitIdentifier())
        );
      }
      case COMBINED: {
        const principals = msp.CombinedPrincipal.deserializeBinary(bytes).getPrincipalsList();
        return principals.length > 0 && principals.every((each) => this.satisfies(each));
      }
      default:
        return false;
    }
  }

  #hasRole(role: msp.MSPRole): boolean {
    if (role.getMspIdentifier() !== this.mspId) return false;
    const wanted = role.getRole();
    return wanted === msp.MSPRole.MSPRoleType.MEMBER || ROLE_NAMES[wanted] === this.role;
  }
}

/** Hex SHA-256 of a serialized identity. */
export function identityDigest(serialized: Uint8Array): string {
  return createHash('sha256').update(serialized).digest('hex');
}
