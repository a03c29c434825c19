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
import { fault, ok, skipped, warning, type Finding } from './finding.js';

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

const MISSING = /Could not fetch .*eligible collection private write sets/u;

/** Peers say in their logs which block they committed without private data that was theirs. */
export async function checkPrivateData(context: FabricContext): Promise<readonly Finding[]> {
  return Promise.all(
    ownMembers(context).map(async (member) => {
      const path = logPath(context.layout, peerName(member));
      let last: string | undefined;
      let count = 0;
      try {
        for await (const line of createInterface({ input: createReadStream(path) })) {
          if (!MISSING.test(line)) continue;
          count += 1;
          last = line;
        }
      } catch {
        return skipped('PRIVATE_DATA', `There is no log of the peer of ${member.code} on this machine.`);
      }
      if (last === undefined) return ok('PRIVATE_DATA', `the peer of ${member.code} reports none missing`);
      return warning(
        'PRIVATE_DATA',
        `The peer of ${member.code} has ${count} times reported private data missing, last: "${last.slice(0, 200)}". ` +
          'What it still lacks heals when the other state delivers again (deliver may be repeated).',
      );
    }),
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
