import { join } from 'node:path';

/** Where the embedded ledger keeps its files, below the data folder. */
export interface EmbeddedLayout {
  readonly data: string;
  readonly root: string;
  readonly organizations: string;
  readonly genesis: string;
  /** Blocks, state and each member's private data. */
  readonly channel: string;
  /** Which contracts were deployed, and where their services listen. */
  readonly contracts: string;
  /** The topology with the ports this ledger was started on. */
  readonly topology: string;
  /** The members that joined after block 0, as they stand in the topology. */
  readonly joined: string;
  /** The members that have left, as they stood in the topology. */
  readonly former: string;
  readonly controlSocket: string;
  readonly pid: string;
  readonly log: string;
  readonly connections: string;
}

export function embeddedLayout(data: string): EmbeddedLayout {
  const root = join(data, 'embedded');
  return {
    data,
    root,
    organizations: join(root, 'organizations'),
    genesis: join(root, 'genesis.block'),
    channel: join(root, 'channel'),
    contracts: join(root, 'contracts.json'),
    topology: join(root, 'topology.json'),
    joined: join(root, 'joined.json'),
    former: join(root, 'former.json'),
    controlSocket: join(root, 'control.sock'),
    pid: join(root, 'ledger.pid'),
    log: join(root, 'ledger.log'),
    connections: join(data, 'connections'),
  };
}
