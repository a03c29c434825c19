import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { Contract, GatewayError } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { defaultTerms } from '../../contract/contract-terms.js';
import { organisationLayout } from '../../identity/layout.js';
import { ContractProcess } from '../../testing/contract-process.js';
import { memberOf } from '../../testing/organisations.js';
import { connectStockClient, type StockClient } from '../../testing/stock-client.js';
import { withFreePorts } from '../../topology/ports.js';
import { readTopology } from '../../topology/read-topology.js';
import { startEmbeddedLedger } from '../ledger.js';
import type { EmbeddedLedger } from '../running-ledger.js';

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

describe("what a member's services refuse", function () {
  this.timeout(30_000);
  let folder: string;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let vietnam: StockClient;
  let singapore: StockClient;
  let contract: Contract;
  /** How far the ledger's clock is ahead of the clients'. */
  let ahead = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'refusals-'));
    service = await ContractProcess.start();
    const topology = await withFreePorts(await readTopology());
    ledger = await startEmbeddedLedger({
      data: folder,
      topology: {
        ...topology,
        batch: {
          ...topology.batch,
          timeoutMilliseconds: 20,
          preferredMaxBytes: 500_000,
          absoluteMaxBytes: 500_000,
        },
      },
      log: () => undefined,
      now: () => new Date(Date.now() + ahead),
    });
    const addresses = Object.fromEntries(topology.members.map(({ code }) => [code, service.address]));
    await ledger.deploy({
      name: 'basic',
      addresses,
      terms: { collections: defaultTerms(topology).collections },
    });
    vietnam = await connectStockClient(ledger.layout.connections, 'VN');
    singapore = await connectStockClient(ledger.layout.connections, 'SG');
    contract = vietnam.gateway.getNetwork('origin').getContract('basic');
  });
  afterEach(() => {
    ahead = 0;
  });
  after(async () => {
    vietnam.close();
    singapore.close();
    await ledger.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('a proposal that another signed', async () => {
    const unsigned = contract.newProposal('GetAllAssets');
    const forged = vietnam.gateway.newSignedProposal(
      unsigned.getBytes(),
      await singapore.signer(unsigned.getDigest()),
    );
    const evaluating = await failure(forged.evaluate());
    expect(evaluating.code).to.equal(status.FAILED_PRECONDITION);
    expect(evaluating.message).to.include(
      'evaluate call to endorser returned error: error validating proposal: access denied: channel [origin] creator org [VNMSP]',
    );
    const endorsing = await failure(forged.endorse());
    expect(endorsing.code).to.equal(status.ABORTED);
    expect(endorsing.details.map(({ message }) => message)).to.deep.equal([
      'error validating proposal: access denied: channel [origin] creator org [VNMSP]',
    ]);
  });

  it('a proposal whose time is more than 15 minutes off, either way', async () => {
    for (const minutes of [16, -16]) {
      ahead = minutes * MINUTE;
      const error = await failure(
        contract.newProposal('CreateAsset', { arguments: ['late', 'x'] }).endorse(),
      );
      expect(error.code).to.equal(status.ABORTED);
      expect(error.details[0]?.message).to.match(
        /^request unauthorized due to incorrect timestamp \S+Z, peer time \S+Z, peer\.authentication\.timewindow 15m0s$/u,
      );
    }
    ahead = 14 * MINUTE;
    await contract.evaluateTransaction('GetAllAssets');
  });

  it('a creator whose certificate has expired, at every peer', async () => {
    ahead = 11 * YEAR;
    const error = await failure(contract.evaluateTransaction('GetAllAssets'));
    expect(error.code).to.equal(status.UNAVAILABLE);
    expect(error.details.map(({ mspId, message }) => `${mspId} ${message}`)).to.deep.equal([
      'VNMSP proposal client identity expired',
      ...['SGMSP', 'THMSP', 'ASEANMSP'].map(
        (mspId) => `${mspId} rpc error: code = Unknown desc = proposal client identity expired`,
      ),
    ]);
  });

  it('a proposal that is already on the ledger', async () => {
    const proposal = contract.newProposal('CreateAsset', { arguments: ['once', 'x'] });
    const commit = await (await proposal.endorse()).submit();
    await commit.getStatus();
    const error = await failure(proposal.endorse());
    expect(error.details[0]?.message).to.match(
      new RegExp(
        `^duplicate transaction found \\[${proposal.getTransactionId()}\\]\\. Creator \\[[0-9a-f]+\\]$`,
        'u',
      ),
    );
  });

  it('a second copy of an envelope: the first verdict stays', async () => {
    const transaction = await contract.newProposal('CreateAsset', { arguments: ['twice', 'x'] }).endorse();
    const first = await (await transaction.submit()).getStatus();
    const second = await (await transaction.submit()).getStatus();
    expect(second).to.deep.equal(first);
  });

  it('an envelope that another signed', async () => {
    const unsigned = await contract.newProposal('CreateAsset', { arguments: ['stolen', 'x'] }).endorse();
    const stolen = vietnam.gateway.newSignedTransaction(
      unsigned.getBytes(),
      await singapore.signer(unsigned.getDigest()),
    );
    const error = await failure(stolen.submit());
    expect(error.code).to.equal(status.UNAVAILABLE);
    expect(error.details).to.have.length(4);
    expect(error.details[0]?.message).to.match(
      /^received unsuccessful response from orderer: status=FORBIDDEN, info=/u,
    );
  });

  it('an envelope that is too large', async () => {
    const error = await failure(contract.submitTransaction('CreateAsset', 'huge', 'x'.repeat(500_000)));
    expect(error.code).to.equal(status.UNAVAILABLE);
    expect(error.message).to.include('insufficient number of orderers');
    expect(error.details[0]?.message).to.match(
      /status=BAD_REQUEST, info=message payload is \d+ bytes and exceeds maximum allowed 500000 bytes$/u,
    );
  });

  it('to tell anybody but a reader of the channel a commit status, blocks or events', async () => {
    const submitted = await contract.submitAsync('CreateAsset', { arguments: ['status', 'x'] });
    const forgedStatus = vietnam.gateway.newSignedCommit(
      submitted.getBytes(),
      await singapore.signer(submitted.getDigest()),
    );
    const denied = await failure(forgedStatus.getStatus());
    expect(denied.code).to.equal(status.PERMISSION_DENIED);
    expect(denied.message).to.include(
      "with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
    );

    const network = vietnam.gateway.getNetwork('origin');
    const events = network.newChaincodeEventsRequest('basic', { startBlock: 0n });
    const forgedEvents = vietnam.gateway.newSignedChaincodeEventsRequest(
      events.getBytes(),
      await singapore.signer(events.getDigest()),
    );
    const stream = await forgedEvents.getEvents();
    expect((await failure(stream[Symbol.asyncIterator]().next())).code).to.equal(status.PERMISSION_DENIED);

    const blocks = network.newBlockEventsRequest({ startBlock: 0n });
    const forgedBlocks = vietnam.gateway.newSignedBlockEventsRequest(
      blocks.getBytes(),
      await singapore.signer(blocks.getDigest()),
    );
    const delivered = (await forgedBlocks.getEvents())[Symbol.asyncIterator]();
    expect((await failure(delivered.next())).message).to.include('403');
  });

  it('an identity that may only read', async () => {
    const asPeer = await connectStockClient(ledger.layout.connections, 'VN', {
      as: organisationLayout(ledger.layout.organizations, memberOf(await readTopology(), 'VN')).peer,
    });
    const error = await failure(
      asPeer.gateway.getNetwork('origin').getContract('basic').evaluateTransaction('GetAllAssets'),
    );
    asPeer.close();
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.include('with policy [/Channel/Application/Writers]');
  });

  it('services it does not have, by name', async () => {
    const call = new Promise((resolve, reject) => {
      vietnam.grpc.makeUnaryRequest(
        peer.SnapshotService.generate.path,
        (message: peer.SignedSnapshotRequest) => Buffer.from(message.serializeBinary()),
        (bytes: Buffer) => bytes,
        new peer.SignedSnapshotRequest(),
        (error, response) => {
          if (error === null) resolve(response);
          else reject(error);
        },
      );
    });
    const error = await failure(call);
    expect(error.code).to.equal(status.UNIMPLEMENTED);
    expect(error.message).to.include('not supported by the embedded ledger: protos.Snapshot.Generate');
  });

  it('a seek without an end, with BAD_REQUEST', async () => {
    const stream = vietnam.grpc.makeBidiStreamRequest(
      peer.DeliverService.deliver.path,
      (message: common.Envelope) => Buffer.from(message.serializeBinary()),
      (bytes: Buffer) => peer.DeliverResponse.deserializeBinary(bytes),
    );
    const answered = new Promise<peer.DeliverResponse>((resolve, reject) => {
      stream.once('data', resolve).once('error', reject);
    });
    stream.write(new common.Envelope());
    expect((await answered).getStatus()).to.equal(common.Status.BAD_REQUEST);
    stream.end();
  });
});

async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  try {
    await promise;
  } catch (error) {
    return error as GatewayError;
  }
  throw new Error('it was not refused');
}
