export { startGateway, type GatewayOptions, type RunningGateway } from './gateway.js';
export { readProfile, SettingsError, type ConnectionProfile } from './ledger/profile.js';
export { nativeSigner } from './ledger/native-signer.js';
export { Database } from './store/database.js';
