export { openFabricNetwork, startFabricNetwork, stopFabricNetwork, type FabricNetwork } from './network.js';
export { checkVersion, findBinaries } from './binaries.js';
export { leadingMember } from './status.js';
