import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { enrolments } from '../ca/enrolments.js';
import { consenters, group, type ChannelConfiguration } from '../channel/configuration.js';
import { consentersOf, materialOf, ownMembers, type FabricContext } from '../fabric-context.js';
import { unitsByName } from '../../msp/organisational-units.js';
import { fault, ok, warning, type Finding } from './finding.js';

const DAY_MILLISECONDS = 86_400_000;
/** Renewal needs people of several states, so there must be time for it. */
const WARN_DAYS = 30;
const ROLES: ReadonlySet<string> = new Set(['admin', 'client', 'peer', 'orderer']);

/** What is to be said of a certificate that ends at a time. */
export function expiryFinding(name: string, end: Date, now: Date): Finding | undefined {
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MILLISECONDS);
  if (days < 0) {
    return fault(
      'CERTIFICATE_EXPIRY',
      `${name} expired on ${end.toISOString().slice(0, 10)}: enrol it again.`,
    );
  }
  if (days >= WARN_DAYS) return undefined;
  return warning(
    'CERTIFICATE_EXPIRY',
    `${name} ends on ${end.toISOString().slice(0, 10)}, in ${days} days: enrol it again in time.`,
  );
}

/** Every certificate of every member, by its end. */
export async function checkExpiry(context: FabricContext, now: Date): Promise<readonly Finding[]> {
  const all = ownMembers(context).flatMap((member) =>
    enrolments(context.topology, member, context.layout.organizations),
  );
  const findings = await Promise.all(
    all.map(async ({ certificate, name, authority }) =>
      expiryFinding(
        `${authority === 'ca' ? 'The identity' : 'The TLS certificate'} of ${name}`,
        new Date(new X509Certificate(await readFile(certificate)).validTo),
        now,
      ),
    ),
  );
  const bad = findings.filter((each) => each !== undefined);
  return bad.length > 0
    ? bad
    : [ok('CERTIFICATE_EXPIRY', `${all.length} certificates are good for ${WARN_DAYS} days and more`)];
}

/** What is to be said of the subject of an administrator's certificate. */
export function administratorFinding(name: string, subject: string): Finding {
  const names = unitsByName(subject);
  const roles = names.flat().filter((unit) => ROLES.has(unit));
  if (roles.length !== 1 || roles[0] !== 'admin')
    return fault(
      'ADMINISTRATOR_NAME',
      `${name} is no administrator: of the units that name a role its certificate has ` +
        `${roles.length === 0 ? 'none' : roles.join(', ')}, and must have admin alone. Enrol it again.`,
    );
  const together = names.find((units) => units.length > 1);
  return together === undefined
    ? ok('ADMINISTRATOR_NAME', `${name} is an administrator by its certificate`)
    : warning(
        'ADMINISTRATOR_NAME',
        `${name} has several organisational units in one part of its name (${together.join(' + ')}), as an ` +
          'affiliation in the CA writes them: this network reads it as an administrator, other programs may not. ' +
          'Enrol it again without an affiliation.',
      );
}

/** Whether every administrator is read as one, here and by others. */
export async function checkAdministrators(context: FabricContext): Promise<readonly Finding[]> {
  return Promise.all(
    ownMembers(context).map(async (member) => {
      const { subject } = new X509Certificate(await readFile(materialOf(context, member).admin.certificate));
      return administratorFinding(`The administrator of ${member.code}`, subject);
    }),
  );
}

/** Consenters' certificates are pinned in the channel: an orderer that has another is shut out. */
export async function checkConsenterCertificates(
  context: FabricContext,
  configuration: ChannelConfiguration,
): Promise<readonly Finding[]> {
  const pinned = new Map(consenters(configuration).map((each) => [each.msp_id, each]));
  const findings = await Promise.all(
    consentersOf(context).map(async (member) => {
      const { orderer } = materialOf(context, member);
      const channel = pinned.get(member.mspId);
      if (channel === undefined) {
        return fault(
          'CONSENTER_CERTIFICATE',
          `The orderer of ${member.code} is no consenter of the channel.`,
        );
      }
      const differs =
        (await base64(orderer.certificate)) !== channel.identity ||
        (await base64(orderer.tls.certificate)) !== channel.server_tls_cert;
      return differs
        ? fault(
            'CONSENTER_CERTIFICATE',
            `The orderer of ${member.code} has other certificates than the channel's configuration pins: ` +
              'renewal needs a channel update first (docs/operators.md, "Certificates").',
          )
        : undefined;
    }),
  );
  const bad = findings.filter((each) => each !== undefined);
  return bad.length > 0
    ? bad
    : [ok('CONSENTER_CERTIFICATE', 'every orderer has the certificates the channel pins')];
}

/** A member whose authority is not the one the channel knows is refused everywhere. */
export async function checkMsp(
  context: FabricContext,
  configuration: ChannelConfiguration,
): Promise<readonly Finding[]> {
  return Promise.all(
    ownMembers(context).map(async (member) => {
      const { code, mspId } = member;
      const organisation = group(configuration, 'Application').groups[mspId];
      if (organisation === undefined) {
        return fault(
          'MSP',
          `The channel knows no organisation ${mspId} (${code}): check mspId in the topology.`,
        );
      }
      const definition = organisation.values['MSP']?.value as unknown as {
        config: { root_certs: readonly string[] };
      };
      const own = await base64(materialOf(context, member).caCertificate);
      return definition.config.root_certs.includes(own)
        ? ok('MSP', `${mspId} has the authority the channel knows`)
        : fault(
            'MSP',
            `${mspId} in the channel has another authority than ${code} has here: its identities are refused.`,
          );
    }),
  );
}

async function base64(path: string): Promise<string> {
  return (await readFile(path)).toString('base64');
}
