import { ordererChannel } from '../channel/orderer-admin.js';
import { quorum, tolerance } from '../channel/configuration.js';
import { consentersOf, isHost, ownConsenters, type FabricContext } from '../fabric-context.js';
import { readMetrics } from '../operations.js';
import { fault, ok, warning, type Finding } from './finding.js';

/** How far the ordering is from stopping. */
export function orderingFinding(all: number, down: readonly string[]): Finding {
  const up = all - down.length;
  const needed = quorum(all);
  const spare = up - needed;
  const which = down.length === 0 ? '' : ` (down: ${down.join(', ')})`;
  if (spare < 0) {
    return fault(
      'ORDERING',
      `${up} of ${all} orderers take part, ${needed} are needed: nothing is ordered${which}. Start one of them.`,
    );
  }
  if (spare === 0) {
    return warning(
      'ORDERING',
      `${up} of ${all} orderers take part: one more lost and nothing is ordered${which}.`,
    );
  }
  if (down.length > 0) {
    return warning('ORDERING', `${up} of ${all} orderers take part: ${spare + 1} more lost stop it${which}.`);
  }
  return ok(
    'ORDERING',
    `all ${all} orderers take part; ${tolerance(all)} may fail, ${spare + 1} lost would stop it`,
  );
}

/** An orderer so many blocks behind the others does not take part, whatever it says of itself. */
export const LAG_BLOCKS = 20;

/** Which of the orderers have stayed behind: after a freeze, SmartBFT can hang until it is started again. */
export function laggards(heights: ReadonlyMap<string, number>): readonly string[] {
  const highest = Math.max(0, ...heights.values());
  return [...heights].filter(([, height]) => highest - height > LAG_BLOCKS).map(([code]) => code);
}

/**
 * Whether an orderer asks for another view than the one that is in force. For long, it is alone with it: it gets the
 * blocks from the others, but has nothing ordered of what is sent to it. SmartBFT leaves it so until it is started again
 * or the others change the view too: seen after a restart, of an orderer that was sent what was ordered without it.
 */
export function asksForAnotherView(metrics: ReadonlyMap<string, number>, channel: string): boolean {
  const view = (name: string): number =>
    metrics.get(`consensus_smartbft_viewchange_${name}_view{channel="${channel}"}`) ?? 0;
  return view('next') > view('current');
}

/** Asks every orderer of this machine whether it takes part, and whether it keeps up. */
export async function checkOrdering(context: FabricContext): Promise<readonly Finding[]> {
  const heights = new Map<string, number>();
  const down: string[] = [];
  const alone: Finding[] = [];
  for (const member of ownConsenters(context)) {
    const channel = await ordererChannel(context, member).catch(() => undefined);
    const takesPart = channel?.status === 'active' && channel.consensusRelation === 'consenter';
    if (takesPart) heights.set(member.code, channel.height);
    else down.push(member.code);
    const metrics = await readMetrics(member.orderer.operationsPort).catch(() => new Map<string, number>());
    if (asksForAnotherView(metrics, context.topology.channel)) alone.push(anotherView(member.code));
  }
  // An orderer lets in its own administrator and nobody else's.
  if (isHost(context)) return [...heights.keys()].map(ownPart).concat(down.map(ownAbsence), alone);
  const behind = laggards(heights);
  return [
    orderingFinding(consentersOf(context).length, [...down, ...behind]),
    ...alone,
    ...behind.map((code) =>
      fault(
        'ORDERING',
        `The orderer of ${code} has ${heights.get(code) ?? 0} of ${Math.max(...heights.values())} blocks. ` +
          'If it does not catch up within a minute, stop it and start it again (up --fabric): after a freeze it can hang.',
      ),
    ),
  ];
}

const ownPart = (code: string): Finding =>
  ok('ORDERING', `the orderer of ${code} takes part; the others' administrators ask the others`);

const anotherView = (code: string): Finding =>
  warning(
    'ORDERING',
    `The orderer of ${code} asks for a change of view: if it still does in a minute, it is alone with it and orders ` +
      'nothing of what it is sent. Stop it and start it again (up --fabric).',
  );

const ownAbsence = (code: string): Finding =>
  fault('ORDERING', `The orderer of ${code} takes no part: up --fabric starts it and has it join.`);
