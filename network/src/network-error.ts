/** Codes of the network's own failures. They never change meaning: scripts may rely on them. */
export type NetworkErrorCode =
  | 'TOPOLOGY_UNREADABLE'
  | 'TOPOLOGY_INVALID'
  | 'POLICY_INVALID'
  | 'COLLECTIONS_INVALID'
  | 'CRYPTO_INCOMPLETE'
  | 'GENESIS_INVALID'
  | 'PORT_TAKEN'
  | 'ALREADY_RUNNING'
  | 'NOT_RUNNING'
  | 'START_FAILED'
  | 'STOP_FAILED'
  | 'LEDGER_FAILED'
  | 'PART_FAILED'
  | 'INTERNAL'
  | 'ADDRESS_INVALID'
  | 'DEPLOY_FAILED'
  | 'CONTRACT_SILENT'
  | 'DATA_FOLDER'
  | 'DATA_FORMAT'
  | 'DATA_NEWER'
  | 'DATA_OF_ANOTHER_NETWORK'
  | 'LEDGER_DAMAGED'
  | 'FABRIC_MISSING'
  | 'FABRIC_TOO_OLD'
  | 'FABRIC_COMMAND_FAILED'
  | 'FABRIC_TIMEOUT'
  | 'FABRIC_CA_FAILED'
  | 'MEMBER_UNKNOWN'
  | 'MEMBER_EXISTS'
  | 'PART_MISSING'
  | 'PART_DIFFERS'
  | 'SIGNATURES_MISSING'
  | 'CONSENT_LOST'
  | 'CHANNEL_UPDATE_REFUSED'
  | 'UNHEALTHY'
  | 'USAGE';

/** A failure of the network's own commands, told by its code. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  constructor(
    readonly code: NetworkErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
