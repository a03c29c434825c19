export { ONE_OPERATOR_NOTICE, startEmbeddedLedger, type EmbeddedLedgerOptions } from './embedded/ledger.js';
export type { Deployment, EmbeddedLedger } from './embedded/running-ledger.js';
export { readTopology } from './topology/read-topology.js';
export { freePort } from './topology/free-port.js';
export { withFreePorts, withPorts } from './topology/ports.js';
export type { Member, Topology } from './topology/topology.js';
export type { ConnectionProfile } from './connection/connection-profile.js';
export { serveLedger, type ServedLedger } from './embedded/serve.js';
export { NetworkError, type NetworkErrorCode } from './network-error.js';
