import type { OrganisationLayout } from '../../identity/layout.js';
import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import type { YamlMap } from './yaml.js';
import { endpoint } from '../../topology/endpoint.js';

const LARGEST_MESSAGE_BYTES = 104_857_600;

/** What an orderer's configuration is made from. */
export interface OrdererOptions {
  readonly topology: Topology;
  readonly member: Member;
  readonly material: OrganisationLayout;
  readonly folders: Readonly<{ ledger: string; etcd: string }>;
}

/** An orderer's `orderer.yaml`: no system channel, joined through its administration endpoint under mutual TLS. */
export function ordererYaml({ topology, member, material, folders }: OrdererOptions): YamlMap {
  const host = memberAddress(topology, member);
  const { certificate, privateKey, rootCertificate } = material.orderer.tls;
  return {
    General: {
      ListenAddress: host,
      ListenPort: member.orderer.port,
      TLS: {
        Enabled: true,
        Certificate: certificate,
        PrivateKey: privateKey,
        RootCAs: [rootCertificate],
        ClientAuthRequired: false,
        ClientRootCAs: [],
      },
      Keepalive: { ServerMinInterval: '10s', ServerInterval: '7200s', ServerTimeout: '20s' },
      Backoff: { BaseDelay: '1s', Multiplier: 1.6, MaxDelay: '5s' },
      MaxRecvMsgSize: LARGEST_MESSAGE_BYTES,
      MaxSendMsgSize: LARGEST_MESSAGE_BYTES,
      Throttling: { Rate: 0, InactivityTimeout: '5s' },
      // Orderers know each other by their TLS certificates, which stand in the channel's configuration.
      Cluster: { SendBufferSize: 100, ClientCertificate: certificate, ClientPrivateKey: privateKey },
      BootstrapMethod: 'none',
      LocalMSPDir: material.orderer.msp,
      LocalMSPID: member.mspId,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256, FileKeyStore: { KeyStore: '' } } },
      Authentication: { TimeWindow: '15m' },
      Profile: { Enabled: false },
    },
    FileLedger: { Location: folders.ledger },
    Debug: { BroadcastTraceDir: '', DeliverTraceDir: '' },
    Operations: { ListenAddress: `127.0.0.1:${member.orderer.operationsPort}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: endpoint(host, member.orderer.adminPort),
      TLS: {
        Enabled: true,
        Certificate: certificate,
        PrivateKey: privateKey,
        RootCAs: [rootCertificate],
        ClientAuthRequired: true,
        ClientRootCAs: [material.tlsCaCertificate],
      },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: `${folders.etcd}/wal`, SnapDir: `${folders.etcd}/snapshot` },
  };
}
