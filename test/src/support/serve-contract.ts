import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import shim, { type ChaincodeInterface, type ChaincodeServerOpts } from 'fabric-shim';

/**
 * Serves a contract of a test as this process's arguments say: `--address HOST:PORT --id PACKAGE`, and TLS files where it
 * is to speak TLS. Says `listening` when it serves; ends at SIGTERM.
 */
export async function serveContract(
  contract: ChaincodeInterface,
  defaultId: string,
  limits: Pick<ChaincodeServerOpts, 'grpc.max_receive_message_length' | 'grpc.max_send_message_length'> = {},
): Promise<void> {
  const { values } = parseArgs({
    options: {
      address: { type: 'string', default: '' },
      id: { type: 'string', default: defaultId },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-ca': { type: 'string' },
    },
  });
  const { 'tls-key': key, 'tls-cert': cert, 'tls-ca': ca } = values;
  // Its types ask for TLS material; the service itself does without.
  const options: Omit<ChaincodeServerOpts, 'tlsProps'> & Partial<ChaincodeServerOpts> = {
    ccid: values.id,
    address: values.address,
    ...limits,
    ...(key === undefined || cert === undefined || ca === undefined
      ? {}
      : { tlsProps: { key: readFileSync(key), cert: readFileSync(cert), clientCACerts: readFileSync(ca) } }),
  };
  await shim.Shim.server(contract, options as ChaincodeServerOpts).start();
  process.stdout.write(`listening ${values.address}\n`);
  process.once('SIGTERM', () => process.exit(0));
}
