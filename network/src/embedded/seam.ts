/**
 * What the two halves of the embedded ledger ask of each other: the edge (gRPC services, identities) and
 * the core (simulation, validation, storage).
 */
import type { common, gateway, ledger, msp, peer } from '@hyperledger/fabric-protos';

/** An identity of the channel, parsed and chained to its organisation's root. */
export interface Identity {
  readonly mspId: string;
  /** The `msp.SerializedIdentity` bytes as they stood in the message. */
  readonly serialized: Uint8Array;
  /** Hex SHA-256 of `serialized`: a cache key. */
  readonly digest: string;
  readonly expiresAt: Date;
  /** True for a low-S ECDSA signature of SHA-256(message) by this certificate. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
  /** Whether the identity matches an MSP principal: role (member, admin, client, peer, orderer), OU or identity. */
  satisfies(principal: msp.MSPPrincipal): boolean;
}

/** Parses and validates identities against the organisations of the channel. */
export interface IdentityDeserializer {
  /** @throws IdentityError `unknown MSP`, `certificate chain`, `malformed`; expiry is the caller's to judge. */
  deserialize(serialized: Uint8Array): Identity;
}

/** Signs as one member's peer: low-S DER ECDSA over SHA-256(message). */
export interface PeerSigner {
  readonly mspId: string;
  /** `msp.SerializedIdentity` bytes of the peer. */
  readonly serialized: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Keeps the channel's configuration up to date. */
export interface ConfigurationKeeper {
  /** Whether the configuration in a transaction's payload (`common.ConfigEnvelope`) may follow the present one. */
  mayFollow(contents: Uint8Array): boolean;
  /** Told of the configuration block in force: at the opening of a channel, and when a new one is committed. */
  changed(block: common.Block): void;
  /** Whether an organisation's orderer takes part in the ordering. */
  orders(mspId: string): boolean;
  /** Whether an organisation is one of the application. */
  has(mspId: string): boolean;
  /** Whether signers satisfy a policy, by its full path. @throws RangeError for a policy that does not exist. */
  satisfies(path: string, signers: readonly Identity[]): boolean;
}

/** Signs blocks as one orderer of the channel. */
export interface ConsenterSigner {
  /** Its number among the consenters of the channel configuration. */
  readonly consenter: number;
  readonly signer: PeerSigner;
}

/** A policy of the channel's configuration, by its path: `/Channel/Application/Endorsement`. */
export interface ChannelPolicy {
  readonly channelConfigPolicy: string;
}

/** Who must endorse: a policy of signatures, or one that stands in the channel's configuration. */
export type EndorsementPolicy = common.SignaturePolicyEnvelope | ChannelPolicy;

/** One private data collection as Fabric defines it (`peer.StaticCollectionConfig`, decoded). */
export interface Collection {
  readonly name: string;
  /** Whose peers keep the data. */
  readonly memberPolicy: common.SignaturePolicyEnvelope;
  /** The MSP ids in it. */
  readonly memberMspIds: readonly string[];
  /** How many other peers must have the data before an endorsement, and how many get it; here every member has it. */
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly blockToLive: number;
  /** Replaces the contract's policy for writes to this collection. */
  readonly endorsementPolicy?: EndorsementPolicy;
}

/** A committed contract definition with, for each member, the address of its own copy of the service. */
export interface ContractDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** Whether the first call of each version must be one as init. */
  readonly initRequired: boolean;
  readonly endorsementPolicy: EndorsementPolicy;
  readonly collections: readonly Collection[];
}

/** A proposal whose signature, creator, time window and transaction id the edge has already checked. */
export interface CheckedProposal {
  readonly signedProposal: peer.SignedProposal;
  readonly proposal: peer.Proposal;
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly transactionId: string;
  readonly creator: Identity;
  readonly contract: string;
  readonly input: peer.ChaincodeInput;
  readonly transient: ReadonlyMap<string, Uint8Array>;
}

/** What one member's peer answers to a proposal. */
export interface Simulation {
  readonly response: peer.Response;
  /** Set when the response status is 200 to 399. */
  readonly results?: ledger.rwset.TxReadWriteSet;
  readonly privateResults?: ledger.rwset.TxPvtReadWriteSet;
  readonly event?: peer.ChaincodeEvent;
  /** By contract: collections whose values were read, which only their members can. */
  readonly privateReads?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The endorsement over the payload; present for endorse, absent for evaluate. */
  readonly payload?: Uint8Array;
  readonly endorsement?: peer.Endorsement;
}

export interface CommittedTransaction {
  readonly transactionId: string;
  /** A `peer.TxValidationCode` number. */
  readonly code: number;
  readonly blockNumber: bigint;
  /** Its place in the block. */
  readonly index: number;
}

