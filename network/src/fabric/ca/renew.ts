import { NetworkError } from '../../network-error.js';
import { ownMembers, type FabricContext } from '../fabric-context.js';
import { enrol } from './enrol.js';
import { enrolments, type Enrolment } from './enrolments.js';
import { replace } from './replace.js';

/**
 * Enrols again what need not be told to the channel: TLS certificates of peer, contract, gateway and administrator, and
 * the peer's identity, each with a new key. The old ones stay good until they end.
 *
 * @returns the names of those renewed. @throws NetworkError `FABRIC_CA_FAILED`, `FABRIC_COMMAND_FAILED`.
 */
export async function renewCertificates(context: FabricContext): Promise<readonly string[]> {
  const renewed: string[] = [];
  for (const member of ownMembers(context)) {
    const all = enrolments(context.topology, member, context.layout.organizations);
    const pinned = new Set(all.filter(({ type }) => type === 'orderer').map(({ name }) => name));
    for (const enrolment of all.filter((each) => renewable(each) && !pinned.has(each.name))) {
      await replace(enrolment, await enrol(context, member, enrolment));
      renewed.push(`${enrolment.authority === 'ca' ? 'identity' : 'TLS'} of ${enrolment.name}`);
    }
  }
  if (renewed.length === 0) throw new NetworkError('USAGE', 'There is nothing to renew here.');
  return renewed;
}

/** Gateway's and administrator's identities go by `revoke --renew`: who signs for a member is told to all. */
const renewable = ({ authority, type }: Enrolment): boolean => authority === 'tlsca' || type === 'peer';
