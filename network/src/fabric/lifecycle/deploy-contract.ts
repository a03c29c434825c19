import type { Member } from '../../topology/topology.js';
import { knownEndorsers } from '../discovery.js';
import type { FabricContext } from '../fabric-context.js';
import type { Deployment } from '../network-state.js';
import { peerCli } from '../process/peer-cli.js';
import { assertRunning } from '../process/service.js';
import { contractName } from '../services.js';
import { waitUntil } from '../wait-until.js';
import { newContractPackage } from './contract-package.js';
import {
  approve,
  commit,
  committed,
  install,
  newDefinition,
  readiness,
  writePackage,
  type ContractDefinition,
} from './lifecycle.js';

/** The answer of any contract, also to a function it does not have, tells that it runs. */
const PROBE = JSON.stringify({ Args: ['org.hyperledger.fabric:GetMetadata'] });
const ANSWERED = /endorsement failure during query\. response: status:\d+/u;
/** What a peer itself says with the same status when it does not reach the contract. */
const NOT_REACHED = /failed to execute transaction|could not launch|make sure the chaincode/u;

/** Brings a deployment into force on all peers: install, approve and commit what is not yet. */
export async function deployContract(context: FabricContext, deployment: Deployment): Promise<void> {
  const { members, chaincode } = context.topology;
  const first = firstOf(members);
  const present = await committed(context, first, chaincode.name);
  if (present === undefined || present.sequence < deployment.sequence) {
    const made = newContractPackage(chaincode.name, deployment.version);
    await writePackage(context, made);
    const definition = await newDefinition(context, deployment.version, deployment.sequence);
    await Promise.all(
      members.map(async (member) => {
        await install(context, member, made);
        const approvals = await readiness(context, member, definition);
        if (approvals[member.mspId] === true) return;
        await approve(context, member, definition, deployment.packageId);
      }),
    );
    await Promise.all(members.map((member) => everyConsentKnown(context, member, definition)));
    await commit(context, first, definition, members);
  }
  await Promise.all(members.map((member) => contractAnswers(context, member, deployment)));
  await Promise.all(members.map((member) => endorsersKnown(context, member)));
}

/**
 * Waits until a member's peer has every member's consent. All of them endorse the commit, and what they read of the
 * consents must be the same.
 */
async function everyConsentKnown(
  context: FabricContext,
  member: Member,
  definition: ContractDefinition,
): Promise<void> {
  await waitUntil(async () => Object.values(await readiness(context, member, definition)).every(Boolean), {
    what: `the peer of ${member.code} to know every member's consent to definition ${definition.sequence}`,
  });
}

/** Waits until a member's peer gets an answer from its copy of the contract. */
export async function contractAnswers(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
): Promise<void> {
  await waitUntil(
    async () => {
      await assertRunning(context.layout, contractName(member, deployment));
      return probeContract(context, member);
    },
    { what: `the contract to answer the peer of ${member.code}`, interval: 200 },
  );
}

/** Whether the contract answers a member's peer. @throws NetworkError with the peer's reason when it does not. */
export async function probeContract(context: FabricContext, member: Member): Promise<boolean> {
  const { channel, chaincode } = context.topology;
  try {
    await peerCli(context, member, ['chaincode', 'query', '-C', channel, '-n', chaincode.name, '-c', PROBE]);
    return true;
  } catch (error) {
    if (error instanceof Error && isContractAnswer(error.message)) return true;
    throw error;
  }
}

/** Whether an error of `peer chaincode query` is the contract's own answer, and not the peer's in its place. */
export function isContractAnswer(text: string): boolean {
  return ANSWERED.test(text) && !NOT_REACHED.test(text);
}

/** Waits until a member's peer knows an endorser of every member. */
export async function endorsersKnown(context: FabricContext, member: Member): Promise<void> {
  const wanted = context.topology.members.length;
  await waitUntil(
    async () => (await knownEndorsers(context, member, context.topology.chaincode.name)).length >= wanted,
    { what: `the peer of ${member.code} to know all ${wanted} endorsers` },
  );
}

function firstOf(members: readonly Member[]): Member {
  const [first] = members;
  if (first === undefined) throw new RangeError('a topology has members');
  return first;
}
