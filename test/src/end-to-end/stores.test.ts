import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runScript, type CliResult } from '../support/run-cli.js';
import { scripts } from '../support/paths.js';
import { World } from '../support/world.js';

describe('a gateway as a process, over a store that is not fit', () => {
  let world: World;

  before(async () => {
    world = await World.start({ members: ['VN', 'SG'], ledger: 'embedded' });
    await Promise.all(['VN', 'SG'].map((code) => world.gateway(code).stop()));
  });
  after(() => world.close());

  /** Starts the gateway of Vietnam over the data of a member. */
  const started = (owner: string): Promise<CliResult> =>
    runScript(scripts.gateway, [
      ...['--profile', world.profileFile('VN')],
      ...['--data', world.gatewayData(owner)],
      ...['--port', '0', '--log-level', 'silent'],
    ]);

  it('ends at once with its name and what to do: it is of another member', async () => {
    const { exitCode, note } = await started('SG');
    expect(exitCode).to.equal(1);
    expect(note).to.match(/^STORAGE_OF_ANOTHER: .*SG.*gateway\.db\n {2}Start .*\n$/);
  });

  it('ends at once with its name and what to do: it is damaged', async () => {
    const file = await open(join(world.gatewayData('VN'), 'gateway.db'), 'r+');
    await file.write(Buffer.alloc(100, 7), 0, 100, 0);
    await file.close();
    const { exitCode, note } = await started('VN');
    expect(exitCode).to.equal(1);
    expect(note).to.match(/^STORAGE_DAMAGED: .*gateway\.db\n {2}Whoever .*docs\/operators\.md\.\n$/);
  });
});
