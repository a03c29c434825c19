import type { ChaincodeStub, Iterators } from 'fabric-shim';
import shim from 'fabric-shim';
import { getMany, writeBatch } from './batch-step.js';
import type { Json } from './json.js';

/** One call of the contract interface, by name, with its arguments. */
export type Step = readonly [name: string, ...values: Json[]];

type Act = (stub: ChaincodeStub, values: readonly string[]) => Json | Promise<Json>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const bytes = (value = ''): Buffer => Buffer.from(value);
const list = (value = ''): string[] => value.split(',').filter((each) => each !== '');

/** The entries of an iterator, or the first `count` of them. */
async function entries(
  answer: Iterators.StateQueryIterator | { readonly iterator: Iterators.StateQueryIterator },
  count = Number.POSITIVE_INFINITY,
): Promise<Json> {
  // The shim wraps the iterators of private data, whatever its types say.
  const iterator = 'iterator' in answer ? answer.iterator : answer;
  const found: Json[] = [];
  for (let step = { done: false }; found.length < count && !step.done;) {
    const next = await iterator.next();
    step = { done: next.done };
    // The shim leaves the value away at the end, whatever its types say.
    const entry = next.value as Iterators.KV | undefined;
    if (entry !== undefined) found.push([entry.key, text(entry.value)]);
  }
  await iterator.close();
  return found;
}

function policy(members: string | undefined): Uint8Array {
  const made = new shim.KeyEndorsementPolicy();
  made.addOrgs('PEER', ...list(members).map((code) => `${code}MSP`));
  return made.getPolicy();
}

const members = (policyBytes: Uint8Array): Json =>
  policyBytes.length === 0
    ? []
    : new shim.KeyEndorsementPolicy(policyBytes)
        .listOrgs()
        .map((mspId) => mspId.replace(/MSP$/u, ''))
        .sort();

