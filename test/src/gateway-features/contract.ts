import shim from 'fabric-shim';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { serveContract } from '../support/serve-contract.js';

type Answer = string | Promise<string>;
type Call = (stub: ChaincodeStub, ...args: readonly string[]) => Answer;

const bytes = (value = ''): Buffer => Buffer.from(value);
const text = (value: Uint8Array): string => Buffer.from(value).toString();
/** The peer whose copy this is, as Fabric tells contracts. */
const peerOrganisation = (): string => process.env['CORE_PEER_LOCALMSPID'] ?? '';

const put = async (stub: ChaincodeStub, key = '', value = ''): Promise<string> => {
  await stub.putState(key, bytes(value));
  return value;
};
const get: Call = async (stub, key = '') => text(await stub.getState(key));

async function setEndorsers(stub: ChaincodeStub, key: string, members: readonly string[]): Promise<string> {
  const policy = new shim.KeyEndorsementPolicy();
  policy.addOrgs('PEER', ...members);
  await stub.setStateValidationParameter(key, policy.getPolicy());
  return '';
}

/** What the features call, by name of the contract and of the function. */
const contracts: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  basic: {
    echo: (_stub, value = '') => value,
    echotransient: (stub) =>
      JSON.stringify(
        Object.fromEntries([...stub.getTransient()].map(([name, value]) => [name, text(value)])),
      ),
    put,
    get,
    errormessage: (_stub, message) => {
      throw new Error(message);
    },
    event: (stub, name = '', payload) => {
      stub.setEvent(name, bytes(payload));
      return '';
    },
  },
  private: {
    getpeerorg: peerOrganisation,
    checkendorsingorg: (stub) => {
      if (stub.getTransient().has(peerOrganisation())) return 'success';
      throw new Error(`${peerOrganisation()} should not have been asked`);
    },
    writeprivatedata: async (stub) => {
      const values = stub.getTransient();
      const named = (name: string): string => text(values.get(name) ?? bytes());
      for (const collection of named('collection').split(','))
        await stub.putPrivateData(collection, named('key'), values.get('value') ?? bytes());
      return '';
    },
    readprivatedata: async (stub, collection = '', key = '') =>
      text(await stub.getPrivateData(collection, key)),
    setstatewithendorser: async (stub, key = '', value = '', member = '') => {
      await put(stub, key, value);
      return setEndorsers(stub, key, [member]);
    },
    setstateendorsers: (stub, key = '', ...members) => setEndorsers(stub, key, members),
    changestate: put,
    getstate: get,
  },
  errors: {
    exists: async (stub, ...args) => {
      const [key = ''] = args;
      if (args.length !== 1) throw new Error(`Expected 1 parameters, but ${args.length} have been supplied`);
      return String((await stub.getState(key)).length > 0);
    },
    crash: () => process.exit(99),
    nondet: (stub) => put(stub, 'random', String(Math.random())),
    orgsfail: (stub, members = '[]') => {
      const refusing = JSON.parse(members) as string[];
      if (refusing.includes(peerOrganisation()))
        throw new Error(`${peerOrganisation()} refuses to endorse this`);
      return put(stub, 'mykey', 'myvalue');
    },
  },
};

const functions = contracts[process.env['FEATURES_CONTRACT'] ?? ''] ?? {};

await serveContract(
  {
    Init: (): Promise<ChaincodeResponse> => Promise.resolve(shim.Shim.success()),
    async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
      const { fcn, params } = stub.getFunctionAndParameters();
      try {
        const call = functions[fcn.toLowerCase()];
        if (call === undefined)
          throw new Error(`You've asked to invoke a function that does not exist: ${fcn}`);
        return shim.Shim.success(bytes(await call(stub, ...params)));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { status: 500, message, payload: Buffer.alloc(0) };
      }
    },
  },
  'features:1',
);
