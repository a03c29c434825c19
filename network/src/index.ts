export {
  ONE_OPERATOR_NOTICE,
  startEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
} from './embedded/ledger.js';
export { readTopology } from './topology/read-topology.js';
export { withFreePorts, withPorts } from './topology/ports.js';
export type { Member, Topology } from './topology/topology.js';
