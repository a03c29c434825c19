import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import {
  CommitError,
  EndorseError,
  GatewayError,
  checkpointers,
  type ChaincodeEvent,
  type Contract,
} from '@hyperledger/fabric-gateway';
import { gateway as protos, msp, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { ContractProcess } from '../testing/contract-process.js';
import { connectStockClient, type StockClient } from '../testing/stock-client.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import type { Topology } from '../topology/topology.js';
import { defaultTerms } from '../contract/contract-terms.js';
import { startEmbeddedLedger } from './ledger.js';
import type { EmbeddedLedger } from './running-ledger.js';

const CHANNEL = 'origin';
const SECRET = 'two thousand bags of coffee at 31.5 USD';

describe('an unmodified Fabric client on the embedded ledger', function () {
  this.timeout(30_000);
  let folder: string;
  let topology: Topology;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let altered: ContractProcess;
  let vietnam: StockClient;
  let contract: Contract;
  const clients: StockClient[] = [];

  const client = async (
    code: string,
    options?: Parameters<typeof connectStockClient>[2],
  ): Promise<StockClient> => {
    const connected = await connectStockClient(ledger.layout.connections, code, options);
    clients.push(connected);
    return connected;
  };
  const start = (): Promise<EmbeddedLedger> =>
    startEmbeddedLedger({ data: folder, topology, log: () => undefined });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedded-'));
    topology = await withFreePorts(await readTopology());
    [service, altered] = await Promise.all([ContractProcess.start(), ContractProcess.start()]);
    ledger = await start();
    const { collections } = defaultTerms(topology);
    await ledger.deploy({ name: 'basic', addresses: everywhere(service.address), terms: { collections } });
    vietnam = await client('VN');
    contract = vietnam.gateway.getNetwork(CHANNEL).getContract('basic');
  });
  after(async () => {
    for (const each of clients) each.close();
    await ledger.close();
    await Promise.all([service.stop(), altered.stop()]);
    await rm(folder, { recursive: true });
  });

  it('submits and evaluates', async () => {
    await contract.submitTransaction('CreateAsset', 'asset1', 'Nguyen');
    const answer = Buffer.from(await contract.evaluateTransaction('ReadAsset', 'asset1')).toString();
    expect(JSON.parse(answer)).to.deep.equal({ ID: 'asset1', Owner: 'Nguyen' });
    await contract.submitTransaction('UpdateAsset', 'asset1', 'Tran');
    const all = Buffer.from(await contract.evaluateTransaction('GetAllAssets')).toString();
    expect(JSON.parse(all)).to.deep.equal([{ ID: 'asset1', Owner: 'Tran' }]);
  });

  it('gets a contract error with its text in the details, and UNKNOWN from evaluate', async () => {
    const endorsing = await failure(contract.submitTransaction('CreateAsset', 'asset1', 'Le'));
    expect(endorsing).to.be.instanceOf(EndorseError).with.property('code', status.ABORTED);
    expect((endorsing as EndorseError).details).to.deep.include({
      address: `peer0.vn.origin.example:${topology.members[0]?.peer.port ?? 0}`,
      mspId: 'VNMSP',
      message: 'chaincode response 500, The asset asset1 already exists',
    });
    const evaluating = await failure(contract.evaluateTransaction('ReadAsset', 'nothing'));
    expect(evaluating).to.be.instanceOf(GatewayError).with.property('code', status.UNKNOWN);
    expect((evaluating as GatewayError).message).to.include(
      'evaluate call to endorser returned error: chaincode response 500, The asset nothing does not exist',
    );
  });

  it('gets the commit status and its block', async () => {
    const submitted = await contract.submitAsync('CreateAsset', { arguments: ['asset2', 'Pham'] });
    const committed = await submitted.getStatus();
    expect(committed.successful).to.be.true;
    expect(committed.blockNumber).to.equal(ledger.channel.height - 1n);
  });

  it('stops waiting for a transaction that never comes at its deadline', async () => {
    const { gateway, signer } = vietnam;
    const transaction = await contract.newProposal('CreateAsset', { arguments: ['never', 'Ho'] }).endorse();
    const request = new protos.CommitStatusRequest();
    request.setChannelId(CHANNEL);
    request.setTransactionId(transaction.getTransactionId());
    request.setIdentity(serialized(vietnam));
    const signed = new protos.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    const unsigned = gateway.newCommit(signed.serializeBinary());
    const commit = gateway.newSignedCommit(unsigned.getBytes(), await signer(unsigned.getDigest()));
    const error = await failure(commit.getStatus({ deadline: Date.now() + 300 }));
    expect(error).to.have.property('code', status.DEADLINE_EXCEEDED);
  });

  it('conflicts with another writer of the same key: MVCC_READ_CONFLICT', async () => {
    await contract.submitTransaction('CreateAsset', 'contested', 'nobody');
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((owner) => contract.submitTransaction('UpdateAsset', 'contested', owner)),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(refused).to.have.length(2);
    for (const error of refused) {
      expect(error)
        .to.be.instanceOf(CommitError)
        .with.property('code', peer.TxValidationCode.MVCC_READ_CONFLICT);
    }
  });

  it('receives events from the next block, from a block, and after a transaction', async () => {
    const network = vietnam.gateway.getNetwork(CHANNEL);
    const from = ledger.channel.height;
    const live = await network.getChaincodeEvents('basic');
    const first = await contract.submitAsync('CreateAsset', { arguments: ['event1', 'x'] });
    await first.getStatus();
    await contract.submitTransaction('CreateAsset', 'event2', 'x');
    expect(await keysOf(live, 2)).to.deep.equal(['event1', 'event2']);
    expect(await keysOf(await network.getChaincodeEvents('basic', { startBlock: from }), 2)).to.deep.equal([
      'event1',
      'event2',
    ]);
    const checkpoint = checkpointers.inMemory();
    await checkpoint.checkpointTransaction(from, first.getTransactionId());
    expect(await keysOf(await network.getChaincodeEvents('basic', { checkpoint }), 1)).to.deep.equal([
      'event2',
    ]);
  });

  it('receives blocks and filtered blocks that follow each other', async () => {
    const network = vietnam.gateway.getNetwork(CHANNEL);
    const blocks = await take(await network.getBlockEvents({ startBlock: 0n }), 3);
    expect(blocks.map((block) => block.getHeader()?.getNumber())).to.deep.equal([0, 1, 2]);
    const filtered = await take(await network.getFilteredBlockEvents({ startBlock: 0n }), 3);
    expect(filtered.map((block) => block.getNumber())).to.deep.equal([0, 1, 2]);
    expect(filtered[2]?.getFilteredTransactionsList()[0]?.getTxValidationCode()).to.equal(0);
  });

  it('signs offline, each step with a signature made elsewhere', async () => {
    const { gateway, signer } = vietnam;
    const unsigned = contract.newProposal('CreateAsset', { arguments: ['offline', 'Vo'] });
    const proposal = gateway.newSignedProposal(unsigned.getBytes(), await signer(unsigned.getDigest()));
    const endorsed = await proposal.endorse();
    const transaction = gateway.newSignedTransaction(endorsed.getBytes(), await signer(endorsed.getDigest()));
    const submitted = await transaction.submit();
    const commit = gateway.newSignedCommit(submitted.getBytes(), await signer(submitted.getDigest()));
    expect((await commit.getStatus()).successful).to.be.true;
  });

  it('keeps transient data out of the block, and gives it to members of the collection only', async () => {
    const from = ledger.channel.height;
    await contract.submit('PutNote', {
      arguments: ['documents-VN', 'note1'],
      transientData: { note: SECRET },
      endorsingOrganizations: ['VNMSP'],
    });
    const own = await contract.evaluateTransaction('ReadNote', 'documents-VN', 'note1');
    expect(Buffer.from(own).toString()).to.equal(SECRET);
    const block = ledger.channel.block(from);
    expect(Buffer.from(block?.serializeBinary() ?? []).includes(SECRET)).to.be.false;
    expect(await filesHolding(ledger.layout.channel, SECRET)).to.satisfy((paths: readonly string[]) =>
      paths.every((path) => path.startsWith(join('members', 'VNMSP'))),
    );

    const delivered = await take(
      await vietnam.gateway.getNetwork(CHANNEL).getBlockAndPrivateDataEvents({ startBlock: from }),
      1,
    );
    const [entry] = delivered;
    expect(Buffer.from(entry?.serializeBinary() ?? []).includes(SECRET)).to.be.true;
  });

  it('of a third member gets nothing by evaluate or by DeliverWithPrivateData, at its own peer or at the owner', async () => {
    for (const at of ['TH', 'VN']) {
      const thailand = await client('TH', { at });
      const network = thailand.gateway.getNetwork(CHANNEL);
      const reading = await failure(
        network.getContract('basic').evaluateTransaction('ReadNote', 'documents-VN', 'note1'),
      );
      expect(reading, at).to.be.instanceOf(GatewayError);
      expect((reading as GatewayError).message).to.include(
        'tx creator does not have read access permission on privatedata in chaincodeName:basic collectionName: documents-VN',
      );
      const height = Number(ledger.channel.height);
      const delivered = await take(await network.getBlockAndPrivateDataEvents({ startBlock: 0n }), height);
      expect(delivered).to.have.length(height);
      for (const block of delivered)
        expect(Buffer.from(block.serializeBinary()).includes(SECRET)).to.be.false;
      const hash = await network
        .getContract('basic')
        .evaluateTransaction('NoteHash', 'documents-VN', 'note1');
      expect(hash).to.have.length(32);
    }
  });

  it("is told when members' copies of a contract disagree", async () => {
    const addresses = { ...everywhere(service.address), SG: altered.address };
    await ledger.deploy({ name: 'disagreeing', addresses });
    const disagreeing = vietnam.gateway.getNetwork(CHANNEL).getContract('disagreeing');
    const error = await failure(disagreeing.submit('Whoami', { endorsingOrganizations: ['VNMSP', 'SGMSP'] }));
    expect(error).to.be.instanceOf(EndorseError).with.property('code', status.ABORTED);
    expect((error as EndorseError).details.map(({ message }) => message)).to.include(
      'ProposalResponsePayloads do not match',
    );
    // Left to choose, the gateway finds two that agree.
    await disagreeing.submitTransaction('Whoami');
  });

  it('is refused for a channel, a contract or an organisation that is not there', async () => {
    const elsewhere = vietnam.gateway.getNetwork('elsewhere').getContract('basic');
    expect(await failure(elsewhere.evaluateTransaction('GetAllAssets'))).to.have.property(
      'code',
      status.UNAVAILABLE,
    );
    const missing = vietnam.gateway.getNetwork(CHANNEL).getContract('missing');
    expect(await failure(missing.evaluateTransaction('GetAllAssets'))).to.have.property(
      'code',
      status.FAILED_PRECONDITION,
    );
    const nobody = await failure(contract.submit('CreateAsset', { endorsingOrganizations: ['XXMSP'] }));
    expect(nobody).to.have.property('code', status.UNAVAILABLE);
    expect((nobody as GatewayError).message).to.include(
      'failed to find any endorsing peers for org(s): XXMSP',
    );
  });

  it('is refused by name what the embedded ledger does not do', async () => {
    const system = vietnam.gateway.getNetwork(CHANNEL).getContract('_lifecycle');
    const error = await failure(system.evaluateTransaction('InstallChaincode', ''));
    expect(error).to.have.property('code', status.UNIMPLEMENTED);
    expect((error as GatewayError).message).to.include(
      'not supported by the embedded ledger: _lifecycle.InstallChaincode',
    );
  });

  it('finds everything again after a restart', async () => {
    const height = ledger.channel.height;
    for (const each of clients.splice(0)) each.close();
    await ledger.close();
    ledger = await start();
    vietnam = await client('VN');
    contract = vietnam.gateway.getNetwork(CHANNEL).getContract('basic');
    expect(ledger.channel.height).to.equal(height);
    const answer = await eventually(() => contract.evaluateTransaction('ReadAsset', 'asset1'));
    expect(JSON.parse(Buffer.from(answer).toString())).to.deep.equal({ ID: 'asset1', Owner: 'Tran' });
    await contract.submitTransaction('CreateAsset', 'after', 'restart');
    const own = await contract.evaluateTransaction('ReadNote', 'documents-VN', 'note1');
    expect(Buffer.from(own).toString()).to.equal(SECRET);
  });
});

function serialized({ identity }: StockClient): Uint8Array {
  const message = new msp.SerializedIdentity();
  message.setMspid(identity.mspId);
  message.setIdBytes(identity.credentials);
  return message.serializeBinary();
}

function everywhere(address: string): Readonly<Record<string, string>> {
  return { VN: address, SG: address, TH: address, ASEAN: address };
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
}

async function take<Item>(
  items: AsyncIterable<Item> & { close(): void },
  count: number,
): Promise<readonly Item[]> {
  const taken: Item[] = [];
  try {
    for await (const item of items) {
      taken.push(item);
      if (taken.length === count) break;
    }
  } finally {
    items.close();
  }
  return taken;
}

async function keysOf(
  events: AsyncIterable<ChaincodeEvent> & { close(): void },
  count: number,
): Promise<readonly string[]> {
  const taken = await take(events, count);
  return taken.map((event) => (JSON.parse(Buffer.from(event.payload).toString()) as { ID: string }).ID);
}

async function filesHolding(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(text)) found.push(path.slice(folder.length + 1));
  }
  return found;
}

async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
