import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { defaultTerms } from '../contract/contract-terms.js';
import { BlockAuditor } from '../testing/block-auditor.js';
import { ContractProcess } from '../testing/contract-process.js';
import { connectStockClient, type StockClient } from '../testing/stock-client.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import { startEmbeddedLedger } from './ledger.js';
import type { EmbeddedLedger } from './running-ledger.js';

describe("the embedded ledger's blocks, read by a second implementation", function () {
  this.timeout(30_000);
  let folder: string;
  let ledger: EmbeddedLedger;
  let service: ContractProcess;
  let vietnam: StockClient;
  let contract: Contract;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blocks-'));
    service = await ContractProcess.start();
    const topology = await withFreePorts(await readTopology());
    ledger = await startEmbeddedLedger({ data: folder, topology, log: () => undefined });
    await ledger.deploy({
      name: 'basic',
      addresses: Object.fromEntries(topology.members.map(({ code }) => [code, service.address])),
      terms: { collections: defaultTerms(topology).collections },
    });
    vietnam = await connectStockClient(ledger.layout.connections, 'VN');
    contract = vietnam.gateway.getNetwork('origin').getContract('basic');
    await load(contract);
  });
  after(async () => {
    vietnam.close();
    await ledger.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const blocks = (): common.Block[] =>
    Array.from({ length: Number(ledger.channel.height) }, (_, number) => {
      const block = ledger.channel.block(BigInt(number));
      if (block === undefined) throw new Error(`no block ${number}`);
      return common.Block.deserializeBinary(block.serializeBinary());
    });

  it('have the hashes, signatures, policies, reads, verdicts and commit hashes of Fabric', () => {
    const auditor = new BlockAuditor();
    for (const block of blocks()) auditor.add(block);
    expect(auditor.checked.blocks).to.equal(Number(ledger.channel.height));
    expect(auditor.checked.invalid).to.be.at.least(1);
    expect(auditor.checked.policies).to.be.at.least(10);
    expect(auditor.checked.signatures).to.be.at.least(8 * (auditor.checked.blocks - 1));
  });

  it('do not pass it when a byte of a transaction, a verdict or a signature is changed', () => {
    const forgeries: readonly ((block: common.Block) => void)[] = [
      (block) => {
        const [first = new Uint8Array(), ...rest] = block.getData()?.getDataList_asU8() ?? [];
        const changed = Buffer.from(first);
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        block.getData()?.setDataList([changed, ...rest]);
      },
      (block) => {
        setMetadata(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER, Uint8Array.of(11));
      },
      (block) => {
        const list = block.getMetadata()?.getMetadataList_asU8() ?? [];
        const metadata = common.Metadata.deserializeBinary(list[0] ?? new Uint8Array());
        metadata.setSignaturesList(metadata.getSignaturesList().slice(0, 2));
        setMetadata(block, 0, metadata.serializeBinary());
      },
    ];
    for (const forge of forgeries) {
      const auditor = new BlockAuditor();
      const [genesis, definition] = blocks();
      if (genesis === undefined || definition === undefined) throw new Error('too few blocks');
      auditor.add(genesis);
      forge(definition);
      expect(() => {
        auditor.add(definition);
      }).to.throw('does not hold');
    }
  });
});

async function load(contract: Contract): Promise<void> {
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => contract.submitTransaction('CreateAsset', `asset${i}`, 'Nguyen')),
  );
  await Promise.allSettled(
    ['a', 'b', 'c'].map((owner) => contract.submitTransaction('UpdateAsset', 'asset1', owner)),
  );
  await contract.submitTransaction('DeleteAsset', 'asset2');
  await contract.submit('PutNote', {
    arguments: ['documents-VN', 'note1'],
    transientData: { note: 'coffee' },
    endorsingOrganizations: ['VNMSP'],
  });
}

function setMetadata(block: common.Block, index: number, bytes: Uint8Array): void {
  const list = block.getMetadata()?.getMetadataList_asU8() ?? [];
  list[index] = bytes;
  block.getMetadata()?.setMetadataList(list);
}
