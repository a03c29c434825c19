import { common, ledger } from '@hyperledger/fabric-protos';
import { validationCode, type MemberClient } from './member-client.js';
import { failure } from './failure.js';
import type { Json } from './json.js';

const { rwset } = ledger;

/** Number of blocks a client's peer has, as its system contract says. */
export async function height(client: MemberClient): Promise<bigint> {
  const answer = await client.network
    .getContract('qscc')
    .evaluate('GetChainInfo', { arguments: [client.profile.channel] });
  return BigInt(common.BlockchainInfo.deserializeBinary(answer).getHeight());
}

/** The blocks from `start` to before `end`. */
export async function blocksBetween(
  client: MemberClient,
  start: bigint,
  end: bigint,
): Promise<readonly common.Block[]> {
  const found: common.Block[] = [];
  const blocks = await client.network.getBlockEvents({ startBlock: start });
  try {
    for await (const block of blocks) {
      found.push(block);
      if (BigInt(block.getHeader()?.getNumber() ?? 0) >= end - 1n) break;
    }
  } finally {
    blocks.close();
  }
  return found;
}

/** The first verdict on each transaction from block `start` to before `end`, by transaction id. */
export async function codesBetween(
  client: MemberClient,
  start: bigint,
  end: bigint,
): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>();
  const blocks = await client.network.getFilteredBlockEvents({ startBlock: start });
  try {
    for await (const block of blocks) {
      for (const transaction of block.getFilteredTransactionsList()) {
        const id = transaction.getTxid();
        if (!codes.has(id)) codes.set(id, validationCode(transaction.getTxValidationCode()));
      }
      if (BigInt(block.getNumber()) >= end - 1n) break;
    }
  } finally {
    blocks.close();
  }
  return codes;
}

/** What a peer gives a client of the private data of blocks: collection, key and value. */
export async function privateValuesSince(client: MemberClient, start: bigint, end: bigint): Promise<Json> {
  const values: Json[] = [];
  try {
    const blocks = await client.network.getBlockAndPrivateDataEvents({ startBlock: start });
    try {
      for await (const block of blocks) {
        block.getPrivateDataMapMap().forEach((set) => {
          values.push(...privateWrites(set));
        });
        if (BigInt(block.getBlock()?.getHeader()?.getNumber() ?? 0) >= end - 1n) break;
      }
    } finally {
      blocks.close();
    }
  } catch (error) {
    return { failed: failure(error) };
  }
  return values;
}

function privateWrites(set: ledger.rwset.TxPvtReadWriteSet): Json[] {
  return set.getNsPvtRwsetList().flatMap((namespace) =>
    namespace.getCollectionPvtRwsetList().flatMap((collection) =>
      rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8())
        .getWritesList()
        .map((each) => [
          namespace.getNamespace(),
          collection.getCollectionName(),
          each.getKey(),
          Buffer.from(each.getValue_asU8()).toString(),
        ]),
    ),
  );
}
