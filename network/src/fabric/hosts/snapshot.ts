import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { memberAddress, type Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';
import { peerCli } from '../process/peer-cli.js';
import { waitUntil } from '../wait-until.js';
import { endpoint } from '../../topology/endpoint.js';

const PATIENCE = 600_000;

/** Has a member's peer write its state as of its last block. @returns the folder, which other peers may join by. */
export async function takeSnapshot(context: FabricContext, member: Member): Promise<string> {
  const { channel } = context.topology;
  const { ledger } = context.layout.peer(member);
  const completed = join(ledger, 'snapshots', 'completed', channel);
  const before = new Set(await readdir(completed).catch(() => []));
  await peerCli(context, member, [
    'snapshot',
    'submitrequest',
    '--channelID',
    channel,
    '--blockNumber',
    '0',
    '--peerAddress',
    endpoint(memberAddress(context.topology, member), member.peer.port),
    '--tlsRootCertFile',
    materialOf(context, member).tlsCaCertificate,
  ]);
  const name = await waitUntil(async () => (await readdir(completed)).find((each) => !before.has(each)), {
    what: `the snapshot of the peer of ${member.code}`,
    timeout: PATIENCE,
  });
  return join(completed, name);
}
