import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import shim from 'fabric-shim';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';

/** A contract of a few functions, to try a network without the project's own contracts. */
const contract = {
  Init: (): Promise<ChaincodeResponse> => Promise.resolve(shim.Shim.success()),
  /** The shim answers nothing at all for an error that is thrown, and the peer waits 30 s for it. */
  Invoke: (stub: ChaincodeStub): Promise<ChaincodeResponse> =>
    invoke(stub).catch((error: unknown) =>
      shim.Shim.error(error instanceof Error ? error.message : String(error)),
    ),
};

async function invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
  const { fcn, params } = stub.getFunctionAndParameters();
  const [key = '', second = ''] = params;
  switch (fcn) {
    case 'put':
      await stub.putState(key, Buffer.from(second));
      return shim.Shim.success();
    case 'get':
      return shim.Shim.success(await stub.getState(key));
    case 'putPrivate':
      await stub.putPrivateData(second, key, stub.getTransient().get('value') ?? Buffer.alloc(0));
      return shim.Shim.success();
    case 'getPrivate':
      return shim.Shim.success(await stub.getPrivateData(second, key));
    case 'version':
      return shim.Shim.success(Buffer.from(values.id));
    default:
      return shim.Shim.error(`no function ${fcn}`);
  }
}

const { values } = parseArgs({
  options: {
    address: { type: 'string', default: '' },
    id: { type: 'string', default: '' },
    'tls-key': { type: 'string', default: '' },
    'tls-cert': { type: 'string', default: '' },
    'tls-ca': { type: 'string', default: '' },
  },
});

const server = shim.Shim.server(contract, {
  ccid: values.id,
  address: values.address,
  tlsProps: {
    key: readFileSync(values['tls-key']),
    cert: readFileSync(values['tls-cert']),
    clientCACerts: readFileSync(values['tls-ca']),
  },
});
await server.start();
