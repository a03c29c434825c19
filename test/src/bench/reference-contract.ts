import shim, { type ChaincodeInterface, type ChaincodeResponse, type ChaincodeStub } from 'fabric-shim';

/**
 * The yardstick: the shortest contract there is, straight on the shim, that only writes one key.
 * `reference-contract.js ADDRESS`.
 */
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

const [address = ''] = process.argv.slice(2);
process.noDeprecation = true;
const options = { ccid: 'reference', address } as unknown as Parameters<typeof shim.Shim.server>[1];
await shim.Shim.server(new ReferenceContract(), options).start();
process.stdout.write(`listening ${address}\n`);
process.once('SIGTERM', () => process.exit(0));
