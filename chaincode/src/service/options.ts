import { parseArgs } from 'node:util';

/** How the contract service is reached. */
export interface ServiceOptions {
  /** `host:port` to listen at; port 0 takes a free one. */
  readonly address: string;
  /** Chaincode id under which it registers with the peer: the package id on Fabric. */
  readonly id: string;
  /** Paths of PEM files; without them the service speaks plain text. */
  readonly tls?: TlsFiles;
}

export interface TlsFiles {
  readonly key: string;
  readonly certificate: string;
  /** Certificates of which one must have signed the peer's: asked for only where it is given. */
  readonly clientAuthority?: string;
}

/**
 * Options from the command line, else from the environment.
 * @throws Error with what is missing or unknown
 */
export function readOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServiceOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      address: { type: 'string' },
      id: { type: 'string' },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-ca': { type: 'string' },
    },
  });
  const address = values.address ?? environment['CHAINCODE_SERVER_ADDRESS'];
  const id = values.id ?? environment['CHAINCODE_ID'];
  const key = values['tls-key'] ?? environment['CHAINCODE_TLS_KEY'];
  const certificate = values['tls-cert'] ?? environment['CHAINCODE_TLS_CERT'];
  const clientAuthority = values['tls-ca'] ?? environment['CHAINCODE_TLS_CA'];
  if (address === undefined || !/^.+:\d{1,5}$/.test(address))
    throw new Error('--address HOST:PORT (or CHAINCODE_SERVER_ADDRESS) is missing or malformed');
  if (id === undefined || id === '') throw new Error('--id NAME (or CHAINCODE_ID) is missing');
  if (key === undefined && certificate === undefined && clientAuthority === undefined) return { address, id };
  if (key === undefined || certificate === undefined)
    throw new Error('TLS needs both --tls-key FILE and --tls-cert FILE');
  const authority = clientAuthority === undefined ? {} : { clientAuthority };
  return { address, id, tls: { key, certificate, ...authority } };
}
