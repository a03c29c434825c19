import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Output } from '../../cli/output.js';
import type { Topology } from '../../topology/topology.js';
import { fabricLayout } from '../layout.js';

/** Whether a data folder holds a Fabric network. */
export async function hasFabricNetwork(data: string): Promise<boolean> {
  return access(fabricLayout(resolve(data)).state).then(
    () => true,
    () => false,
  );
}

/** `up --fabric`. */
export async function upFabric(data: string, topology: Topology, output: Output): Promise<void> {
  const { startFabricNetwork } = await import('../network.js');
  await startFabricNetwork({
    data: resolve(data),
    topology,
    report: (line) => {
      output.err(line);
    },
  });
  const { showFabricStatus } = await import('./show-status.js');
  await showFabricStatus(resolve(data), false, output);
}

/** `down` of a data folder with a Fabric network. */
export async function downFabric(data: string, output: Output): Promise<void> {
  const { stopFabricNetwork } = await import('../network.js');
  const stopped = await stopFabricNetwork(resolve(data));
  output.out(
    stopped.length === 0
      ? 'The Fabric network was not running.'
      : `The Fabric network has stopped: ${stopped.join(', ')}.`,
  );
}

/** `reset` of a data folder with a Fabric network. */
export async function resetFabric(data: string, output: Output): Promise<void> {
  const { resetFabricNetwork } = await import('../network.js');
  await resetFabricNetwork(resolve(data));
  output.out(`Removed ${fabricLayout(resolve(data)).root}.`);
}
