import type { FabricNetwork } from '@origin-ledger/network/fabric';

/** Ends services of a network in the middle of whatever they do. */
export async function kill(network: FabricNetwork, ...services: readonly string[]): Promise<void> {
  await Promise.all(services.map((service) => network.stop(service, 'SIGKILL')));
}

export async function start(network: FabricNetwork, ...services: readonly string[]): Promise<void> {
  for (const service of services) await network.start(service);
}

/** Freezes services of a network while something is done. */
export async function whileFrozen<T>(
  network: FabricNetwork,
  services: readonly string[],
  step: () => Promise<T>,
): Promise<T> {
  const pids = await Promise.all(
    services.map(async (service) => {
      const pid = await network.pid(service);
      if (pid === undefined) throw new Error(`${service} does not run`);
      return pid;
    }),
  );
  return whileStopped(pids, step);
}

/** Freezes processes, as a machine that hangs, while something is done; then lets them go on. */
export async function whileStopped<T>(pids: readonly number[], step: () => Promise<T>): Promise<T> {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    return await step();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

export const seconds = (count: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, count * 1000));
