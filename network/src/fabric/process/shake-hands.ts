import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';

/** Where TLS is spoken, and how its certificate is checked. */
export interface TlsEndpoint {
  readonly host: string;
  readonly port: number;
  /** The name its certificate must be for. */
  readonly expected: string;
  /** File. */
  readonly rootCertificate: string;
  /** Files, where the other side wants to know who calls. */
  readonly client?: Readonly<{ certificate: string; privateKey: string }>;
}

const TIMEOUT = 10_000;

/**
 * Shakes hands and hangs up. A port that is open before its process serves it shakes no hands.
 *
 * @throws Error of Node's with its code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), or saying that nobody answered in time.
 */
export async function shakeHands(endpoint: TlsEndpoint): Promise<void> {
  const [ca, cert, key] = await Promise.all([
    readFile(endpoint.rootCertificate),
    endpoint.client === undefined ? undefined : readFile(endpoint.client.certificate),
    endpoint.client === undefined ? undefined : readFile(endpoint.client.privateKey),
  ]);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      servername: endpoint.expected,
      ca,
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      timeout: TIMEOUT,
    });
    socket.once('secureConnect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
    socket.once('error', reject);
  });
}
