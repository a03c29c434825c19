import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import type { OrganisationLayout } from '../../identity/layout.js';
import type { PeerFolders } from '../layout.js';
import type { YamlMap } from './yaml.js';
import { endpoint } from '../../topology/endpoint.js';

/** Largest message a peer takes: Fabric's own limit. */
const LARGEST_MESSAGE_BYTES = 104_857_600;

/** What a peer's configuration is made from. */
export interface CoreOptions {
  readonly topology: Topology;
  readonly member: Member;
  readonly material: OrganisationLayout;
  readonly folders: PeerFolders;
  /** Folder of the external builder. */
  readonly builder: string;
  /** How long a contract may take for one call. Default: 30 s, as Fabric's. */
  readonly executeTimeoutSeconds?: number;
}

/**
 * A peer's `core.yaml`. Differences from Fabric's sample are decisions: a frozen endorser costs 10 s and not 30, private
 * data that did not arrive holds up a block for 5 s and not 60, an orderer that withholds blocks is left after 5 s and
 * not 30, and the time window is checked.
 */
export function coreYaml(options: CoreOptions): YamlMap {
  return {
    peer: peerSection(options),
    vm: { endpoint: '' },
    chaincode: chaincodeSection(options),
    ledger: ledgerSection(options.folders),
    operations: {
      // Only for the machine itself: neither metrics nor log levels are for others.
      listenAddress: `127.0.0.1:${options.member.peer.operationsPort}`,
      tls: { enabled: false },
    },
    metrics: { provider: 'prometheus' },
  };
}

function peerSection({ topology, member, material, folders }: CoreOptions): YamlMap {
  const host = memberAddress(topology, member);
  const address = endpoint(host, member.peer.port);
  return {
    id: `peer0.${member.domain}`,
    networkId: topology.channel,
    listenAddress: address,
    address,
    addressAutoDetect: false,
    chaincodeListenAddress: endpoint(host, member.peer.chaincodePort),
    chaincodeAddress: endpoint(host, member.peer.chaincodePort),
    fileSystemPath: folders.ledger,
    mspConfigPath: material.peer.msp,
    localMspId: member.mspId,
    localMspType: 'bccsp',
    BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256, FileKeyStore: { KeyStore: '' } } },
    gateway: { enabled: true, endorsementTimeout: '10s', broadcastTimeout: '30s', dialTimeout: '10s' },
    gossip: gossip(address),
    tls: {
      enabled: true,
      clientAuthRequired: false,
      cert: { file: material.peer.tls.certificate },
      key: { file: material.peer.tls.privateKey },
      rootcert: { file: material.peer.tls.rootCertificate },
      clientRootCAs: { files: [material.peer.tls.rootCertificate] },
      clientCert: { file: material.peer.tls.certificate },
      clientKey: { file: material.peer.tls.privateKey },
    },
    authentication: { timewindow: '15m' },
    keepalive: {
      interval: '7200s',
      timeout: '20s',
      minInterval: '10s',
      client: { interval: '60s', timeout: '20s' },
      deliveryClient: { interval: '10s', timeout: '5s' },
    },
    client: { connTimeout: '3s' },
    deliveryclient: {
      policy: 'cluster',
      blockGossipEnabled: false,
      connTimeout: '3s',
      minimalReconnectInterval: '100ms',
      reConnectBackoffThreshold: '2s',
      reconnectTotalTimeThreshold: '3600s',
      blockCensorshipTimeoutKey: '5s',
    },
    handlers: {
      authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
      decorators: [{ name: 'DefaultDecorator' }],
      endorsers: { escc: { name: 'DefaultEndorsement' } },
      validators: { vscc: { name: 'DefaultValidation' } },
    },
    discovery: {
      enabled: true,
      authCacheEnabled: true,
      authCacheMaxSize: 1000,
      authCachePurgeRetentionRatio: 0.75,
      orgMembersAllowedAccess: true,
    },
    limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
    maxRecvMsgSize: LARGEST_MESSAGE_BYTES,
    maxSendMsgSize: LARGEST_MESSAGE_BYTES,
    profile: { enabled: false },
  };
}

/** Each peer leads its own organisation: it fetches blocks from the orderers itself. */
function gossip(address: string): YamlMap {
  return {
    bootstrap: address,
    endpoint: address,
    externalEndpoint: address,
    useLeaderElection: false,
    orgLeader: true,
    membershipTrackerInterval: '2s',
    publishCertPeriod: '10s',
    pullInterval: '2s',
    requestStateInfoInterval: '2s',
    publishStateInfoInterval: '2s',
    // Until it is held for dead, a frozen peer is asked to endorse, and each who asks waits the endorsement timeout.
    aliveTimeInterval: '1s',
    aliveExpirationTimeout: '6s',
    reconnectInterval: '1s',
    maxConnectionAttempts: 120,
    msgExpirationFactor: 20,
    dialTimeout: '3s',
    connTimeout: '2s',
    maxBlockCountToStore: 10,
    maxPropagationBurstLatency: '10ms',
    maxPropagationBurstSize: 10,
    propagateIterations: 1,
    propagatePeerNum: 3,
    pullPeerNum: 3,
    recvBuffSize: 100,
    sendBuffSize: 200,
    digestWaitTime: '1s',
    requestWaitTime: '1500ms',
    responseWaitTime: '2s',
    skipBlockVerification: false,
    pvtData: {
      pullRetryThreshold: '5s',
      transientstoreMaxBlockRetention: 20_000,
      pushAckTimeout: '3s',
      btlPullMargin: 10,
      reconcileBatchSize: 10,
      reconcileSleepInterval: '1m',
      reconciliationEnabled: true,
      skipPullingInvalidTransactionsDuringCommit: false,
      implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
    },
    state: { enabled: false },
  };
}

function chaincodeSection({ builder, executeTimeoutSeconds = 30 }: CoreOptions): YamlMap {
  return {
    externalBuilders: [
      { name: 'contract-service', path: builder, propagateEnvironment: ['ORIGIN_CONTRACT_CONNECTIONS'] },
    ],
    installTimeout: '60s',
    startuptimeout: '30s',
    executetimeout: `${executeTimeoutSeconds}s`,
    mode: 'net',
    keepalive: 0,
    system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
    logging: { level: 'warning', shim: 'warning', format: '%{message}' },
    runtimeParams: {
      useWriteBatch: true,
      maxSizeWriteBatch: 1000,
      useGetMultipleKeys: true,
      maxSizeGetMultipleKeys: 1000,
    },
  };
}

function ledgerSection(folders: PeerFolders): YamlMap {
  return {
    state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
    history: { enableHistoryDatabase: true },
    pvtdataStore: {
      collElgProcMaxDbBatchSize: 5000,
      collElgProcDbBatchesInterval: 1000,
      deprioritizedDataReconcilerInterval: '60m',
      purgeInterval: 100,
      purgedKeyAuditLogging: true,
    },
    snapshots: { rootDir: `${folders.ledger}/snapshots` },
  };
}
