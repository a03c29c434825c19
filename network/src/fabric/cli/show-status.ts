import type { Output } from '../../cli/output.js';
import { NetworkError } from '../../network-error.js';
import { openFabricNetwork } from '../network.js';
import { networkStatus, type FabricStatus, type ServiceStatus } from '../status.js';

/** Prints what runs. @throws NetworkError `NOT_RUNNING` when nothing does. */
export async function showFabricStatus(data: string, json: boolean, output: Output): Promise<void> {
  const status = await networkStatus(await openFabricNetwork({ data }));
  if (json) output.out(JSON.stringify(status, undefined, 2));
  else printFabricStatus(status, output);
  if (!status.members.some(({ services }) => services.some(({ running }) => running))) {
    throw new NetworkError('NOT_RUNNING', 'The Fabric network does not run: up --fabric starts it.');
  }
}

/** A line a process. */
export function printFabricStatus(status: FabricStatus, output: Output): void {
  const { label, sequence } = status.contract;
  output.out(`Fabric, BFT ordering: channel ${status.channel}, contract ${label}, definition ${sequence}`);
  for (const { code, mspId, services } of status.members) {
    output.out(`  ${code} (${mspId})`);
    for (const service of services) output.out(`    ${serviceLine(service)}`);
  }
}

function serviceLine({ name, running, address, height, leader }: ServiceStatus): string {
  const words = [
    running ? 'up' : 'DOWN',
    ...(height === undefined ? [] : [`${height} blocks`]),
    ...(leader === true ? ['leads'] : []),
  ];
  return `${name.padEnd(24)}${address.padEnd(22)}${words.join(', ')}`;
}
