import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '../../topology/topology.js';
import { defaultTerms } from '../../contract/contract-terms.js';
import type { FabricContext } from '../fabric-context.js';
import { endorserFlags, ordererFlags, peerCli } from '../process/peer-cli.js';
import { NetworkError } from '../../network-error.js';
import type { Deployment } from '../network-state.js';

/** A contract as the members agree on it: code by its version, policies by the members there are. */
export interface ContractDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  readonly policy: string;
  /** File of the collections. */
  readonly collections: string;
}

/** What the channel holds of a contract. */
export interface CommittedContract {
  readonly version: string;
  readonly sequence: number;
  readonly approvals: Readonly<Record<string, boolean>>;
}

/** How long `peer` waits for a block to reach the peers it names. */
const EVENT_TIMEOUT_SECONDS = 20;
const EVENT_FLAGS = ['--waitForEventTimeout', `${EVENT_TIMEOUT_SECONDS}s`];
/** The command ends by itself before. */
const ORDERED_TIMEOUT = (EVENT_TIMEOUT_SECONDS + 60) * 1000;

/** Writes the collections of a definition and returns the definition. */
export async function newDefinition(
  context: FabricContext,
  version: string,
  sequence: number,
): Promise<ContractDefinition> {
  await mkdir(context.layout.packages, { recursive: true, mode: 0o700 });
  const terms = defaultTerms(context.topology, context.former);
  const collections = join(context.layout.packages, `collections-${sequence}.json`);
  await writeFile(collections, JSON.stringify(terms.collections, undefined, 2));
  return { name: context.topology.chaincode.name, version, sequence, policy: terms.policy, collections };
}

/**
 * Records a member's consent to a definition, and which package it runs. Waits until its peer has the block.
 *
 * @throws NetworkError `FABRIC_COMMAND_FAILED`, also when the orderer got it not ordered in time: it may be still.
 */
export async function approve(
  context: FabricContext,
  { member, orderer }: Readonly<{ member: Member; orderer: Member }>,
  definition: ContractDefinition,
  packageId: string,
): Promise<void> {
  await peerCli(
    context,
    member,
    [
      'lifecycle',
      'chaincode',
      'approveformyorg',
      ...ordererFlags(context, orderer),
      ...definitionFlags(context, definition),
      '--package-id',
      packageId,
      ...endorserFlags(context, [member]),
      ...EVENT_FLAGS,
    ],
    ORDERED_TIMEOUT,
  );
}

/** What Fabric says where an organisation's own private data are gone from its peer. */
const LOST = /private data matching public hash version is not available/u;

/** Whether a member's peer knows which package the member runs under the definition in force. */
export async function knowsPackage(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
): Promise<boolean> {
  const answer = await peerCli(context, member, [
    'lifecycle',
    'chaincode',
    'queryapproved',
    '--channelID',
    context.topology.channel,
    '--name',
    context.topology.chaincode.name,
    '--sequence',
    String(deployment.sequence),
    '--output',
    'json',
  ]).catch((error: unknown) => {
    if (error instanceof NetworkError && LOST.test(error.message)) return '';
    throw error;
  });
  return answer.includes(deployment.packageId);
}

/** Which members have consented to a definition, by MSP id. */
export async function readiness(
  context: FabricContext,
  member: Member,
  definition: ContractDefinition,
): Promise<Readonly<Record<string, boolean>>> {
  const text = await peerCli(context, member, [
    'lifecycle',
    'chaincode',
    'checkcommitreadiness',
    ...definitionFlags(context, definition),
    '--output',
    'json',
  ]);
  return (JSON.parse(text) as { approvals: Record<string, boolean> }).approvals;
}

/**
 * Puts a definition into force and waits until the peers of `members` have the block.
 *
 * @throws NetworkError `FABRIC_COMMAND_FAILED`, also when the orderer got it not ordered in time: it may be still.
 */
export async function commit(
  context: FabricContext,
  { member: by, orderer }: Readonly<{ member: Member; orderer: Member }>,
  definition: ContractDefinition,
  members: readonly Member[],
): Promise<void> {
  await peerCli(
    context,
    by,
    [
      'lifecycle',
      'chaincode',
      'commit',
      ...ordererFlags(context, orderer),
      ...definitionFlags(context, definition),
      ...endorserFlags(context, members),
      ...EVENT_FLAGS,
    ],
    ORDERED_TIMEOUT,
  );
}

/** The definition in force as a member's peer knows it; undefined before the first commit. */
export async function committed(
  context: FabricContext,
  member: Member,
  name: string,
): Promise<CommittedContract | undefined> {
  const text = await peerCli(context, member, [
    'lifecycle',
    'chaincode',
    'querycommitted',
    '--channelID',
    context.topology.channel,
    '--output',
    'json',
  ]);
  const all = JSON.parse(text) as {
    chaincode_definitions?: readonly { name: string; version: string; sequence: number }[];
  };
  const found = all.chaincode_definitions?.find((each) => each.name === name);
  if (found === undefined) return undefined;
  const details = await peerCli(context, member, [
    'lifecycle',
    'chaincode',
    'querycommitted',
    '--channelID',
    context.topology.channel,
    '--name',
    name,
    '--output',
    'json',
  ]);
  return JSON.parse(details) as CommittedContract;
}

function definitionFlags(context: FabricContext, definition: ContractDefinition): readonly string[] {
  return [
    '--channelID',
    context.topology.channel,
    '--name',
    definition.name,
    '--version',
    definition.version,
    '--sequence',
    String(definition.sequence),
    '--signature-policy',
    definition.policy,
    '--collections-config',
    definition.collections,
  ];
}
