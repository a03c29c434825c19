import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isLoopback } from './http/from-here.js';
import { SettingsError, type ConnectionProfile } from './ledger/profile.js';

/** The files of a gateway's TLS certificate, with those between it and its authority, and of its key; in PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Tls {
  /** What a server of Node is made with. */
  readonly server: Readonly<{ cert: Buffer; key: Buffer; minVersion: 'TLSv1.2'; handshakeTimeout: number }>;
  /** When the certificate ends, milliseconds since 1970. */
  readonly ends: number;
}

const HANDSHAKE_MILLISECONDS = 10_000;

/**
 * What a gateway speaks TLS with: the files it was given, else those of a Fabric network's profile. Undefined: plain
 * HTTP, on this machine alone or where the operator says that something in front speaks TLS.
 * @throws SettingsError also for plain HTTP that others could read
 */
export function tlsFor(
  host: string,
  { tls, plainHttp = false }: Readonly<{ tls?: TlsFiles; plainHttp?: boolean }>,
  profile: Pick<ConnectionProfile, 'ledger' | 'gatewayTls'>,
): Tls | undefined {
  const files = tls ?? (plainHttp || profile.ledger !== 'fabric' ? undefined : profile.gatewayTls);
  if (files !== undefined) return readTls(files);
  if (!plainHttp && !isLoopback(host))
    throw new SettingsError(
      `GATEWAY_NOT_SECURE: at ${host} others could read and change what is said in plain HTTP: give --tls-cert and` +
        ' --tls-key, or --plain-http where a proxy in front speaks TLS',
    );
  return undefined;
}

/**
 * Reads what a gateway speaks TLS with.
 * @throws SettingsError when a file cannot be read, the two do not belong together, or the certificate has ended
 */
function readTls({ certificate, privateKey }: TlsFiles): Tls {
  const [cert, key] = [contentsOf(certificate), contentsOf(privateKey)];
  const x509 = parsed(() => new X509Certificate(cert), certificate, 'certificate in PEM');
  const secret: KeyObject = parsed(() => createPrivateKey(key), privateKey, 'private key in PEM');
  if (!x509.checkPrivateKey(secret))
    throw new SettingsError(`${privateKey} is not the key of the certificate ${certificate}`);
  const ends = Date.parse(x509.validTo);
  if (ends <= Date.now())
    throw new SettingsError(`the TLS certificate ${certificate} ended on ${x509.validTo}: have it renewed`);
  return { server: { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MILLISECONDS }, ends };
}

function contentsOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new SettingsError(`${file} cannot be read`, { cause });
  }
}

function parsed<T>(parse: () => T, file: string, what: string): T {
  try {
    return parse();
  } catch (cause) {
    throw new SettingsError(`${file} is no ${what}`, { cause });
  }
}
