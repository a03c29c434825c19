import { parseArgs } from 'node:util';
import shim from 'fabric-shim';
import type { ChaincodeResponse, ChaincodeServerOpts, ChaincodeStub } from 'fabric-shim';

/**
 * A contract as a newcomer to Fabric writes it: assets in the channel's state, notes in private collections. Served by
 * an unmodified `fabric-shim`; it knows nothing of the embedded ledger.
 */
type Act = (stub: ChaincodeStub, parameters: readonly string[]) => Promise<Uint8Array>;

const NOTHING = new Uint8Array();

const acts: Readonly<Record<string, Act>> = {
  CreateAsset: async (stub, [id = '', owner = '']) => {
    if ((await stub.getState(id)).length > 0) throw new Error(`The asset ${id} already exists`);
    const asset = Buffer.from(JSON.stringify({ ID: id, Owner: owner }));
    await stub.putState(id, asset);
    stub.setEvent('CreateAsset', asset);
    return asset;
  },
  ReadAsset: async (stub, [id = '']) => {
    const asset = await stub.getState(id);
    if (asset.length === 0) throw new Error(`The asset ${id} does not exist`);
    return asset;
  },
  UpdateAsset: async (stub, [id = '', owner = '']) => {
    if ((await stub.getState(id)).length === 0) throw new Error(`The asset ${id} does not exist`);
    await stub.putState(id, Buffer.from(JSON.stringify({ ID: id, Owner: owner })));
    return NOTHING;
  },
  DeleteAsset: async (stub, [id = '']) => {
    await stub.deleteState(id);
    return NOTHING;
  },
  GetAllAssets: async (stub) => {
    const assets: unknown[] = [];
    const iterator = await stub.getStateByRange('', '');
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      assets.push(JSON.parse(Buffer.from(step.value.value).toString()));
    }
    await iterator.close();
    return Buffer.from(JSON.stringify(assets));
  },
  PutNote: async (stub, [collection = '', key = '']) => {
    await stub.putPrivateData(collection, key, stub.getTransient().get('note') ?? NOTHING);
    return NOTHING;
  },
  ReadNote: (stub, [collection = '', key = '']) => stub.getPrivateData(collection, key),
  NoteHash: (stub, [collection = '', key = '']) => stub.getPrivateDataHash(collection, key),
  /** Differs at every member's copy. */
  Whoami: async (stub) => {
    await stub.putState('whoami', Buffer.from(process.pid.toString()));
    return Buffer.from(process.pid.toString());
  },
};

const contract = {
  Init: (): Promise<ChaincodeResponse> => Promise.resolve(shim.Shim.success()),
  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const { fcn, params } = stub.getFunctionAndParameters();
    try {
      const act = acts[fcn];
      if (act === undefined) throw new Error(`no function ${fcn}`);
      return shim.Shim.success(await act(stub, params));
    } catch (error) {
      return shim.Shim.error(Buffer.from(error instanceof Error ? error.message : String(error)).toString());
    }
  },
};

const { values } = parseArgs({ options: { address: { type: 'string', default: '' } } });
// Its types ask for TLS material; the service itself does without.
const options: Omit<ChaincodeServerOpts, 'tlsProps'> = { ccid: 'basic:1', address: values.address };
const server = shim.Shim.server(contract, options as ChaincodeServerOpts);
await server.start();
process.stdout.write('ready\n');
