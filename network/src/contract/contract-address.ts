import { readFile } from 'node:fs/promises';
import type { ContractAddress } from '../embedded/seam.js';
import { organisationLayout } from '../identity/layout.js';
import { NetworkError } from '../network-error.js';
import type { Topology } from '../topology/topology.js';

const ADDRESS = /^(tls:\/\/)?([A-Za-z0-9.-]+|\[[0-9a-f:]+\]):(\d{1,5})$/u;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where each member's copy of a contract listens, by member code: `127.0.0.1:7055`, or `tls://host:7055`. */
export type AddressesByMember = Readonly<Record<string, string>>;

/**
 * Reads what a command line says: one address for all members, or `VN=address SG=address`.
 *
 * @throws NetworkError `ADDRESS_INVALID`.
 */
export function parseAddresses(topology: Topology, texts: readonly string[]): AddressesByMember {
  const [first] = texts;
  if (first === undefined) throw new NetworkError('ADDRESS_INVALID', 'No address is given.');
  if (texts.length === 1 && !first.includes('=')) {
    return Object.fromEntries(topology.members.map(({ code }) => [code, checked(first)]));
  }
  const addresses: Record<string, string> = {};
  for (const text of texts) {
    const [code = '', address = ''] = text.split('=', 2);
    if (!topology.members.some((member) => member.code === code)) {
      throw new NetworkError('ADDRESS_INVALID', `"${text}" does not begin with a member's code and "=".`);
    }
    addresses[code] = checked(address);
  }
  return addresses;
}

/** The same by MSP id, with what TLS needs: each member's peer shows its own client certificate. */
export async function resolveAddresses(
  topology: Topology,
  organizations: string,
  addresses: AddressesByMember,
): Promise<ReadonlyMap<string, ContractAddress>> {
  const resolved = new Map<string, ContractAddress>();
  for (const member of topology.members) {
    const address = addresses[member.code];
    if (address === undefined) continue;
    const [, tls, host = '', port = ''] = ADDRESS.exec(checked(address)) ?? [];
    const { contractClient } = organisationLayout(organizations, member);
    resolved.set(member.mspId, {
      host: host.replace(/^\[|\]$/gu, ''),
      port: Number(port),
      ...(tls === undefined
        ? {}
        : {
            tls: {
              rootCertificate: await readFile(contractClient.rootCertificate),
              clientCertificate: await readFile(contractClient.certificate),
              clientKey: await readFile(contractClient.privateKey),
            },
          }),
    });
  }
  return resolved;
}

function checked(address: string): string {
  const [, tls, host = '', port] = ADDRESS.exec(address) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new NetworkError('ADDRESS_INVALID', `"${address}" is no address: host:port, or tls://host:port.`);
  }
  if (tls === undefined && !LOOPBACK.has(host)) {
    throw new NetworkError(
      'ADDRESS_INVALID',
      `"${address}" is not on this machine: use tls://${host}:${port}.`,
    );
  }
  return address;
}