/** Every call of the contract interface, so that a behaviour is a list of steps and no code in the contract. */
const acts: Readonly<Record<string, Act>> = {
  get: async (stub, [key = '']) => text(await stub.getState(key)),
  put: async (stub, [key = '', value]) => {
    await stub.putState(key, bytes(value));
    return null;
  },
  delete: async (stub, [key = '']) => {
    await stub.deleteState(key);
    return null;
  },
  putLarge: async (stub, [key = '', length]) => {
    await stub.putState(key, Buffer.alloc(Number(length), 'x'));
    return null;
  },
  putMany: async (stub, [prefix = '', count]) => {
    for (let index = 0; index < Number(count); index++)
      await stub.putState(`${prefix}${String(index).padStart(3, '0')}`, bytes(String(index)));
    return null;
  },
  /** Keys in one message. */
  getMany: async (stub, [keys]) => getMany(stub, list(keys)),
  getPrivateMany: async (stub, [collection, keys]) => getMany(stub, list(keys), collection),
  /** Writes in one message, each as words: see `batch-step.ts`. */
  batch: async (stub, writes) => {
    await writeBatch(stub, writes, policy);
    return null;
  },
  range: async (stub, [start = '', end = '', count]) =>
    entries(await stub.getStateByRange(start, end), count === undefined ? undefined : Number(count)),
  rangeCount: async (stub, [start = '', end = '']) => {
    const found = await entries(await stub.getStateByRange(start, end));
    return Array.isArray(found) ? found.length : null;
  },
  page: async (stub, [start = '', end = '', size, bookmark = '']) => {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(
      start,
      end,
      Number(size),
      bookmark,
    );
    const found = await entries(iterator);
    return { found, fetched: metadata.fetchedRecordsCount, bookmark: metadata.bookmark };
  },
  putComposite: async (stub, [type = '', attributes, value]) => {
    await stub.putState(stub.createCompositeKey(type, list(attributes)), bytes(value));
    return null;
  },
  splitComposite: (stub, [type = '', attributes]) => {
    const { objectType, attributes: parts } = stub.splitCompositeKey(
      stub.createCompositeKey(type, list(attributes)),
    );
    return [objectType, ...parts];
  },
  partial: async (stub, [type = '', attributes]) =>
    entries(await stub.getStateByPartialCompositeKey(type, list(attributes))),
  partialPage: async (stub, [type = '', attributes, size, bookmark = '']) => {
    const { iterator, metadata } = await stub.getStateByPartialCompositeKeyWithPagination(
      type,
      list(attributes),
      Number(size),
      bookmark,
    );
    return { found: await entries(iterator), fetched: metadata.fetchedRecordsCount };
  },
  history: async (stub, [key = '']) => {
    const found: Json[] = [];
    const iterator = await stub.getHistoryForKey(key);
    for (;;) {
      const next = await iterator.next();
      const entry = next.value as Iterators.KeyModification | undefined;
      if (entry !== undefined) {
        // Seconds are a number or a Long, by the version of the messages.
        const at = Number(entry.timestamp.seconds);
        found.push({
          value: text(entry.value),
          deleted: entry.isDelete,
          id: /^[0-9a-f]{64}$/u.test(entry.txId),
          dated: at > 0,
        });
      }
      if (next.done) break;
    }
    await iterator.close();
    return found;
  },
  query: async (stub, [selector = '']) => entries(await stub.getQueryResult(selector)),
  queryPrivate: async (stub, [collection = '', selector = '']) =>
    entries(await stub.getPrivateDataQueryResult(collection, selector)),
  setPolicy: async (stub, [key = '', codes]) => {
    await stub.setStateValidationParameter(key, policy(codes));
    return null;
  },
  /** Any policy, in base64. */
  setPolicyBytes: async (stub, [key = '', base64 = '']) => {
    await stub.setStateValidationParameter(key, Buffer.from(base64, 'base64'));
    return null;
  },
  policy: async (stub, [key = '']) => members(await stub.getStateValidationParameter(key)),
  getPrivate: async (stub, [collection = '', key = '']) => text(await stub.getPrivateData(collection, key)),
  hashPrivate: async (stub, [collection = '', key = '']) =>
    Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('base64'),
  /** The value travels in the transient map, under the key's name. */
  putPrivate: async (stub, [collection = '', key = '']) => {
    await stub.putPrivateData(collection, key, stub.getTransient().get(key) ?? bytes());
    return null;
  },
  deletePrivate: async (stub, [collection = '', key = '']) => {
    await stub.deletePrivateData(collection, key);
    return null;
  },
  purgePrivate: async (stub, [collection = '', key = '']) => {
    await stub.purgePrivateData(collection, key);
    return null;
  },
  rangePrivate: async (stub, [collection = '', start = '', end = '']) =>
    entries(await stub.getPrivateDataByRange(collection, start, end)),
  partialPrivate: async (stub, [collection = '', type = '', attributes]) =>
    entries(await stub.getPrivateDataByPartialCompositeKey(collection, type, list(attributes))),
  setPrivatePolicy: async (stub, [collection = '', key = '', codes]) => {
    await stub.setPrivateDataValidationParameter(collection, key, policy(codes));
    return null;
  },
  privatePolicy: async (stub, [collection = '', key = '']) =>
    members(await stub.getPrivateDataValidationParameter(collection, key)),
  event: (stub, [name = '', payload]) => {
    stub.setEvent(name, bytes(payload));
    return null;
  },
  invoke: async (stub, [contract = '', args = '[]', channel = '']) => {
    const answer = await stub.invokeChaincode(contract, JSON.parse(args) as string[], channel);
    return { status: answer.status, message: answer.message ?? '', payload: text(answer.payload ?? bytes()) };
  },
  context: (stub) => ({
    channel: stub.getChannelID(),
    transactionIdLength: stub.getTxID().length,
    creator: stub.getCreator().mspid,
    transient: [...stub.getTransient().keys()].sort(),
    timestamp: Math.abs(stub.getDateTimestamp().getTime() - Date.now()) < 600_000,
    bindingLength: stub.getBinding().length,
    proposalSigned: stub.getSignedProposal().signature.length > 60,
  }),
  arguments: (stub) => stub.getArgs().map((argument) => argument.length),
  /** Differs at every member's copy. */
  ownNumber: () => String(process.pid),
  fail: (_stub, [message]) => {
    throw new Error(message);
  },
};

/**
 * Takes the steps one after the other. A step `['try', …]` answers an error instead of failing.
 *
 * @throws Error what the ledger or the contract interface says.
 */
export async function takeSteps(stub: ChaincodeStub, steps: readonly Step[]): Promise<readonly Json[]> {
  const answers: Json[] = [];
  for (const [name, ...values] of steps) {
    const tried = name === 'try';
    const [called = '', ...given] = tried ? values.map(String) : [name, ...values.map(String)];
    const act = acts[called];
    if (act === undefined) throw new Error(`no step ${called}`);
    try {
      answers.push(await act(stub, given));
    } catch (error) {
      if (!tried) throw error;
      answers.push({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  return answers;
}