/** One channel of the embedded ledger: every member's peer and the ordering, in one process. */
export interface Channel {
  readonly name: string;
  readonly height: bigint;
  /** The contracts committed to the channel. */
  contract(name: string): ContractDefinition | undefined;
  contracts(): readonly ContractDefinition[];
  /** Whether a member's copy of a contract is connected. */
  answers(contract: string, mspId: string): boolean;
  /** Number of the configuration block in force. */
  readonly lastConfig: bigint;
  /** Commits a definition (a block that updates `_lifecycle`) and connects the services; same definition: only reconnects. */
  deploy(
    definition: Omit<ContractDefinition, 'sequence'>,
    addresses: ReadonlyMap<string, ContractAddress>,
  ): Promise<ContractDefinition>;
  /**
   * Simulates at one member's peer. What the contract answers resolves, errors too (status from 400, without
   * payload); what the peer itself fails at (no contract, timeout, lost stream) rejects with a `LedgerError`
   * that carries the gRPC code and text Fabric would give.
   */
  simulate(mspId: string, proposal: CheckedProposal, purpose: 'evaluate' | 'endorse'): Promise<Simulation>;
  /** Orders an envelope whose signature and creator the edge has checked. Resolves when it is queued. */
  order(envelope: Uint8Array): Promise<void>;
  /**
   * Commits a configuration transaction in a block of its own.
   * @throws LedgerError FAILED_PRECONDITION when it may not follow the present configuration.
   */
  configure(envelope: Uint8Array): Promise<void>;
  /** Opens the store of a member that has joined; from the next definition on it endorses. Once more: nothing. */
  addMember(signer: PeerSigner): Promise<void>;
  /** A member that has left endorses and decides no more; its store stays. */
  removeMember(mspId: string): void;
  /** The first verdict on a transaction; waits for it, until `signal` aborts. */
  commitStatus(transactionId: string, signal: AbortSignal): Promise<CommittedTransaction>;
  committed(transactionId: string): CommittedTransaction | undefined;
  /** Blocks from `start`, then those to come, until `signal` aborts. Bytes are the stored `common.Block`. */
  blocks(start: bigint, signal: AbortSignal): AsyncIterable<common.Block>;
  block(number: bigint): common.Block | undefined;
  /** The block whose header has this hash. */
  blockNumberOf(hash: Uint8Array): bigint | undefined;
  readonly lastBlockHash: Uint8Array;
  /** Endorses as one member's peer what a built-in contract has answered: it reads and writes nothing. */
  endorseAnswer(mspId: string, proposal: CheckedProposal, response: peer.Response): Simulation;
  /** Private data of one block as kept by one member's peer, by transaction index. */
  privateData(
    mspId: string,
    blockNumber: bigint,
  ): Promise<ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>>;
  /**
   * The sets of members whose peers together satisfy all policies that a finished simulation calls for
   * (contract, collection, key-level): the smallest first, in the order in which `available` prefers them;
   * none contains another. Empty: no set of the available members does.
   */
  endorsersFor(
    proposal: CheckedProposal,
    first: Simulation,
    available: readonly string[],
  ): readonly (readonly string[])[];
  /**
   * Resolves with the reason when a block cannot be stored (a full disk): from then on nothing is ordered, who
   * waits for a verdict is refused, and only a restart helps. Never resolves otherwise.
   */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/** Where one member's copy of a contract listens (`fabric-shim` server mode). */
export interface ContractAddress {
  readonly host: string;
  readonly port: number;
  /** Absent: plaintext, loopback only. */
  readonly tls?: {
    readonly rootCertificate: Uint8Array;
    readonly clientCertificate: Uint8Array;
    readonly clientKey: Uint8Array;
  };
}

export interface ChannelOptions {
  readonly name: string;
  readonly directory: string;
  readonly genesis: common.Block;
  readonly identities: IdentityDeserializer;
  /** One for each member's peer; those whose organisation is not part of the configuration yet do not count. */
  readonly signers: readonly PeerSigner[];
  /** Without it the configuration of the first block stays. */
  readonly configuration?: ConfigurationKeeper;
  /** Sign the blocks, all that take part in the ordering: at least a quorum of the configuration's orderers. */
  readonly consenters: readonly ConsenterSigner[];
  readonly batch: {
    readonly timeoutMilliseconds: number;
    readonly maxMessages: number;
    readonly preferredMaxBytes: number;
    readonly absoluteMaxBytes: number;
  };
  readonly executeTimeoutMilliseconds: number;
  readonly log: (
    level: 'info' | 'warn' | 'error',
    message: string,
    fields?: Readonly<Record<string, unknown>>,
  ) => void;
}

export type OpenChannel = (options: ChannelOptions) => Promise<Channel>;

/** A refusal with the gRPC status and details a Fabric peer or orderer would send. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  constructor(
    readonly grpcCode: number,
    message: string,
    readonly details: readonly gateway.ErrorDetail[] = [],
  ) {
    super(message);
  }
}
