'use strict';
// A small contract for the tests of the embedded ledger, run in a process of its own.
process.env.CORE_CHAINCODE_LOGGING_SHIM = 'ERROR';
const { createRequire } = require('node:module');
const shim = require('fabric-shim');
/** The messages that the contract interface itself uses. */
const { peer } = createRequire(require.resolve('fabric-shim'))('@hyperledger/fabric-protos');

const text = (bytes) => Buffer.from(bytes).toString('utf8');

const functions = {
  put: (stub, key, value) => stub.putState(key, Buffer.from(value)),
  get: (stub, key) => stub.getState(key),
  del: (stub, key) => stub.deleteState(key),
  increment: async (stub, key) => {
    const next = Number(text(await stub.getState(key)) || 0) + 1;
    await stub.putState(key, Buffer.from(String(next)));
    return Buffer.from(String(next));
  },
  putThenGet: async (stub, key, value) => {
    await stub.putState(key, Buffer.from(value));
    return stub.getState(key);
  },
  putMany: async (stub, prefix, count) => {
    for (let i = 0; i < Number(count); i++) {
      await stub.putState(prefix + String(i).padStart(4, '0'), Buffer.from(`value ${i}`));
    }
  },
  range: async (stub, start, end) =>
    Buffer.from(JSON.stringify(await keys(await stub.getStateByRange(start, end)))),
  rangeThenPut: async (stub, start, end, key, value) => {
    const found = await keys(await stub.getStateByRange(start, end));
    await stub.putState(key, Buffer.from(value));
    return Buffer.from(String(found.length));
  },
  page: async (stub, start, end, size, bookmark) => {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(
      start,
      end,
      Number(size),
      bookmark,
    );
    return Buffer.from(JSON.stringify({ keys: await keys(iterator), ...metadata }));
  },
  pageThenPut: async (stub, start, end) => {
    await stub.getStateByRangeWithPagination(start, end, 2, '');
    await stub.putState('x', Buffer.from('y'));
  },
  history: async (stub, key) => {
    const iterator = await stub.getHistoryForKey(key);
    const found = [];
    for (let each = await iterator.next(); !each.done; each = await iterator.next()) {
      found.push({ value: text(each.value.value), isDelete: each.value.isDelete, txId: each.value.txId });
    }
    return Buffer.from(JSON.stringify(found));
  },
  putPrivate: async (stub, collection, key) =>
    stub.putPrivateData(collection, key, Buffer.from(stub.getTransient().get('value') ?? '')),
  getPrivate: (stub, collection, key) => stub.getPrivateData(collection, key),
  getPrivateHash: (stub, collection, key) => stub.getPrivateDataHash(collection, key),
  purgePrivate: (stub, collection, key) => stub.purgePrivateData(collection, key),
  delPrivate: (stub, collection, key) => stub.deletePrivateData(collection, key),
  privateRange: async (stub, collection) =>
    Buffer.from(
      JSON.stringify(await keys((await stub.getPrivateDataByRange(collection, 'a', 'z')).iterator)),
    ),
  setPolicy: async (stub, key, ...mspIds) => {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    await stub.setStateValidationParameter(key, policy.getPolicy());
  },
  getPolicy: async (stub, key) => stub.getStateValidationParameter(key),
  setPrivatePolicy: async (stub, collection, key, ...mspIds) => {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    await stub.setPrivateDataValidationParameter(collection, key, policy.getPolicy());
  },
  events: async (stub, key) => {
    stub.setEvent('first', Buffer.from('1'));
    stub.setEvent('last', Buffer.from('2'));
    await stub.putState(key, Buffer.from('with event'));
  },
  call: async (stub, contract, ...args) => {
    const answer = await stub.invokeChaincode(contract, args, '');
    return Buffer.from(`${answer.status} ${text(answer.payload)}`);
  },
  /** Sends messages of the stream that the contract interface has no call for: type and base64 payload, one by one. */
  ask: async (stub, ...asked) => {
    const answers = [];
    for (let i = 0; i < asked.length; i += 2) {
      const message = new peer.ChaincodeMessage();
      message.setType(Number(asked[i]));
      message.setPayload(Buffer.from(asked[i + 1], 'base64'));
      message.setTxid(stub.getTxID());
      message.setChannelId(stub.getChannelID());
      answers.push((await stub.handler._askPeerAndListen(message, 'ask')).toString('base64'));
    }
    return Buffer.from(answers.join(' '));
  },
  query: (stub) => stub.getQueryResult('{}'),
  identity: (stub) => Buffer.from(stub.getCreator().mspid),
  fail: () => {
    throw new Error('refused by the contract');
  },
  slow: async (stub, key) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await stub.putState(key, Buffer.from('slow'));
  },
  hang: () => new Promise(() => undefined),
  crash: () => process.exit(3),
  address: () => Buffer.from(process.argv[2]),
};

async function keys(iterator) {
  const found = [];
  for (let each = await iterator.next(); !each.done; each = await iterator.next()) {
    found.push(each.value.key);
  }
  await iterator.close();
  return found;
}

const contract = {
  Init: async () => shim.success(),
  Invoke: async (stub) => {
    const [name, ...args] = stub.getStringArgs();
    try {
      const result = await functions[name](stub, ...args);
      return shim.success(result === undefined ? Buffer.alloc(0) : Buffer.from(result));
    } catch (error) {
      return shim.error(String(error.message));
    }
  },
};

const [address] = process.argv.slice(2);
const tls = process.env.TEST_TLS && JSON.parse(process.env.TEST_TLS);
const tlsProps = tls && {
  key: Buffer.from(tls.key),
  cert: Buffer.from(tls.certificate),
  clientCACerts: Buffer.from(tls.clientRoot),
};
shim
  .server(contract, { ccid: 'test:1', address, ...(tlsProps ? { tlsProps } : {}) })
  .start()
  .then(() => process.stdout.write('listening\n'));
// The test that started it has gone.
process.stdin.on('end', () => process.exit(0)).resume();
