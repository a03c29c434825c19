import type { WantedPort } from '@origin-ledger/network/process';
import { MEMBERS, type StartOptions } from './options.js';

/** The ports that are listened at, by what; those of Fabric's processes are looked at when it starts. */
export function wantedPorts({ ledger, topology }: Pick<StartOptions, 'ledger' | 'topology'>): WantedPort[] {
  const at = (name: string, port: number, host = topology.host): WantedPort => ({ name, host, port });
  const gateways = topology.members
    .filter(({ code }) => MEMBERS.includes(code))
    .map(({ code, gateway }) => at(`gateway of ${code}`, gateway.port, '127.0.0.1'));
  if (ledger === 'fabric') return gateways;
  return [
    ...gateways,
    ...topology.members.map(({ code, peer }) => at(`peer of ${code}`, peer.port)),
    ...topology.members.slice(0, 1).map(({ contract }) => at('contract service', contract.port)),
  ];
}
