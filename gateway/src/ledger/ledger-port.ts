import type { common } from '@hyperledger/fabric-protos';

/** A transaction to be endorsed. */
export interface EndorseCall {
  /** `contract:function`. */
  readonly transaction: string;
  readonly args: readonly string[];
  /** Bytes for the endorsing peers alone, by name. Whoever endorses sees them: endorsers must be named. */
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  /** MSP ids of the endorsers. */
  readonly endorsers?: readonly string[];
}

/** An endorsed and signed transaction, ready to be sent as often as it takes. */
export interface Endorsed {
  readonly transactionId: string;
  readonly envelope: Uint8Array;
}

/** What the ledger says of a transaction: Fabric's validation code, 0 for valid. */
export interface Verdict {
  readonly code: number;
  readonly block: number;
}

export interface BlockStream extends AsyncIterable<common.Block> {
  close(): void;
}

/**
 * The gateway's only way to the ledger. Every method throws OriginError with stage and transaction id; an
 * error of {@link LedgerPort.submit} is no verdict.
 */
export interface LedgerPort {
  endorse(call: EndorseCall): Promise<Endorsed>;
  submit(envelope: Uint8Array): Promise<void>;
  /** The verdict on a transaction, or undefined when there is none within the deadline. */
  verdict(transactionId: string): Promise<Verdict | undefined>;
  /** Runs a query at the own organisation's peer, never at another's. */
  evaluate(transaction: string, args: readonly string[]): Promise<Uint8Array>;
  /** How many blocks the own peer has. */
  height(): Promise<number>;
  /** Committed blocks of the own peer, from this number on. */
  blocks(from: number): Promise<BlockStream>;
  close(): void;
}
