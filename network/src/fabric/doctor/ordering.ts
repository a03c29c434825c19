import { ordererChannel } from '../channel/orderer-admin.js';
import { quorum, tolerance } from '../channel/configuration.js';
import { consentersOf, type FabricContext } from '../fabric-context.js';
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

/** Asks every orderer whether it takes part. */
export async function checkOrdering(context: FabricContext): Promise<Finding> {
  const all = consentersOf(context);
  const looked = await Promise.all(
    all.map(async (member) => ({
      code: member.code,
      active: await ordererChannel(context, member).then(
        (channel) => channel?.status === 'active' && channel.consensusRelation === 'consenter',
        () => false,
      ),
    })),
  );
  return orderingFinding(
    all.length,
    looked.filter(({ active }) => !active).map(({ code }) => code),
  );
}
