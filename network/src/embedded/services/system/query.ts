import { common, peer } from '@hyperledger/fabric-protos';
import type { NetworkView } from '../network-view.js';
import { deniedOnChannel, failure, success, type SystemCall } from './system-call.js';

const READERS = '/Channel/Application/Readers';
const LARGEST_NUMBER = 2n ** 64n - 1n;

/** What a function of `qscc` answers to its third argument. @throws Error with Fabric's text. */
type Query = (network: NetworkView, argument: Buffer) => Uint8Array;

const queries: Readonly<Record<string, Query>> = {
  GetChainInfo: (network) => chainInfo(network).serializeBinary(),
  GetBlockByNumber: (network, argument) => {
    const number = parseNumber(argument.toString());
    // Fabric's sign for the last block.
    const wanted = number === LARGEST_NUMBER ? network.channel.height - 1n : number;
    return orFailed(
      network.channel.block(wanted),
      `Failed to get block number ${number}, error no such block number [${number}] in index`,
    ).serializeBinary();
  },
  GetBlockByHash: (network, argument) => {
    const number = network.channel.blockNumberOf(argument);
    return orFailed(
      number === undefined ? undefined : network.channel.block(number),
      `Failed to get block hash ${argument.toString()}, error no such block hash [${argument.toString('hex')}] in index`,
    ).serializeBinary();
  },
  GetTransactionByID: (network, argument) => {
    const id = argument.toString();
    return orFailed(
      processedTransaction(network, id),
      `Failed to get transaction with id ${id}, error no such transaction ID [${id}] in index`,
    ).serializeBinary();
  },
  GetBlockByTxID: (network, argument) => {
    const id = argument.toString();
    const committed = network.channel.committed(id);
    return orFailed(
      committed && network.channel.block(committed.blockNumber),
      `Failed to get block for txID ${id}, error no such transaction ID [${id}] in index`,
    ).serializeBinary();
  },
};

/** The built-in contract `qscc`: asks the ledger itself; for readers of the channel, in Fabric's order of checks. */
export function queryLedger(call: SystemCall): peer.Response {
  const { network, args } = call;
  const [name, channel, argument] = args;
  if (name === undefined || channel === undefined)
    return failure(`Incorrect number of arguments, ${args.length}`);
  const called = name.toString();
  const asked = channel.toString();
  if (called !== 'GetChainInfo' && argument === undefined)
    return failure(`missing 3rd argument for ${called}`);
  if (asked !== network.channel.name) return failure(`Invalid chain ID, ${asked}`);
  const query = Object.hasOwn(queries, called) ? queries[called] : undefined;
  // Its access rule is looked up first.
  const denied =
    query === undefined ? `Unmapped policy for qscc/${called}` : deniedOnChannel(call, asked, READERS);
  if (query === undefined || denied !== undefined) {
    return failure(`access denied for [${called}][${asked}]: [${denied}]`);
  }
  try {
    return success(query(network, argument ?? Buffer.alloc(0)));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function orFailed<Found>(found: Found | undefined, text: string): Found {
  if (found === undefined) throw new Error(text);
  return found;
}

/** As Go's `strconv.ParseUint`. */
function parseNumber(text: string): bigint {
  const reason = /^\d+$/u.test(text)
    ? BigInt(text) > LARGEST_NUMBER && 'value out of range'
    : 'invalid syntax';
  if (reason !== false) {
    throw new Error(
      `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`,
    );
  }
  return BigInt(text);
}

function chainInfo({ channel }: NetworkView): common.BlockchainInfo {
  const { height } = channel;
  const info = new common.BlockchainInfo();
  info.setHeight(Number(height));
  info.setCurrentblockhash(channel.lastBlockHash);
  info.setPreviousblockhash(
    channel
      .block(height - 1n)
      ?.getHeader()
      ?.getPreviousHash_asU8() ?? new Uint8Array(),
  );
  return info;
}

function processedTransaction({ channel }: NetworkView, id: string): peer.ProcessedTransaction | undefined {
  const committed = channel.committed(id);
  const block = committed && channel.block(committed.blockNumber);
  const envelope = block?.getData()?.getDataList_asU8()[committed?.index ?? -1];
  if (committed === undefined || envelope === undefined) return undefined;
  const processed = new peer.ProcessedTransaction();
  processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope));
  processed.setValidationcode(committed.code);
  return processed;
}
