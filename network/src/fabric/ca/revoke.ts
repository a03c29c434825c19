import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { group, type ConfigGroup, type Json } from '../channel/configuration.js';
import { majority, updateChannel } from '../channel/update-channel.js';
import { isHost, materialOf, ownMembers, type FabricContext } from '../fabric-context.js';
import { runCommand } from '../process/run-command.js';
import { authorityName } from './authority.js';
import { caServerRoot } from './ca-service.js';
import { caUrl, enrol } from './enrol.js';
import { REGISTRAR } from './enrolments.js';
import { replace } from './replace.js';
import { revocable, type RevokeOptions } from './revocable.js';
import { ensureSecrets } from './secrets.js';

/**
 * Revokes an identity's certificate: its CA puts it on the revocation list, and a channel update, which the member's own
 * administrator signs, gives the list to every peer and orderer. What was signed before stays valid. Broken off, it may be
 * asked again.
 *
 * @returns The serial number of the revoked certificate.
 * @throws NetworkError `USAGE` for an identity that is unknown or that the network cannot do without.
 */
export async function revokeIdentity(context: FabricContext, options: RevokeOptions): Promise<string> {
  const own = { ...context.topology, members: ownMembers(context) };
  const { member, enrolment } = revocable(own, context.layout.organizations, options);
  const old = new X509Certificate(await readFile(enrolment.certificate));
  const list = await revokeAtCa(context, member, old);
  context.report(`${authorityName(member, 'ca')} has put it on its revocation list`);
  if (options.renew) {
    await replace(enrolment, await enrol(context, member, enrolment));
    context.report(`${options.identity} has a new key and certificate: restart what uses them`);
  }
  await writeToMspFolders(context, member, list);
  await updateChannel(
    context,
    {
      by: isHost(context) ? member : submitter(context, member),
      signers: [...new Set([...majority(context), member])],
    },
    (configuration) => {
      for (const part of ['Application', 'Orderer']) {
        const organisation = group(configuration, part).groups[member.mspId];
        if (organisation !== undefined) addRevocationList(organisation, list);
      }
    },
  );
  return old.serialNumber;
}

/** Puts a certificate revocation list into an organisation's MSP; a later one of the same authority replaces it. */
export function addRevocationList(organisation: ConfigGroup, list: string): void {
  const definition = organisation.values['MSP']?.value as { config: { revocation_list?: Json } } | undefined;
  if (definition === undefined) throw new RangeError('an organisation has an MSP');
  definition.config.revocation_list = [Buffer.from(list).toString('base64')];
}

/** What Fabric CA says of a certificate that is on its list. */
const ALREADY = /was already revoked/u;

async function revokeAtCa(context: FabricContext, member: Member, old: X509Certificate): Promise<string> {
  const folder = context.layout.ca(member);
  const secrets = await ensureSecrets(folder, context.topology, member);
  await mkdir(join(folder, 'enrolling'), { recursive: true, mode: 0o700 });
  const home = await mkdtemp(join(folder, 'enrolling', 'registrar-'));
  const client = async (...args: readonly string[]): Promise<string> =>
    runCommand({
      command: context.binaries['fabric-ca-client'],
      args: [
        ...args,
        '--caname',
        authorityName(member, 'ca'),
        '--home',
        home,
        '--mspdir',
        'msp',
        '--tls.certfiles',
        caServerRoot(context, member),
        '--loglevel',
        'error',
      ],
    });
  try {
    await client('enroll', '--url', caUrl(context, member, `${REGISTRAR}:${secrets[REGISTRAR] ?? ''}@`));
    await client(
      'revoke',
      '--url',
      caUrl(context, member),
      '--revoke.serial',
      old.serialNumber.toLowerCase(),
      '--revoke.aki',
      authorityKeyIdentifier(await readFile(materialOf(context, member).caCertificate)),
      '--gencrl',
    ).catch(async (error: unknown) => {
      // Broken off before the channel knew, or asked again: the list is what is wanted.
      if (!(error instanceof NetworkError && ALREADY.test(error.message))) throw error;
      await client('gencrl', '--url', caUrl(context, member));
    });
    const [file] = await readdir(join(home, 'msp', 'crls'));
    return await readFile(join(home, 'msp', 'crls', file ?? ''), 'utf8');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const SUBJECT_KEY_IDENTIFIER = Buffer.from('0603551d0e', 'hex');

/** The issuer's key identifier, which its own certificate carries as the subject's: an octet string within one. */
export function authorityKeyIdentifier(pem: Buffer): string {
  const { raw } = new X509Certificate(pem);
  const at = raw.indexOf(SUBJECT_KEY_IDENTIFIER) + SUBJECT_KEY_IDENTIFIER.length;
  // Two headers of two bytes each: tag and length.
  const length = raw[at + 3] ?? 0;
  return raw.subarray(at + 4, at + 4 + length).toString('hex');
}

/** Peers and orderers read their own organisation's list at start from their folders. */
async function writeToMspFolders(context: FabricContext, member: Member, list: string): Promise<void> {
  const { peer, orderer, peerOrganisation, ordererOrganisation } = materialOf(context, member);
  for (const msp of [
    peer.msp,
    orderer.msp,
    join(peerOrganisation, 'msp'),
    join(ordererOrganisation, 'msp'),
  ]) {
    await mkdir(join(msp, 'crls'), { recursive: true, mode: 0o700 });
    await writeFile(join(msp, 'crls', 'crl.pem'), list);
  }
}

/** Another member than the one concerned, whose own administrator may just have changed. */
function submitter(context: FabricContext, member: Member): Member {
  const found = majority(context).find((each) => each !== member);
  if (found === undefined) throw new NetworkError('USAGE', 'There is no other member to submit the update.');
  return found;
}
