import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { orderersFor, ownMembers, type FabricContext } from '../fabric-context.js';
import { peerHeight } from '../operations.js';
import { ordererFlags, peerCli } from '../process/peer-cli.js';
import { waitUntil } from '../wait-until.js';
import { fetchConfiguration } from './fetch-configuration.js';

/** How long one orderer has to get an update ordered before the next is asked. Milliseconds. */
const TURN = 20_000;

/**
 * Sends a signed update to be ordered, and waits until it is in force at the peers waited for. An orderer that is alone
 * in a change of view takes what it is sent and has nothing ordered, so that one after the other is asked.
 *
 * @param before The sequence of the configuration the update was made from.
 * @throws NetworkError `CHANNEL_UPDATE_REFUSED` with the orderer's reason.
 */
export async function sendUpdate(
  context: FabricContext,
  file: string,
  { by, before, waitFor }: Readonly<{ by: Member; before: number; waitFor?: readonly Member[] }>,
): Promise<void> {
  const { channel } = context.topology;
  const [first, ...others] = orderersFor(context, by);
  const send = async (orderer: Member | undefined): Promise<void> => {
    const flags = ['--channelID', channel, ...ordererFlags(context, orderer ?? by)];
    await peerCli(context, by, ['channel', 'update', '-f', file, ...flags]);
  };
  await send(first).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkError('CHANNEL_UPDATE_REFUSED', `The channel was not changed: ${reason}`, { cause });
  });
  let turn = performance.now() + TURN;
  const number = await waitUntil(
    async () => {
      const now = await fetchConfiguration(context, by);
      if (Number(now.configuration.sequence) > before) return now.number;
      if (others.length > 0 && performance.now() > turn) {
        turn = performance.now() + TURN;
        await send(others.shift());
      }
      return undefined;
    },
    { what: 'the new configuration to be ordered' },
  );
  await Promise.all(
    (waitFor ?? ownMembers(context)).map((member) =>
      waitUntil(async () => ((await peerHeight(member.peer.operationsPort, channel)) ?? 0) > number, {
        what: `the peer of ${member.code} to have the new configuration (block ${number})`,
      }),
    ),
  );
}
