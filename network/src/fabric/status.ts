import { ordererChannel } from './channel/orderer-admin.js';
import { ownConsenters, ownMembers, type FabricContext } from './fabric-context.js';
import type { FabricNetwork } from './network.js';
import { peerHeight, readMetrics } from './operations.js';
import { runningPid } from './process/service.js';
import { caName } from './ca/ca-service.js';
import { contractName, ordererName, peerName } from './services.js';
import { memberAddress, type Member } from '../topology/topology.js';
import { endpoint } from '../topology/endpoint.js';

/** One process, as seen from outside. */
export interface ServiceStatus {
  readonly name: string;
  readonly running: boolean;
  /** `host:port`. */
  readonly address: string;
  /** Blocks of the channel; undefined when it does not say. */
  readonly height?: number;
  /** For an orderer: whether it leads. */
  readonly leader?: boolean;
}

/** A network at one moment. */
export interface FabricStatus {
  readonly ledger: 'fabric';
  readonly channel: string;
  readonly contract: Readonly<{ label: string; sequence: number }>;
  readonly members: readonly Readonly<{ code: string; mspId: string; services: readonly ServiceStatus[] }>[];
}

/** Asks every process of a network how it is. */
export async function networkStatus(network: FabricNetwork): Promise<FabricStatus> {
  const { context, state } = network;
  const leader = await leadingMember(context);
  return {
    ledger: 'fabric',
    channel: context.topology.channel,
    contract: { label: state.deployment.label, sequence: state.deployment.sequence },
    members: await Promise.all(
      ownMembers(context).map(async (member) => ({
        code: member.code,
        mspId: member.mspId,
        services: await Promise.all([
          peerStatus(network, member),
          ...(state.consenters.includes(member.code)
            ? [ordererStatus(network, member, member === leader)]
            : []),
          plainStatus(
            network,
            member,
            contractName(member, state.deployment),
            state.deployment.ports[member.code] ?? member.contract.port,
          ),
          plainStatus(network, member, caName(member), member.ca.port),
        ]),
      })),
    ),
  };
}

function plainStatus(
  { context }: FabricNetwork,
  member: Member,
  name: string,
  port: number,
): Promise<ServiceStatus> {
  const running = runningPid(context.layout, name) !== undefined;
  return Promise.resolve({ name, running, address: endpoint(memberAddress(context.topology, member), port) });
}

async function peerStatus(network: FabricNetwork, member: Member): Promise<ServiceStatus> {
  const status = await plainStatus(network, member, peerName(member), member.peer.port);
  if (!status.running) return status;
  const { channel } = network.context.topology;
  const height = await peerHeight(member.peer.operationsPort, channel).catch(() => undefined);
  return height === undefined ? status : { ...status, height };
}

async function ordererStatus(
  network: FabricNetwork,
  member: Member,
  leader: boolean,
): Promise<ServiceStatus> {
  const status = await plainStatus(network, member, ordererName(member), member.orderer.port);
  if (!status.running) return status;
  const channel = await ordererChannel(network.context, member).catch(() => undefined);
  if (channel === undefined) return status;
  return { ...status, height: channel.height, leader };
}

/**
 * Which member's orderer leads. An orderer that was away believes for a while what it last knew, so the word of most
 * counts.
 */
export async function leadingMember(context: FabricContext): Promise<Member | undefined> {
  const label = `{channel="${context.topology.channel}"}`;
  const words = await Promise.all(
    ownConsenters(context).map(async (member) => {
      const metrics = await readMetrics(member.orderer.operationsPort).catch(
        (): ReadonlyMap<string, number> => new Map(),
      );
      return {
        member,
        leader: metrics.get(`consensus_BFT_leader_id${label}`),
        self: metrics.get(`consensus_BFT_is_leader${label}`) === 1,
      };
    }),
  );
  const votes = new Map<number, number>();
  for (const { leader } of words) if (leader !== undefined) votes.set(leader, (votes.get(leader) ?? 0) + 1);
  const [most] = [...votes].sort(([, a], [, b]) => b - a);
  return words.find(({ self, leader }) => self && leader === most?.[0])?.member;
}

/** How many blocks of the channel have been ordered: as many as the orderer has that has most. Who does not answer is left out. */
export async function highestOrdered(context: FabricContext): Promise<number> {
  const channels = await Promise.all(
    ownConsenters(context).map((member) => ordererChannel(context, member).catch(() => undefined)),
  );
  return Math.max(...channels.map((channel) => channel?.height ?? 0));
}
