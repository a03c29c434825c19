import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { contractService } from '@origin-ledger/network/fabric';
import { eventually } from '../support/eventually.js';
import { ManagedProcess } from '@origin-ledger/network/process';
import { scripts } from '../support/paths.js';
import type { World } from '../support/world.js';
import type { Scene } from './scene.js';

const SCRIPT = fileURLToPath(new URL('./rogue-contract.js', import.meta.url));
const PATIENCE_SECONDS = 60;

/** Runs something while these members' peers run an altered copy of the contracts, each a process that takes words. */
export async function withRogues(
  scene: Scene,
  codes: readonly string[],
  run: (rogues: readonly ManagedProcess[]) => Promise<void>,
): Promise<void> {
  const { world } = scene;
  const rogues = await (world.ledgerKind === 'embedded' ? onEmbedded(world, codes) : onFabric(world, codes));
  try {
    for (const code of codes) await answers(scene, code, 'rogue:ping');
    await run(rogues);
  } finally {
    for (const rogue of rogues) await rogue.stop();
    if (world.ledgerKind === 'embedded') await pointTo(world, new Map());
    else for (const code of codes) await world.fabric.start(serviceOf(world, code));
    for (const code of codes) await answers(scene, code, 'registry:member', code);
  }
}

/** Waits until a member's peer gets an answer of its own copy. */
async function answers(scene: Scene, code: string, name: string, ...args: readonly string[]): Promise<void> {
  const { network, profile } = await scene.client(code);
  await eventually(
    () =>
      network
        .getContract(profile.chaincode)
        .evaluate(name, { arguments: [...args], endorsingOrganizations: [profile.member.mspId] }),
    PATIENCE_SECONDS,
  );
}

async function onEmbedded(world: World, codes: readonly string[]): Promise<ManagedProcess[]> {
  const addresses = new Map<string, string>();
  const rogues: ManagedProcess[] = [];
  for (const code of codes) {
    // The topology's own port of this member: there all members' copies are one process elsewhere.
    const address = `${world.topology.host}:${world.member(code).contract.port}`;
    addresses.set(code, address);
    rogues.push(await start(code, ['--address', address]));
  }
  await pointTo(world, addresses);
  return rogues;
}

/** Tells the ledger where each member's copy listens: the common one, unless told otherwise. */
export async function pointTo(world: World, addresses: ReadonlyMap<string, string>): Promise<void> {
  const { chaincode, host, members } = world.topology;
  const common = `${host}:${members[0]?.contract.port ?? 0}`;
  const places = members.map(({ code }) => `${code}=${addresses.get(code) ?? common}`);
  const command = [scripts.network, 'deploy', chaincode.name, ...places, '--data', world.data];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, [exitCode]] = await Promise.all([
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (exitCode !== 0) throw new Error(errors);
}

async function onFabric(world: World, codes: readonly string[]): Promise<ManagedProcess[]> {
  const { context, state } = world.fabric;
  const rogues: ManagedProcess[] = [];
  for (const code of codes) {
    const program = { command: process.execPath, args: [] };
    const { args } = contractService(context, world.member(code), state.deployment, program);
    await world.fabric.stop(serviceOf(world, code));
    rogues.push(await start(code, args));
  }
  return rogues;
}

const start = (code: string, args: readonly string[]): Promise<ManagedProcess> =>
  ManagedProcess.start({ name: `rogue contract of ${code}`, script: SCRIPT, args, ready: /^listening /u });

const serviceOf = ({ fabric }: World, code: string): string =>
  `contract-${code}-${fabric.state.deployment.version}`;
