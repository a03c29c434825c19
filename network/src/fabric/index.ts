export { openFabricNetwork, startFabricNetwork, stopFabricNetwork, type FabricNetwork } from './network.js';
export { revokeIdentity } from './ca/revoke.js';
export { upgradeContract } from './lifecycle/upgrade-contract.js';
export { checkVersion, findBinaries } from './binaries.js';
export { deployFurtherContract, type FurtherContract } from './lifecycle/further-contract.js';
export { killFabricNetwork } from './process/kill-services.js';
export { highestOrdered, leadingMember, networkStatus } from './status.js';
export { watchNetwork } from './watch/watch.js';
export { contractService } from './services.js';
