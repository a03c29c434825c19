import { organisationLayout } from '../../identity/layout.js';
import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import type { YamlMap } from './yaml.js';
import { endpoint } from '../../topology/endpoint.js';

/** The profile of the channel's first block. */
export const CHANNEL_PROFILE = 'OriginChannel';

const DEFAULT_POLICIES: YamlMap = {
  Readers: { Type: 'ImplicitMeta', Rule: 'ANY Readers' },
  Writers: { Type: 'ImplicitMeta', Rule: 'ANY Writers' },
  Admins: { Type: 'ImplicitMeta', Rule: 'MAJORITY Admins' },
};

/**
 * SmartBFT's limits: forward and complain are short, so that a lost leader pauses 5 s and not 25. The heartbeat is not:
 * it only finds a leader lost while nobody submits. With 6 s, an orderer that had been frozen for 30 s complained alone
 * when it woke and stayed behind until it was started again, and a frozen leader paused 10 s; with 60 s neither was so.
 */
const BFT_TIMEOUTS: YamlMap = {
  RequestBatchMaxInterval: '100ms',
  RequestForwardTimeout: '1s',
  RequestComplainTimeout: '4s',
  RequestAutoRemoveTimeout: '3m0s',
  ViewChangeResendInterval: '2s',
  ViewChangeTimeout: '10s',
  LeaderHeartbeatTimeout: '60s',
  LeaderHeartbeatCount: 10,
  CollectTimeout: '1s',
  IncomingMessageBufferSize: 200,
  RequestPoolSize: 100_000,
};

/** The `configtx.yaml` of a topology: its members as organisations of application and ordering, and the first channel. */
export function configtxYaml(topology: Topology, organizations: string): YamlMap {
  const { batch } = topology;
  return {
    Organizations: topology.members.map((member) => organisation(topology, member, organizations)),
    Profiles: {
      [CHANNEL_PROFILE]: {
        Policies: DEFAULT_POLICIES,
        Capabilities: { V3_0: true },
        Orderer: {
          OrdererType: 'BFT',
          BatchTimeout: `${batch.timeoutMilliseconds}ms`,
          BatchSize: {
            MaxMessageCount: batch.maxMessages,
            AbsoluteMaxBytes: batch.absoluteMaxBytes,
            PreferredMaxBytes: batch.preferredMaxBytes,
          },
          Capabilities: { V2_0: true },
          SmartBFT: {
            ...BFT_TIMEOUTS,
            RequestBatchMaxInterval: `${batch.timeoutMilliseconds}ms`,
            RequestBatchMaxCount: batch.maxMessages,
            RequestBatchMaxBytes: batch.preferredMaxBytes,
            RequestMaxBytes: batch.absoluteMaxBytes,
          },
          ConsenterMapping: topology.members.map((member, index) =>
            consenter(topology, member, organizations, index + 1),
          ),
          Organizations: topology.members.map((member) => organisation(topology, member, organizations)),
          Policies: { ...DEFAULT_POLICIES, BlockValidation: { Type: 'ImplicitMeta', Rule: 'ANY Writers' } },
        },
        Application: {
          Organizations: topology.members.map((member) => organisation(topology, member, organizations)),
          Capabilities: { V2_5: true },
          Policies: {
            ...DEFAULT_POLICIES,
            LifecycleEndorsement: { Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' },
            Endorsement: { Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' },
          },
        },
      },
    },
  };
}

/** A member as an organisation: who reads, writes, administers and endorses for it, and where it is reached. */
function organisation(topology: Topology, member: Member, organizations: string): YamlMap {
  const { mspId } = member;
  const host = memberAddress(topology, member);
  const signature = (...roles: string[]): YamlMap => ({
    Type: 'Signature',
    Rule: `OR(${roles.map((role) => `'${mspId}.${role}'`).join(', ')})`,
  });
  return {
    Name: mspId,
    ID: mspId,
    SkipAsForeign: false,
    MSPDir: `${organisationLayout(organizations, member).peerOrganisation}/msp`,
    Policies: {
      Readers: signature('member'),
      Writers: signature('admin', 'client', 'orderer'),
      Admins: signature('admin'),
      Endorsement: signature('peer'),
    },
    OrdererEndpoints: [endpoint(host, member.orderer.port)],
    AnchorPeers: [{ Host: host, Port: member.peer.port }],
  };
}

function consenter(topology: Topology, member: Member, organizations: string, id: number): YamlMap {
  const { orderer } = organisationLayout(organizations, member);
  return {
    ID: id,
    Host: memberAddress(topology, member),
    Port: member.orderer.port,
    MSPID: member.mspId,
    Identity: orderer.certificate,
    ClientTLSCert: orderer.tls.certificate,
    ServerTLSCert: orderer.tls.certificate,
  };
}
