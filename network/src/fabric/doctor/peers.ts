import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ownConsenters, ownMembers, type FabricContext } from '../fabric-context.js';
import { committed } from '../lifecycle/lifecycle.js';
import { installedPackages } from '../lifecycle/install.js';
import { probeContract } from '../lifecycle/contract-answers.js';
import type { Deployment } from '../network-state.js';
import { peerHeight } from '../operations.js';
import { logPath } from '../process/service.js';
import { peerName } from '../services.js';
import type { Member } from '../../topology/topology.js';
import { clockOffset } from '../channel/orderer-admin.js';
import { clockFinding } from './clock.js';
import { blocksWithPrivateData } from '../channel/deliver-private.js';
import { putAside } from '../../process/rotating-log.js';
import { lackingAfter } from './private-data.js';
import { fault, ok, skipped, warning, type Finding } from './finding.js';

/** So many blocks are named. */
const MOST_BLOCKS = 10;
/** A peer so many blocks behind the others is not only busy. */
const LAG_BLOCKS = 20;

/** Whether every peer is in the channel and keeps up. */
export async function checkChannel(context: FabricContext): Promise<readonly Finding[]> {
  const { channel } = context.topology;
  const members = ownMembers(context);
  const heights = await Promise.all(
    members.map(async (member) => ({
      member,
      height: await peerHeight(member.peer.operationsPort, channel).catch(() => null),
    })),
  );
  const highest = Math.max(0, ...heights.map(({ height }) => height ?? 0));
  return heights.map(({ member: { code }, height }) => {
    if (height === null) return skipped('CHANNEL', `The peer of ${code} does not answer.`);
    if (height === undefined) {
      return fault('CHANNEL', `The peer of ${code} is not in channel ${channel}: up --fabric has it join.`);
    }
    if (highest - height > LAG_BLOCKS) {
      return warning('CHANNEL', `The peer of ${code} has ${height} of ${highest} blocks.`);
    }
    return ok('CHANNEL', `the peer of ${code} has ${height} blocks`);
  });
}

/** Whether a member has consented to the contract in force, has its package, and its service answers. */
export async function checkContract(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const { name } = context.topology.chaincode;
  const { code, mspId } = member;
  const definition = await committed(context, member, name).catch(reason);
  if (typeof definition === 'string') {
    return [skipped('CONTRACT_COMMITTED', `The peer of ${code} cannot be asked: ${definition}`)];
  }
  if (definition === undefined) {
    return [
      fault('CONTRACT_COMMITTED', `No contract ${name} is committed at the peer of ${code}: up --fabric.`),
    ];
  }
  const findings: Finding[] = [];
  if (definition.approvals[mspId] !== true) {
    findings.push(
      fault(
        'CONTRACT_COMMITTED',
        `${code} has not approved definition ${definition.sequence}: its peer cannot endorse.`,
      ),
    );
  } else if (!(await installedPackages(context, member)).includes(deployment.packageId)) {
    findings.push(fault('CONTRACT_COMMITTED', `The peer of ${code} has not installed ${deployment.label}.`));
  } else {
    findings.push(ok('CONTRACT_COMMITTED', `${code} has installed and approved ${deployment.label}`));
  }
  const answer = await probeContract(context, member).catch(reason);
  findings.push(
    answer === true
      ? ok('CONTRACT_RUNNING', `the contract answers the peer of ${code}`)
      : fault('CONTRACT_RUNNING', `The contract does not answer the peer of ${code}: ${answer}`),
  );
  return findings;
}

/** Without this filter a peer endorses what is dated as anybody likes. */
export async function checkTimeWindow(context: FabricContext): Promise<readonly Finding[]> {
  return Promise.all(
    ownMembers(context).map(async (member) => {
      const path = join(context.layout.peer(member).configuration, 'core.yaml');
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) return skipped('TIME_WINDOW', `There is no ${path} on this machine.`);
      return /name:\s*"?TimeWindowCheck/u.test(text)
        ? ok('TIME_WINDOW', `the peer of ${member.code} refuses what is more than 15 minutes off`)
        : fault(
            'TIME_WINDOW',
            `${path} lacks TimeWindowCheck among peer.handlers.authFilters: add it and restart.`,
          );
    }),
  );
}

/** How the members' clocks differ from this machine's, as their orderers' answers are dated. */
export async function checkClocks(context: FabricContext): Promise<readonly Finding[]> {
  return Promise.all(
    ownConsenters(context).map(async (member) => {
      const name = `the orderer of ${member.code}`;
      const offset = await clockOffset(context, member).catch(() => undefined);
      return offset === undefined ? skipped('CLOCK', `${name} does not answer`) : clockFinding(name, offset);
    }),
  );
}

const MISSING = /Could not fetch .*eligible collection private write sets for block \[(\d+)\]/u;

/**
 * Peers say in their logs which block they committed without private data that was theirs. Whether it is there by now,
 * brought by a later block, the peer is asked.
 */
export async function checkPrivateData(context: FabricContext): Promise<readonly Finding[]> {
  return Promise.all(
    ownMembers(context).map(async (member) => {
      const reported = await blocksReported(logPath(context.layout, peerName(member)));
      if (reported === undefined)
        return skipped('PRIVATE_DATA', `There is no log of the peer of ${member.code} on this machine.`);
      if (reported.length === 0) return ok('PRIVATE_DATA', `the peer of ${member.code} reports none missing`);
      return privateDataFinding(member.code, reported, await lackingSince(context, member, reported));
    }),
  );
}

/** What is to be said of blocks that a peer had reported, and of what it lacks: by which block, or why it cannot be asked. */
export function privateDataFinding(
  code: string,
  reported: readonly number[],
  lacking: readonly number[] | string,
): Finding {
  const words = `The peer of ${code} has reported private data missing in ${reported.length} blocks, last in ${String(reported.at(-1))}`;
  if (typeof lacking === 'string')
    return warning('PRIVATE_DATA', `${words}; it cannot be asked what it lacks now: ${lacking}`);
  if (lacking.length === 0)
    return ok('PRIVATE_DATA', `the peer of ${code} lacks none of what it had reported missing`);
  return warning(
    'PRIVATE_DATA',
    `${words}, and lacks ${lacking.length} values still, of blocks ${[...new Set(lacking)].slice(0, MOST_BLOCKS).join(', ')}. ` +
      'It heals when the other state delivers again (deliver may be repeated).',
  );
}

async function lackingSince(
  context: FabricContext,
  member: Member,
  reported: readonly number[],
): Promise<readonly number[] | string> {
  const name = { contract: context.topology.chaincode.name, collection: member.collection };
  let lacking: ReadonlyMap<string, number> = new Map();
  try {
    for await (const block of blocksWithPrivateData(context, member, Math.min(...reported)))
      lacking = lackingAfter(lacking, block, name);
  } catch (error) {
    return reason(error);
  }
  return [...lacking.values()].sort((one, other) => one - other);
}

/** Numbers of the blocks a log names, also what was put aside of it; undefined without a log. */
async function blocksReported(path: string): Promise<readonly number[] | undefined> {
  const found = new Set<number>();
  let any = false;
  for (const file of [...putAside(path), path]) {
    try {
      for await (const line of createInterface({ input: createReadStream(file) })) {
        const [, number] = MISSING.exec(line) ?? [];
        if (number !== undefined) found.add(Number(number));
      }
      any = true;
    } catch {
      // There is no such file, or no longer.
    }
  }
  return any ? [...found] : undefined;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
