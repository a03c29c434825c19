import { expect } from 'chai';
import type { peer } from '@hyperledger/fabric-protos';
import { defaultTerms } from '../../contract/contract-terms.js';
import { AssetLedger } from '../../testing/asset-ledger.js';
import { blocksWithPrivateData } from '../channel/deliver-private.js';
import { fabricLayout } from '../layout.js';
import { lackingAfter } from './private-data.js';

describe('private data that a peer lacks', function () {
  this.timeout(60_000);
  let assets: AssetLedger;
  let blocks: peer.BlockAndPrivateData[];
  let first: number;
  const name = { contract: 'origin', collection: 'documents-VN' };

  before(async () => {
    assets = await AssetLedger.start();
    const { topology, ledger, service } = assets;
    await ledger.deploy({
      name: 'origin',
      addresses: Object.fromEntries(topology.members.map(({ code }) => [code, service.address])),
      terms: { collections: defaultTerms(topology).collections },
    });
    first = Number(ledger.channel.height);
    const contract = await assets.contract('VN');
    for (const key of ['note1', 'note2', 'note1']) {
      await contract.submit('PutNote', {
        arguments: [name.collection, key],
        transientData: { note: 'contents' },
        endorsingOrganizations: ['VNMSP'],
      });
    }
    const [member] = topology.members;
    if (member === undefined) throw new Error('a topology has members');
    const layout = { ...fabricLayout(assets.folder), organizations: ledger.layout.organizations };
    blocks = [];
    for await (const block of blocksWithPrivateData({ layout, topology }, member, first)) blocks.push(block);
  });
  after(() => assets[Symbol.asyncDispose]());

  const lacking = (): ReadonlyMap<string, number> =>
    blocks.reduce(
      (before: ReadonlyMap<string, number>, block) => lackingAfter(before, block, name),
      new Map(),
    );

  it('is none where the peer gives every value', () => {
    expect(blocks).to.have.length(3);
    expect([...lacking()]).to.deep.equal([]);
    expect([...lackingOf('documents-SG')]).to.deep.equal([]);
  });

  it('is told by the block that wrote it, and no longer once a later block has brought it', () => {
    const [one, two, three] = blocks;
    two?.getPrivateDataMapMap().clear();
    expect([...lacking().values()]).to.deep.equal([first + 1]);
    one?.getPrivateDataMapMap().clear();
    expect([...lacking().values()], 'written again').to.deep.equal([first + 1]);
    three?.getPrivateDataMapMap().clear();
    expect([...lacking().values()].sort()).to.deep.equal([first + 1, first + 2]);
  });

  const lackingOf = (collection: string): ReadonlyMap<string, number> =>
    blocks.reduce(
      (before: ReadonlyMap<string, number>, block) => lackingAfter(before, block, { ...name, collection }),
      new Map(),
    );
});
