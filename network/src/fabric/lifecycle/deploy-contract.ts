import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { isHost, ordererFor, orderersFor, ownMembers, type FabricContext } from '../fabric-context.js';
import type { Deployment } from '../network-state.js';
import { waitUntil, type WaitOptions } from '../wait-until.js';
import { contractAnswers, endorsersKnown } from './contract-answers.js';
import { newContractPackage } from './contract-package.js';
import { install, writePackage } from './install.js';
import {
  approve,
  commit,
  committed,
  knowsPackage,
  newDefinition,
  readiness,
  type CommittedContract,
  type ContractDefinition,
} from './lifecycle.js';

/** How long the operators of other members may take for their part. */
const OTHERS_PATIENCE = 600_000;
/** Whoever stands further down the topology leaves the commit to those before for so long each. */
const TURN = 5_000;

/**
 * Brings a deployment into force at all peers of this machine: install, approve and commit what is not yet. Where each
 * member has its own machine, it waits for the others' consent.
 *
 * @returns the deployment as it was agreed on: for a member that joins, by the definition that counts it.
 * @throws NetworkError `CONSENT_LOST` for a peer that lost its ledger.
 */
export async function deployContract(context: FabricContext, deployment: Deployment): Promise<Deployment> {
  const own = ownMembers(context);
  const first = firstOf(own);
  const present = await committed(context, first, context.topology.chaincode.name);
  const agreed = { ...deployment, sequence: sequenceFor(context, deployment, present) };
  const made = newContractPackage(context.topology.chaincode.name, agreed.version);
  await writePackage(context, made);
  await Promise.all(own.map((member) => install(context, member, made)));
  if (present === undefined || present.sequence < agreed.sequence) await agree(context, agreed);
  else await Promise.all(own.map((member) => assertPackageKnown(context, member, agreed)));
  await Promise.all(own.map((member) => contractAnswers(context, member, agreed)));
  await Promise.all(own.map((member) => endorsersKnown(context, member)));
  return agreed;
}

/** A member whose consent the definition in force does not have came after it: the next one counts it. */
function sequenceFor(
  context: FabricContext,
  { sequence }: Deployment,
  present: CommittedContract | undefined,
): number {
  if (!isHost(context) || present === undefined) return sequence;
  const counted = ownMembers(context).every(({ mspId }) => present.approvals[mspId] === true);
  return counted ? Math.max(sequence, present.sequence) : present.sequence + 1;
}

async function agree(context: FabricContext, deployment: Deployment): Promise<void> {
  const { members } = context.topology;
  const own = ownMembers(context);
  const first = firstOf(own);
  const definition = await newDefinition(context, deployment.version, deployment.sequence);
  const patience = isHost(context) ? { timeout: OTHERS_PATIENCE, interval: 1_000 } : {};
  await Promise.all(
    own.map((member) => {
      const orderer = oneAfterTheOther(context, member);
      return waitUntil(
        async () => {
          if (await isInForce(context, member, definition)) return true;
          const approvals = await readiness(context, member, definition);
          if (approvals[member.mspId] !== true) {
            await approve(context, { member, orderer: orderer() }, definition, deployment.packageId);
          }
          return true;
        },
        { what: `the consent of ${member.code} to be ordered`, ...patience },
      );
    }),
  );
  if (isHost(context)) context.report(`consent to ${deployment.label} given; waiting for the others'`);
  await Promise.all(own.map((member) => everyConsentKnown(context, member, definition, patience)));
  const turn = performance.now() + members.indexOf(first) * TURN;
  const orderer = oneAfterTheOther(context, first);
  await waitUntil(
    async () => {
      if (await isInForce(context, first, definition)) return true;
      if (performance.now() > turn) {
        await commit(context, { member: first, orderer: orderer() }, definition, members);
      }
      return false;
    },
    { what: `${deployment.label} to be in force`, ...patience },
  );
}

/**
 * Each time the next orderer, the member's own first: one that is alone in a change of view takes what it is sent, and has
 * nothing ordered.
 */
function oneAfterTheOther(context: FabricContext, member: Member): () => Member {
  const orderers = orderersFor(context, member);
  let asked = 0;
  return () => orderers[asked++ % orderers.length] ?? ordererFor(context, member);
}

async function isInForce(
  context: FabricContext,
  member: Member,
  { name, sequence }: ContractDefinition,
): Promise<boolean> {
  const present = await committed(context, member, name);
  return present !== undefined && present.sequence >= sequence;
}

/**
 * A peer that lost its ledger has lost which package its member runs: that stands in its private data alone, and Fabric
 * lets nobody consent to the same definition anew without it.
 */
async function assertPackageKnown(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
): Promise<void> {
  if (await knowsPackage(context, member, deployment)) return;
  throw new NetworkError(
    'CONSENT_LOST',
    `The peer of ${member.code} has the channel again, and no longer knows which package it runs: it endorses from the ` +
      'next definition on, to which all members consent ("upgrade VERSION").',
  );
}

/**
 * Waits until a member's peer has every member's consent. All of them endorse the commit, and what they read of the
 * consents must be the same.
 */
async function everyConsentKnown(
  context: FabricContext,
  member: Member,
  definition: ContractDefinition,
  patience: Omit<WaitOptions, 'what'>,
): Promise<void> {
  await waitUntil(
    async () => {
      // Whoever was quicker has committed it already: then nobody's consent can be asked for.
      if (await isInForce(context, member, definition)) return true;
      const approvals = Object.entries(await readiness(context, member, definition));
      const absent = approvals.filter(([, approved]) => !approved).map(([mspId]) => mspId);
      if (absent.length > 0) throw new Error(`without ${absent.join(', ')}`);
      return true;
    },
    {
      what: `the peer of ${member.code} to know every member's consent to definition ${definition.sequence}`,
      ...patience,
    },
  );
}

function firstOf(members: readonly Member[]): Member {
  const [first] = members;
  if (first === undefined) throw new RangeError('a topology has members');
  return first;
}
