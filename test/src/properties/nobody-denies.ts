import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { ForeignPeer } from '../support/foreign-peer.js';
import { transactionsIn, type ActTransaction } from './acts-in-blocks.js';
import { blockHash, chainProblems } from './block-chain.js';
import { historyOf } from './history-from-blocks.js';
import type { Scene } from './scene.js';

const FLAGS: number = common.BlockMetadataIndex.TRANSACTIONS_FILTER;
const PEERS = ['VN', 'SG', 'TH', 'ASEAN'] as const;

/** Everything that has happened, proven again from the blocks of one peer and from nothing else. */
export function nobodyDenies(scene: () => Scene): void {
  let blocks: readonly common.Block[] = [];
  let transactions: readonly ActTransaction[] = [];
  let audience = '';

  before('a third member reads the blocks of its own peer', async () => {
    const { world } = scene();
    using peer = new ForeignPeer({ profileFile: world.profileFile('TH'), at: 'TH' });
    blocks = await peer.blocks((await peer.height()) - 1n);
    transactions = transactionsIn(blocks, world.topology.chaincode.name);
    const [first] = blocks;
    if (first === undefined) throw new Error('no block');
    audience = `${world.topology.channel}#${blockHash(first).toString('hex')}`;
  });

  const copy = (): common.Block[] =>
    blocks.map((block) => common.Block.deserializeBinary(block.serializeBinary()));
  /** The last block in which somebody acted, and a later one after it. */
  const somewhere = (): number => transactions.at(Math.floor(transactions.length / 2))?.block ?? 1;

  it('property: nobody denies: from blocks alone every act is proven, and each gateway tells the same history', async () => {
    expect(chainProblems(blocks)).to.deep.equal([]);
    const { acts, problems } = historyOf(transactions, audience);
    const expected = await setAside(scene());
    // What two altered contracts have written, and who believed it: nothing that a member could be held to.
    expect(problems.map(({ problem }) => problem).sort()).to.deep.equal(expected);
    const proven = new Map(acts.map((act) => [act.id, act]));
    const { vietnam, singapore } = scene();
    let compared = 0;
    for (const client of [vietnam, singapore]) {
      for await (const { name } of client.certificates()) {
        for await (const { id, op, signer, block } of client.history(name)) {
          expect(proven.get(id), id).to.deep.include({ op, signer, block });
          compared += 1;
        }
      }
    }
    expect(compared).to.be.at.least(10);
  });

  it('property: nobody denies: every peer has the same blocks and the same verdict on each transaction', async () => {
    const { world } = scene();
    const last = BigInt(blocks.length - 1);
    for (const code of PEERS) {
      using peer = new ForeignPeer({ profileFile: world.profileFile('TH'), at: code });
      const theirs = await peer.blocks(last);
      expect(theirs.map(digest), code).to.deep.equal(blocks.map(digest));
    }
  });

  it('property: nobody denies: a block altered or left out is found, whoever altered it', () => {
    const at = somewhere();
    const altered = copy();
    const data = altered[at]?.getData();
    const list = (data?.getDataList_asU8() ?? []).map((bytes) => Buffer.from(bytes));
    const [first = Buffer.alloc(0)] = list;
    first[first.length - 1] = (first[first.length - 1] ?? 0) ^ 1;
    data?.setDataList(list);
    expect(chainProblems(altered)).to.deep.equal([{ block: at, problem: 'DATA_ALTERED' }]);

    const dropped = copy();
    dropped[at]?.getData()?.setDataList([]);
    expect(chainProblems(dropped)).to.deep.equal([{ block: at, problem: 'DATA_ALTERED' }]);

    // Whoever makes the header fit breaks the next one's link.
    const relabelled = copy();
    relabelled[at]?.getHeader()?.setDataHash(new Uint8Array(32));
    expect(chainProblems(relabelled).map(({ problem }) => problem)).to.include('CHAIN_BROKEN');

    const shorter = copy();
    shorter.splice(at, 1);
    expect(chainProblems(shorter)[0]).to.deep.equal({ block: at, problem: 'BLOCK_MISSING' });
  });

  it("property: nobody denies: an act altered, in another's name or dropped from the record is found by the acts alone", () => {
    const before = historyOf(transactions, audience).problems.length;
    const problemsOf = (changed: readonly ActTransaction[]): string[] =>
      historyOf(changed, audience).problems.map(({ problem }) => problem);
    const issued = transactions.findIndex(({ writes, request }) =>
      isIssueFollowed(transactions, writes, request),
    );
    const target = transactions[issued];
    if (target === undefined) throw new Error('no act is followed by another');
    const replaced = (change: Partial<ActTransaction>): ActTransaction[] =>
      transactions.map((each, index) => (index === issued ? { ...each, ...change } : each));

    const withoutIt = transactions.filter((_each, index) => index !== issued);
    expect(problemsOf(withoutIt).length).to.be.greaterThan(before);
    expect(problemsOf(withoutIt)).to.include('PREVIOUS_MISSING');

    const [header = '', payload = '', signature = ''] = target.request.split('.');
    const forged = Buffer.from(signature, 'base64url');
    forged[10] = (forged[10] ?? 0) ^ 1;
    const request = `${header}.${payload}.${forged.toString('base64url')}`;
    const writes = new Map(
      [...target.writes].map(([name, value]) => [name, value.replace(target.request, request)] as const),
    );
    expect(problemsOf(replaced({ request, writes }))).to.include('SIGNATURE_INVALID');
    expect(problemsOf(replaced({ request }))).to.include('CONTENTS_DIFFER');
    const other = transactions.find(({ creator }) => creator.mspId === 'THMSP')?.creator;
    if (other === undefined) throw new Error('Thailand has done nothing');
    expect(problemsOf(replaced({ creator: other }))).to.include('OTHER_MEMBER');
  });
}

/** An issue whose certificate has had another act since. */
function isIssueFollowed(
  transactions: readonly ActTransaction[],
  writes: ReadonlyMap<string, string>,
  request: string,
): boolean {
  const id = [...writes.keys()].find((key) => key.startsWith('\u0000act\u0000'))?.split('\u0000');
  const { op } = JSON.parse(Buffer.from(request.split('.')[1] ?? '', 'base64url').toString() || '{}') as {
    op?: string;
  };
  const name = `"${id?.[2] ?? ''}.${id?.[3] ?? ''}"`;
  return (
    op === 'certificate.issue/1' &&
    transactions.some(
      (other) =>
        other.writes !== writes && [...other.writes.values()].some((value) => value.includes(`[${name}`)),
    )
  );
}

/** What stands for a block: its header, and the verdicts this peer has given. */
function digest(block: common.Block): string {
  const flags = block.getMetadata()?.getMetadataList_asU8()[FLAGS] ?? new Uint8Array();
  return `${blockHash(block).toString('hex')} ${Buffer.from(flags).toString('hex')}`;
}

/** As many as a gateway has set aside: two takings of fresh keys, and an act under one of them. */
async function setAside({ thailand }: Scene): Promise<readonly string[]> {
  const { setAside: count } = await thailand.status();
  return count === 0 ? [] : ['NO_ACT', 'NO_ACT', 'SIGNER_UNKNOWN'];
}
