import { readFile } from 'node:fs/promises';
import { NetworkError } from '../network-error.js';
import { organisationLayout } from '../identity/layout.js';
import type { Member } from '../topology/topology.js';

/** The public certificates of a member that stand in the channel configuration (PEM). */
export interface MemberMaterial {
  readonly member: Member;
  readonly root: Uint8Array;
  readonly tlsRoot: Uint8Array;
  readonly ordererIdentity: Uint8Array;
  readonly ordererTls: Uint8Array;
}

/** @throws NetworkError `CRYPTO_INCOMPLETE` when a certificate is missing. */
export async function readMemberMaterial(organizations: string, member: Member): Promise<MemberMaterial> {
  const layout = organisationLayout(organizations, member);
  try {
    const [root, tlsRoot, ordererIdentity, ordererTls] = await Promise.all([
      readFile(layout.caCertificate),
      readFile(layout.tlsCaCertificate),
      readFile(layout.orderer.certificate),
      readFile(layout.orderer.tls.certificate),
    ]);
    return { member, root, tlsRoot, ordererIdentity, ordererTls };
  } catch (cause) {
    throw new NetworkError(
      'CRYPTO_INCOMPLETE',
      `Certificates of ${member.code} are incomplete below ${layout.peerOrganisation} and ${layout.ordererOrganisation}.`,
      { cause },
    );
  }
}
