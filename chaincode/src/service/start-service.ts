import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import shim, { type ChaincodeServerOpts } from 'fabric-shim';
import { BatchingServer } from '../batch/batching-server.js';
import type { ServiceOptions, TlsFiles } from './options.js';
import { OriginChaincode } from './origin-chaincode.js';
import { dropQuietLines } from './quiet-logs.js';

/** As Fabric's own command for contract services: no limit of its own, and a connection that stays. */
const GRPC_OPTIONS = {
  'grpc.max_send_message_length': -1,
  'grpc.max_receive_message_length': -1,
  'grpc.keepalive_time_ms': 110_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.http2.min_time_between_pings_ms': 110_000,
  'grpc.http2.max_pings_without_data': 0,
  'grpc.keepalive_permit_without_calls': 1,
} as const;

/**
 * Starts the contracts as a service that peers connect to.
 * @returns the address it listens at
 */
export async function startService({ address, id, tls }: ServiceOptions): Promise<string> {
  const bound = address.endsWith(':0') ? await freeAddress(address.slice(0, -2)) : address;
  const tlsProps = tls === undefined ? {} : { tlsProps: await readTls(tls) };
  const options = { ccid: id, address: bound, ...tlsProps, ...GRPC_OPTIONS };
  dropQuietLines((name) => shim.Shim.newLogger(name));
  // The shim's types ask for TLS always; its code does not.
  await new BatchingServer(new OriginChaincode(), options as ChaincodeServerOpts).start();
  return bound;
}

async function readTls({ key, certificate, clientAuthority }: TlsFiles): Promise<Record<string, Buffer>> {
  return {
    key: await readFile(key),
    cert: await readFile(certificate),
    ...(clientAuthority === undefined ? {} : { clientCACerts: await readFile(clientAuthority) }),
  };
}

/** The shim's server does not tell which port it was given, so a free one is found before. */
async function freeAddress(host: string): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    // An IPv6 address stands in brackets beside its port, and alone without.
    probe.listen(0, host.replace(/^\[|\]$/gu, ''), resolve);
  });
  const found = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (found === null || typeof found === 'string') throw new Error('no free port');
  return `${host}:${found.port}`;
}
