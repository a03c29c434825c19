import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { replace } from '../fabric/ca/replace.js';
import { revocable, type RevokeOptions } from '../fabric/ca/revocable.js';
import { revocationListChanges, revocationLists } from '../genesis/organisation-changes.js';
import { organisationLayout } from '../identity/layout.js';
import { normalSerial } from '../msp/organisation-msp.js';
import { readRevocations } from '../msp/revocation.js';
import { changeConfiguration } from './change-configuration.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';

/**
 * Revokes an identity's certificate: its authority signs a new revocation list, and a configuration block gives it to
 * all peers. What was signed before stays valid.
 *
 * @returns The serial number of the revoked certificate.
 * @throws NetworkError `USAGE` for an identity that is unknown or that the network cannot do without.
 */
export async function revokeIdentity(
  network: LiveNetwork,
  layout: EmbeddedLayout,
  options: RevokeOptions,
): Promise<string> {
  const { topology, configuration } = network;
  const { member, enrolment } = revocable(topology, layout.organizations, options);
  const { caCertificate, caKey } = organisationLayout(layout.organizations, member);
  const [certificate, privateKey] = await Promise.all([
    readFile(caCertificate, 'utf8'),
    readFile(caKey, 'utf8'),
  ]);
  // Only who revokes pays for loading the certificate library.
  const { openAuthority } = await import('../identity/authority.js');
  const { subjectOf } = await import('../identity/organisation-files.js');
  const authority = await openAuthority({ certificate, privateKey }, new Date());
  const { serialNumber } = new X509Certificate(await readFile(enrolment.certificate));

  const root = configuration.config.getChannelGroup();
  const before = root === undefined ? [] : revocationLists(root, member.mspId);
  const revoked = before
    .flatMap((list) => readRevocations(list, [new X509Certificate(certificate)]))
    .flatMap(({ serials }) => [...serials]);
  const list = await authority.revocationList([...new Set([...revoked, normalSerial(serialNumber)])]);
  if (options.renew) {
    await replace(
      enrolment,
      await authority.signing(subjectOf(member, enrolment.commonName, enrolment.type)),
    );
  }
  await changeConfiguration(network, layout, topology.members, (group) => {
    revocationListChanges(group, member.mspId, Buffer.from(list));
  });
  return serialNumber;
}
