import { common, peer } from '@hyperledger/fabric-protos';
import { headerHash } from '../ledger/header-hash.js';
import { Message } from './protobuf-message.js';
import { atMost, UnreadableTransaction, type Unreadable } from './unreadable.js';
import { writesIn, type WriteSet } from './write-set.js';

/** What a transaction did in our contract's namespace. */
export interface LedgerTransaction extends WriteSet {
  /** Place in its block. */
  readonly place: number;
  readonly transactionId: string;
  /** Fabric's validation code; 0 is valid. */
  readonly code: number;
  /** Milliseconds since 1970, as the contract computes them; NaN for what no date can be. */
  readonly timestamp: number;
  /** Set where the rest is empty since it could not be read. */
  readonly unreadable?: Unreadable;
  readonly creator: { readonly mspId: string; readonly certificate: Uint8Array };
  /** Members whose peers endorsed it, by MSP id; what policies the peers hold it to, they have checked. */
  readonly endorsers: ReadonlySet<string>;
  /** Function and first argument of the invocation, as text: all that an act has. */
  readonly args: readonly string[];
}

export interface ParsedBlock {
  readonly number: number;
  /** Of its header, in hex. */
  readonly hash: string;
  readonly transactions: readonly LedgerTransaction[];
}

const VALID: number = peer.TxValidationCode.VALID;
const NOT_VALIDATED: number = peer.TxValidationCode.NOT_VALIDATED;
const ENDORSER_TRANSACTION: number = common.HeaderType.ENDORSER_TRANSACTION;

/** Bounds far over what is needed: namespaces of a transaction, bytes of an argument (requests are shorter), endorsements. */
const MOST = { namespaces: 64, argumentBytes: 1024 * 1024, endorsements: 100 } as const;

/** Numbers of the fields of Fabric's messages that are read, by their names there. */
const ENVELOPE = { payload: 1 } as const;
const PAYLOAD = { header: 1, data: 2 } as const;
const HEADER = { channelHeader: 1, signatureHeader: 2 } as const;
const CHANNEL_HEADER = { type: 1, timestamp: 3, txId: 5 } as const;
const TIMESTAMP = { seconds: 1, nanos: 2 } as const;
const SIGNATURE_HEADER = { creator: 1 } as const;
const IDENTITY = { mspId: 1, idBytes: 2 } as const;
const TRANSACTION = { actions: 1 } as const;
const ACTION = { payload: 2 } as const;
const ACTION_PAYLOAD = { proposalPayload: 1, action: 2 } as const;
const ENDORSED_ACTION = { responsePayload: 1, endorsements: 2 } as const;
const ENDORSEMENT = { endorser: 1 } as const;
const RESPONSE_PAYLOAD = { extension: 2 } as const;
const CHAINCODE_ACTION = { results: 1 } as const;
const PROPOSAL_PAYLOAD = { input: 1 } as const;
const INVOCATION = { spec: 1 } as const;
const SPEC = { input: 3 } as const;
const INPUT = { args: 1 } as const;
const WRITE_SET = { namespaces: 2 } as const;
const NAMESPACE = { name: 1 } as const;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/**
 * Reads a block's transactions of one contract. Configuration and other contracts' transactions are left out;
 * an invalid transaction is kept with its code alone, since nothing else of it counts; a valid one that cannot be read
 * says so. Nothing that stands in a transaction makes this throw.
 */
export function parseBlock(block: common.Block, chaincode: string): ParsedBlock {
  const header = block.getHeader();
  if (header === undefined) throw new TypeError('a block without header');
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const transactions: LedgerTransaction[] = [];
  (block.getData()?.getDataList_asU8() ?? []).forEach((bytes, place) => {
    const code = codes?.[place] ?? NOT_VALIDATED;
    const transaction = parseEnvelope(bytes, place, code, chaincode);
    if (transaction !== undefined) transactions.push(transaction);
  });
  const number = header.getNumber();
  const hash = headerHash({
    number: BigInt(number),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
  });
  return { number, hash, transactions };
}

