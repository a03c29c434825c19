export { RegistryContract } from './registry/registry-contract.js';
export { CertificateContract } from './certificate/certificate-contract.js';
export { RequestContract } from './request/request-contract.js';
export { OriginChaincode } from './service/origin-chaincode.js';
export { ParcelContract } from './parcel/parcel-contract.js';
