export { RegistryContract } from './registry/registry-contract.js';
export { CertificateContract } from './certificate/certificate-contract.js';
export { RequestContract } from './request/request-contract.js';
export { OriginChaincode } from './service/origin-chaincode.js';
export { ParcelContract } from './parcel/parcel-contract.js';
export { askPeer, isAsking } from './batch/ask-peer.js';
export {
  GET_STATE_MULTIPLE,
  getMultipleMessage,
  valuesIn,
  WRITE_BATCH_STATE,
  writeBatchMessage,
  WriteType,
  type WriteRecord,
} from './batch/batch-messages.js';
