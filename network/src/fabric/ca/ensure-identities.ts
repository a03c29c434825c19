import { ensureOrganisations } from '../../identity/ensure-organisations.js';
import type { Member } from '../../topology/topology.js';
import type { FabricContext } from '../fabric-context.js';
import { startService } from '../process/service.js';
import { caReady, caService, writeCaConfiguration } from './ca-service.js';
import { enrolledOrganisationFiles } from './enrol.js';

/** Starts the CA of each member, and has it certify what the member has not yet. */
export async function ensureIdentities(context: FabricContext, members: readonly Member[]): Promise<void> {
  await Promise.all(
    members.map(async (member) => {
      await writeCaConfiguration(context, member);
      await startService(context.layout, caService(context, member));
      await caReady(context, member);
    }),
  );
  await ensureOrganisations(context.layout.organizations, { ...context.topology, members }, (member) =>
    enrolledOrganisationFiles(context, member),
  );
}
