/** The one description of a network: who takes part, on which ports, under which rules. Both ledgers run it. */
export interface Topology {
  readonly channel: string;
  /** The address every member's services listen on. */
  readonly host: string;
  /** The contract deployed by default. */
  readonly chaincode: Readonly<{ name: string; version: string }>;
  /** How many members must endorse an act. */
  readonly endorsement: Readonly<{ required: number }>;
  readonly batch: Batch;
  readonly members: readonly Member[];
}

/** When the ordering cuts a block. */
export interface Batch {
  readonly timeoutMilliseconds: number;
  readonly maxMessages: number;
  readonly preferredMaxBytes: number;
  /** A larger envelope is refused. */
  readonly absoluteMaxBytes: number;
}

/** One organisation: a customs authority, or the secretariat. */
export interface Member {
  /** Short code by which commands and documents name it: `VN`. */
  readonly code: string;
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  /** Name or address of the machine its services run on; the topology's `host` when it has none of its own. */
  readonly host?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The private data collection that holds this member's documents. */
  readonly collection: string;
  readonly peer: Readonly<{ port: number; chaincodePort: number; operationsPort: number }>;
  readonly orderer: Readonly<{ port: number; adminPort: number; operationsPort: number }>;
  readonly ca: Readonly<{ port: number }>;
  /** Where this member's copy of the contract listens: its versions take turns at the two ports. */
  readonly contract: Readonly<{ port: number; upgradePort: number }>;
  readonly gateway: Readonly<{ port: number }>;
}

/** Host names of a member's processes, as they stand in its certificates. */
export const peerHost = (member: Member): string => `peer0.${member.domain}`;
export const ordererHost = (member: Member): string => `orderer0.${member.domain}`;
export const contractHost = (member: Member): string => `contract.${member.domain}`;

/** Where a member's services listen and are reached. */
export const memberAddress = (topology: Topology, member: Member): string => member.host ?? topology.host;
