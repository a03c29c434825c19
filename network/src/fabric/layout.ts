import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Member } from '../topology/topology.js';

/** Where a Fabric network keeps its files, below the data folder. */
export interface FabricLayout {
  readonly data: string;
  readonly root: string;
  readonly organizations: string;
  /** What runs: topology with its ports, contract versions, consenters. */
  readonly state: string;
  readonly genesis: string;
  readonly configtx: string;
  /** Process id files. */
  readonly run: string;
  readonly logs: string;
  readonly packages: string;
  /** Files of a channel change under way. */
  readonly work: string;
  readonly connections: string;
  peer(member: Member): PeerFolders;
  orderer(member: Member): Readonly<{ configuration: string; ledger: string; etcd: string }>;
  ca(member: Member): string;
}

/** The folders of one member's peer. */
export interface PeerFolders {
  /** `core.yaml` lies here. */
  readonly configuration: string;
  readonly ledger: string;
  /** Where this member runs each version of the contract: one connection file a label. */
  readonly contracts: string;
}

/** The external builder, part of the project. */
export const builderFolder: string = fileURLToPath(new URL('../../fabric/builder', import.meta.url));

/** Paths of a network in the data folder `data`. */
export function fabricLayout(data: string): FabricLayout {
  const root = join(data, 'fabric');
  return {
    data,
    root,
    organizations: join(root, 'organizations'),
    state: join(root, 'network.json'),
    genesis: join(root, 'genesis.block'),
    configtx: join(root, 'configtx'),
    run: join(root, 'run'),
    logs: join(root, 'logs'),
    packages: join(root, 'packages'),
    work: join(root, 'work'),
    connections: join(data, 'connections'),
    peer: (member) => {
      const folder = join(root, 'peers', member.code);
      return {
        configuration: folder,
        ledger: join(folder, 'ledger'),
        contracts: join(folder, 'contracts'),
      };
    },
    orderer: (member) => {
      const folder = join(root, 'orderers', member.code);
      return { configuration: folder, ledger: join(folder, 'ledger'), etcd: join(folder, 'consensus') };
    },
    ca: (member) => join(root, 'ca', member.code),
  };
}
