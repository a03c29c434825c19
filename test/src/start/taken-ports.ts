import { createServer } from 'node:net';
import type { Topology } from '@origin-ledger/network';

/** The ports of the topology that somebody else listens at. */
export async function takenPorts(topology: Topology, gateways: readonly string[]): Promise<number[]> {
  const wanted = topology.members.flatMap(({ code, peer, gateway }) => [
    peer.port,
    ...(gateways.includes(code) ? [gateway.port] : []),
  ]);
  wanted.push(topology.members[0]?.contract.port ?? 0);
  const free = await Promise.all(wanted.map((port) => isFree(topology.host, port)));
  return wanted.filter((_, index) => free[index] === false);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, host, () =>
      probe.close(() => {
        resolve(true);
      }),
    );
  });
}
