import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { GatewayError, type Contract } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
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

describe("a peer's own endorser and its query contract", function () {
  this.timeout(30_000);
  let folder: string;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let vietnam: StockClient;
  let contract: Contract;
  let query: Contract;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'endorser-'));
    service = await ContractProcess.start();
    const topology = await withFreePorts(await readTopology());
    ledger = await startEmbeddedLedger({ data: folder, topology, log: () => undefined });
    await ledger.deploy({
      name: 'basic',
      addresses: Object.fromEntries(topology.members.map(({ code }) => [code, service.address])),
      terms: { collections: defaultTerms(topology).collections },
    });
    vietnam = await connectStockClient(ledger.layout.connections, 'VN');
    const network = vietnam.gateway.getNetwork('origin');
    contract = network.getContract('basic');
    query = network.getContract('qscc');
  });
  after(async () => {
    vietnam.close();
    await ledger.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  /** Sends a proposal straight to the endorser of Vietnam's peer. */
  const propose = async (of: Contract, name: string, ...args: string[]): Promise<peer.ProposalResponse> => {
    const unsigned = of.newProposal(name, { arguments: args });
    const proposed = vietnam.gateway.newSignedProposal(
      unsigned.getBytes(),
      await vietnam.signer(unsigned.getDigest()),
    );
    return process(signedProposalIn(proposed.getBytes()));
  };
  const process = (signed: peer.SignedProposal): Promise<peer.ProposalResponse> =>
    new Promise((resolve, reject) => {
      vietnam.grpc.makeUnaryRequest(
        peer.EndorserService.processProposal.path,
        (message: peer.SignedProposal) => Buffer.from(message.serializeBinary()),
        (bytes: Buffer) => peer.ProposalResponse.deserializeBinary(bytes),
        signed,
        (error, response) => {
          if (response === undefined) reject(error ?? new Error('no response'));
          else resolve(response);
        },
      );
    });

  it('endorses what the contract answers, over payload and endorser', async () => {
    const response = await propose(contract, 'CreateAsset', 'direct', 'Nguyen');
    expect(response.getVersion()).to.equal(1);
    expect(response.getResponse()?.getStatus()).to.equal(200);
    const endorsement = response.getEndorsement();
    const endorser = endorsement?.getEndorser_asU8() ?? new Uint8Array();
    expect(Buffer.from(endorser).includes('VNMSP')).to.be.true;
    expect(
      response
        .getInterest()
        ?.getChaincodesList()
        .map((each) => each.getName()),
    ).to.deep.equal(['basic']);
    const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
    expect(payload.getProposalHash_asU8()).to.have.length(32);
  });

  it('answers an error of the contract in the response, without endorsement', async () => {
    const response = await propose(contract, 'ReadAsset', 'nothing');
    expect(response.getResponse()?.getStatus()).to.equal(500);
    expect(response.getResponse()?.getMessage()).to.equal('The asset nothing does not exist');
    expect(response.hasEndorsement()).to.be.false;
  });

  it('answers an unknown contract in the response, and fails the call for a proposal that is no proposal', async () => {
    const response = await propose(vietnam.gateway.getNetwork('origin').getContract('missing'), 'x');
    expect(response.getResponse()?.getMessage()).to.include('chaincode missing not found');
    const failure = await process(new peer.SignedProposal()).catch((error: unknown) => error);
    expect(failure).to.have.property('code', status.UNKNOWN);
  });

  it('tells the height of the chain and its hashes', async () => {
    const info = common.BlockchainInfo.deserializeBinary(
      await query.evaluateTransaction('GetChainInfo', 'origin'),
    );
    expect(BigInt(info.getHeight())).to.equal(ledger.channel.height);
    const found = common.Block.deserializeBinary(
      await query.evaluate('GetBlockByHash', { arguments: ['origin', info.getCurrentblockhash_asU8()] }),
    );
    expect(BigInt(found.getHeader()?.getNumber() ?? 0)).to.equal(ledger.channel.height - 1n);
    expect(found.getHeader()?.getPreviousHash_asU8()).to.deep.equal(info.getPreviousblockhash_asU8());
  });

  it('finds blocks by number and by transaction, and transactions with their verdict', async () => {
    const submitted = await contract.submitAsync('CreateAsset', { arguments: ['asked', 'Nguyen'] });
    const { blockNumber } = await submitted.getStatus();
    const id = submitted.getTransactionId();
    const byNumber = await query.evaluateTransaction('GetBlockByNumber', 'origin', String(blockNumber));
    const byTransaction = await query.evaluateTransaction('GetBlockByTxID', 'origin', id);
    expect(Buffer.from(byNumber).equals(byTransaction)).to.be.true;
    const data = common.Block.deserializeBinary(byNumber).getData()?.getDataList_asU8() ?? [];
    const hash = createHash('sha256').update(Buffer.concat(data)).digest();
    const header = common.Block.deserializeBinary(byNumber).getHeader();
    expect(Buffer.from(header?.getDataHash_asU8() ?? []).equals(hash)).to.be.true;
    const transaction = peer.ProcessedTransaction.deserializeBinary(
      await query.evaluateTransaction('GetTransactionByID', 'origin', id),
    );
    expect(transaction.getValidationcode()).to.equal(0);
    expect(Buffer.from(transaction.getTransactionenvelope()?.getPayload_asU8() ?? []).includes(id)).to.be
      .true;
  });

  const refused: readonly (readonly [readonly string[], string])[] = [
    [['GetChainInfo'], 'Incorrect number of arguments, 1'],
    [['GetBlockByNumber', 'origin'], 'missing 3rd argument for GetBlockByNumber'],
    [['GetChainInfo', 'elsewhere'], 'Invalid chain ID, elsewhere'],
    [
      ['GetBlockByNumber', 'origin', '9999'],
      'Failed to get block number 9999, error no such block number [9999] in index',
    ],
    [
      ['GetBlockByNumber', 'origin', '-1'],
      'Failed to parse block number with error strconv.ParseUint: parsing "-1": invalid syntax',
    ],
    [
      ['GetTransactionByID', 'origin', 'ab'],
      'Failed to get transaction with id ab, error no such transaction ID [ab] in index',
    ],
    [
      ['GetBlockByTxID', 'origin', 'ab'],
      'Failed to get block for txID ab, error no such transaction ID [ab] in index',
    ],
    [['Nothing', 'origin', 'x'], 'access denied for [Nothing][origin]: [Unmapped policy for qscc/Nothing]'],
  ];
  for (const [[name = '', ...args], message] of refused) {
    it(`refuses ${[name, ...args].join(' ')} as Fabric does`, async () => {
      const error = await query.evaluateTransaction(name, ...args).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(GatewayError);
      expect((error as GatewayError).details[0]?.message).to.equal(`chaincode response 500, ${message}`);
    });
  }

  it('lets readers ask who may not write', async () => {
    const asPeer = await connectStockClient(ledger.layout.connections, 'VN', {
      as: organisationLayout(ledger.layout.organizations, memberOf(await readTopology(), 'VN')).peer,
    });
    const info = await asPeer.gateway
      .getNetwork('origin')
      .getContract('qscc')
      .evaluateTransaction('GetChainInfo', 'origin');
    asPeer.close();
    expect(common.BlockchainInfo.deserializeBinary(info).getHeight()).to.be.at.least(2);
  });
});

/** The gateway client wraps the signed proposal that a peer takes. */
function signedProposalIn(bytes: Uint8Array): peer.SignedProposal {
  const proposal = gateway.ProposedTransaction.deserializeBinary(bytes).getProposal();
  if (proposal === undefined) throw new Error('no signed proposal');
  return proposal;
}
