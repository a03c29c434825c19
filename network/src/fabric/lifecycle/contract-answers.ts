import type { Member } from '../../topology/topology.js';
import { knownEndorsers } from '../discovery.js';
import { isHost, type FabricContext } from '../fabric-context.js';
import type { Deployment } from '../network-state.js';
import { peerCli } from '../process/peer-cli.js';
import { assertRunning } from '../process/service.js';
import { contractName } from '../services.js';
import { waitUntil } from '../wait-until.js';

/** The answer of any contract, also to a function it does not have, tells that it runs. */
const PROBE = JSON.stringify({ Args: ['org.hyperledger.fabric:GetMetadata'] });
const ANSWERED = /endorsement failure during query\. response: status:\d+/u;
/** What a peer itself says with the same status when it does not reach the contract. */
const NOT_REACHED = /failed to execute transaction|could not launch|make sure the chaincode/u;

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
  const { members, endorsement } = context.topology;
  // Others' peers may be down: those that a policy needs will do.
  const wanted = isHost(context) ? endorsement.required : members.length;
  await waitUntil(
    async () => (await knownEndorsers(context, member, context.topology.chaincode.name)).length >= wanted,
    { what: `the peer of ${member.code} to know all ${wanted} endorsers` },
  );
}
