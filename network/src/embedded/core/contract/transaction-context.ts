import type { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../../seam.js';
import type { Simulator } from '../simulation/simulator.js';
import type { QueryCursor, ResultSource } from './query-cursor.js';

/** What a contract answers when it has finished. */
export interface ContractAnswer {
  readonly response: peer.Response;
  readonly event: peer.ChaincodeEvent | undefined;
}

/** One running call of a contract, whose requests the peer answers. */
export interface TransactionContext {
  readonly transactionId: string;
  readonly channel: string;
  readonly contract: string;
  readonly simulator: Simulator;
  readonly creator: Identity;
  readonly signedProposal: peer.SignedProposal;
  readonly cursors: Map<string, QueryCursor>;
  readonly history: (key: string) => Promise<ResultSource>;
  /** Calls another contract of the channel within the same transaction. */
  readonly invoke: (contract: string, input: peer.ChaincodeInput) => Promise<ContractAnswer>;
}
