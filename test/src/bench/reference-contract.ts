import { createRequire } from 'node:module';

/**
 * The yardstick: the shortest contract there is, straight on the shim, that only writes one key.
 * `reference-contract.js ADDRESS`.
 */
const shim = createRequire(import.meta.url)('fabric-shim') as typeof import('fabric-shim');

class ReferenceContract {
  Init(): Promise<unknown> {
    return Promise.resolve(shim.Shim.success());
  }
  async Invoke(stub: import('fabric-shim').ChaincodeStub): Promise<unknown> {
    const [key = '', value = ''] = stub.getFunctionAndParameters().params;
    await stub.putState(key, Buffer.from(value));
    return shim.Shim.success();
  }
}

const [address = ''] = process.argv.slice(2);
process.noDeprecation = true;
const options = { ccid: 'reference', address } as unknown as Parameters<typeof shim.Shim.server>[1];
await shim.Shim.server(new ReferenceContract() as never, options).start();
process.stdout.write(`listening ${address}\n`);
process.once('SIGTERM', () => process.exit(0));