function parseEnvelope(
  bytes: Uint8Array,
  place: number,
  code: number,
  chaincode: string,
): LedgerTransaction | undefined {
  let known: LedgerTransaction = {
    ...{ place, code, transactionId: '', timestamp: NaN },
    ...{ creator: { mspId: '', certificate: new Uint8Array() }, endorsers: new Set() },
    ...{ args: [], writes: new Map(), policies: [], hashedWrites: [] },
  };
  try {
    const payload = new Message(new Message(bytes).bytes(ENVELOPE.payload));
    const header = payload.message(PAYLOAD.header);
    const channelHeader = new Message(header.bytes(HEADER.channelHeader));
    if (enumOf(channelHeader.integer(CHANNEL_HEADER.type)) !== ENDORSER_TRANSACTION) return undefined;
    known = { ...known, transactionId: channelHeader.text(CHANNEL_HEADER.txId) };
    if (code !== VALID) return known;
    const done = readTransaction(payload, chaincode);
    if (done === undefined) return undefined;
    const timestamp = timestampOf(channelHeader.message(CHANNEL_HEADER.timestamp));
    return { ...known, timestamp, creator: creatorIn(header), ...done };
  } catch (error) {
    // Anybody can have rubbish ordered; the peer marks it invalid, and it is nobody's.
    if (code !== VALID) return undefined;
    return { ...known, unreadable: error instanceof UnreadableTransaction ? error.reason : 'UNREADABLE' };
  }
}

/** As the contract's shim computes it, to the last fraction. */
function timestampOf(timestamp: Message): number {
  const seconds = Number(timestamp.integer(TIMESTAMP.seconds));
  return new Date(seconds * 1000 + enumOf(timestamp.integer(TIMESTAMP.nanos)) / 1e6).getTime();
}

/** An enumeration or an integer of 32 bits. */
const enumOf = (value: bigint): number => Number(BigInt.asIntN(32, value));

function creatorIn(header: Message): LedgerTransaction['creator'] {
  const signatureHeader = new Message(header.bytes(HEADER.signatureHeader));
  const creator = new Message(signatureHeader.bytes(SIGNATURE_HEADER.creator));
  // A copy: the block's bytes are not kept for it.
  return { mspId: creator.text(IDENTITY.mspId), certificate: creator.bytes(IDENTITY.idBytes).slice() };
}

/** @returns undefined for another contract's transaction */
function readTransaction(
  payload: Message,
  chaincode: string,
): (Pick<LedgerTransaction, 'endorsers' | 'args'> & WriteSet) | undefined {
  const actions = new Message(payload.bytes(PAYLOAD.data)).each(TRANSACTION.actions, 2);
  const [action] = actions;
  if (action === undefined || actions.length > 1) throw new UnreadableTransaction('UNREADABLE');
  const actionPayload = new Message(new Message(action).bytes(ACTION.payload));
  const endorsed = actionPayload.message(ACTION_PAYLOAD.action);
  const response = new Message(endorsed.bytes(ENDORSED_ACTION.responsePayload));
  const results = new Message(
    new Message(response.bytes(RESPONSE_PAYLOAD.extension)).bytes(CHAINCODE_ACTION.results),
  );
  const sets = atMost(MOST.namespaces, results, WRITE_SET.namespaces).map((set) => new Message(set));
  const own = sets.filter((set) => set.text(NAMESPACE.name) === chaincode);
  const [set] = own;
  if (set === undefined) return undefined;
  if (own.length > 1) throw new UnreadableTransaction('UNREADABLE');
  return {
    endorsers: endorsersIn(endorsed),
    args: argumentsIn(actionPayload.bytes(ACTION_PAYLOAD.proposalPayload)),
    ...writesIn(set),
  };
}

/** An endorser that is no identity counts for nobody; the peers passed over it as well. */
function endorsersIn(endorsed: Message): ReadonlySet<string> {
  const endorsers = new Set<string>();
  for (const endorsement of endorsed.each(ENDORSED_ACTION.endorsements, MOST.endorsements)) {
    const identity = new Message(new Message(endorsement).bytes(ENDORSEMENT.endorser));
    try {
      endorsers.add(identity.text(IDENTITY.mspId));
    } catch {
      continue;
    }
  }
  return endorsers;
}

function argumentsIn(proposalPayload: Uint8Array): string[] {
  const invocation = new Message(new Message(proposalPayload).bytes(PROPOSAL_PAYLOAD.input));
  const input = invocation.message(INVOCATION.spec).message(SPEC.input);
  const args = input.each(INPUT.args, 2);
  if (args.some(({ length }) => length > MOST.argumentBytes)) throw new UnreadableTransaction('TOO_LARGE');
  return args.map(text);
}
