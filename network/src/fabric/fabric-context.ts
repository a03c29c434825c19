import { organisationLayout, type OrganisationLayout } from '../identity/layout.js';
import type { FormerMember } from '../contract/contract-terms.js';
import { NetworkError } from '../network-error.js';
import type { Member, Topology } from '../topology/topology.js';
import type { FabricBinaries } from './binaries.js';
import type { FabricLayout } from './layout.js';

/** What every step on a network needs to know. */
export interface FabricContext {
  readonly binaries: FabricBinaries;
  readonly layout: FabricLayout;
  readonly topology: Topology;
  /** Codes of the members whose orderers take part in consensus. */
  readonly consenters: readonly string[];
  readonly former: readonly FormerMember[];
  /** Codes of the members whose processes run on this machine; all of them when not given. */
  readonly own?: readonly string[];
  /** Tells the operator what is going on, a line each. */
  readonly report: (line: string) => void;
}

/** A member's certificates and keys. */
export function materialOf(context: Readonly<{ layout: FabricLayout }>, member: Member): OrganisationLayout {
  return organisationLayout(context.layout.organizations, member);
}

/** The members whose processes and keys are on this machine. */
export function ownMembers({ topology, own }: Pick<FabricContext, 'topology' | 'own'>): readonly Member[] {
  return own === undefined ? topology.members : topology.members.filter(({ code }) => own.includes(code));
}

/** Whether others run their members on machines of their own. */
export const isHost = ({ own }: Pick<FabricContext, 'own'>): boolean => own !== undefined;

/** The members that run an orderer. */
export function consentersOf(context: FabricContext): readonly Member[] {
  return context.topology.members.filter((member) => context.consenters.includes(member.code));
}

/** Those of them on this machine. */
export function ownConsenters(context: FabricContext): readonly Member[] {
  return consentersOf(context).filter((member) => ownMembers(context).includes(member));
}

/** The members whose orderers a member's commands may talk to, in the order in which they are asked: its own first. */
export function orderersFor(context: FabricContext, member: Member): readonly Member[] {
  const consenters = consentersOf(context);
  const own = consenters.filter(({ code }) => code === member.code);
  return [...own, ...consenters.filter(({ code }) => code !== member.code)];
}

/** Whose orderer a member's commands talk to first. @throws NetworkError `NOT_RUNNING` when there is none. */
export function ordererFor(context: FabricContext, member: Member): Member {
  const [first] = orderersFor(context, member);
  if (first === undefined) throw new NetworkError('NOT_RUNNING', 'No member of the network runs an orderer.');
  return first;
}
