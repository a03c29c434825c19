import { X509Certificate } from 'node:crypto';
import type { msp } from '@hyperledger/fabric-protos';
import { IdentityError } from './identity-error.js';
import { organisationalUnits } from './organisational-units.js';
import { readRevocations, type Revocation } from './revocation.js';

/** The role a certificate's organisational unit gives, and for what Fabric calls a member it needs none. */
export type Role = 'admin' | 'client' | 'peer' | 'orderer';

const ROLES: readonly Role[] = ['admin', 'client', 'peer', 'orderer'];
const LONGEST_CHAIN = 8;

/** One organisation's rules for its identities, read from its MSP definition in the channel configuration. */
export class OrganisationMsp {
  readonly mspId: string;
  readonly #roots: readonly X509Certificate[];
  readonly #intermediates: readonly X509Certificate[];
  readonly #revocations: readonly Revocation[];
  readonly #units: ReadonlyMap<string, Role>;

  /** @throws Error when a certificate or revocation list of the definition cannot be read. */
  constructor(config: msp.FabricMSPConfig) {
    this.mspId = config.getName();
    this.#roots = config.getRootCertsList_asU8().map((pem) => new X509Certificate(pem));
    this.#intermediates = config.getIntermediateCertsList_asU8().map((pem) => new X509Certificate(pem));
    const authorities = [...this.#roots, ...this.#intermediates];
    this.#revocations = config
      .getRevocationListList_asU8()
      .flatMap((pem) => readRevocations(pem, authorities));
    this.#units = unitsOf(config.getFabricNodeOus());
  }

  /**
   * Checks a certificate against this organisation's roots, roles and revocation lists, and answers its role.
   * As in Fabric, its own dates are not looked at: what it signed stays valid after it has expired.
   *
   * @throws IdentityError `certificate chain`, `revoked` or `role`.
   */
  validate(certificate: X509Certificate): Role {
    if (certificate.ca) throw this.#refuse('certificate chain', 'an authority is no identity');
    this.#checkChain(certificate);
    const roles = organisationalUnits(certificate.subject).flatMap((unit) => {
      const role = this.#units.get(unit);
      return role === undefined ? [] : [role];
    });
    const [role] = roles;
    if (role === undefined || roles.length > 1) {
      throw this.#refuse('role', `the certificate must be of exactly one role, it has ${roles.length}`);
    }
    return role;
  }

  #checkChain(certificate: X509Certificate): void {
    let current = certificate;
    for (let depth = 0; depth < LONGEST_CHAIN; depth += 1) {
      const root = this.#roots.find((authority) => issued(authority, current));
      const issuer = root ?? this.#intermediates.find((authority) => issued(authority, current));
      if (issuer === undefined) break;
      this.#checkRevoked(current, issuer);
      if (root !== undefined) return;
      current = issuer;
    }
    throw this.#refuse('certificate chain', `signed by no authority of ${this.mspId}`);
  }

  #checkRevoked(certificate: X509Certificate, issuer: X509Certificate): void {
    const serial = normalSerial(certificate.serialNumber);
    const revoked = this.#revocations.some(
      (list) => list.issuer.fingerprint256 === issuer.fingerprint256 && list.serials.has(serial),
    );
    if (revoked) throw this.#refuse('revoked', `certificate ${serial} of ${this.mspId}`);
  }

  #refuse(reason: IdentityError['reason'], detail: string): IdentityError {
    return new IdentityError(reason, this.mspId, detail);
  }
}

/** Serial numbers compare as hexadecimal numbers without leading zeros. */
export function normalSerial(hex: string): string {
  return hex.toLowerCase().replace(/^0+/u, '');
}

function issued(authority: X509Certificate, certificate: X509Certificate): boolean {
  return authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function unitsOf(nodeOus: msp.FabricNodeOUs | undefined): ReadonlyMap<string, Role> {
  const identifiers = {
    admin: nodeOus?.getAdminOuIdentifier(),
    client: nodeOus?.getClientOuIdentifier(),
    peer: nodeOus?.getPeerOuIdentifier(),
    orderer: nodeOus?.getOrdererOuIdentifier(),
  };
  if (nodeOus?.getEnable() !== true) {
    throw new Error('not supported by the embedded ledger: an MSP without NodeOUs');
  }
  return new Map(
    ROLES.flatMap((role) => {
      const unit = identifiers[role]?.getOrganizationalUnitIdentifier() ?? '';
      return unit === '' ? [] : [[unit, role] as const];
    }),
  );
}
