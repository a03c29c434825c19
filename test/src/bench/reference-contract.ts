import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import shim, { type ChaincodeInterface, type ChaincodeResponse, type ChaincodeStub } from 'fabric-shim';

/** The yardstick: the shortest contract there is, straight on the shim, that only writes one key. */
class ReferenceContract implements ChaincodeInterface {
  Init(): Promise<ChaincodeResponse> {
    return Promise.resolve(shim.Shim.success());
  }
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const [key = '', value = ''] = stub.getFunctionAndParameters().params;
    await stub.putState(key, Buffer.from(value));
    return shim.Shim.success();
  }
}

const { values } = parseArgs({
  options: {
    address: { type: 'string', default: '' },
    id: { type: 'string', default: '' },
    'tls-key': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-ca': { type: 'string' },
  },
});
const { address, id, 'tls-key': key, 'tls-cert': cert, 'tls-ca': ca } = values;
type ServerOptions = Parameters<typeof shim.Shim.server>[1];
// Its types ask for TLS files; the service itself does without, as on the embedded ledger.
const options: Omit<ServerOptions, 'tlsProps'> & Partial<ServerOptions> = {
  ccid: id,
  address,
  ...(key === undefined || cert === undefined || ca === undefined
    ? {}
    : { tlsProps: { key: readFileSync(key), cert: readFileSync(cert), clientCACerts: readFileSync(ca) } }),
};
process.noDeprecation = true;
await shim.Shim.server(new ReferenceContract(), options as ServerOptions).start();
process.stdout.write(`listening ${address}\n`);
process.once('SIGTERM', () => process.exit(0));
