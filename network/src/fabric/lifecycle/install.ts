import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '../../topology/topology.js';
import type { FabricContext } from '../fabric-context.js';
import { peerCli } from '../process/peer-cli.js';
import type { ContractPackage } from './contract-package.js';

const INSTALL_TIMEOUT = 120_000;

/** Installs a package at a member's peer, unless it is there. */
export async function install(context: FabricContext, member: Member, made: ContractPackage): Promise<void> {
  if ((await installedPackages(context, member)).includes(made.id)) return;
  await peerCli(
    context,
    member,
    ['lifecycle', 'chaincode', 'install', packagePath(context, made)],
    INSTALL_TIMEOUT,
  );
}

/** Writes a package, from where peers install it. */
export async function writePackage(context: FabricContext, made: ContractPackage): Promise<void> {
  await mkdir(context.layout.packages, { recursive: true, mode: 0o700 });
  await writeFile(packagePath(context, made), made.content);
}

function packagePath(context: FabricContext, made: ContractPackage): string {
  return join(context.layout.packages, `${made.label}.tar.gz`);
}

/** Ids of the packages at a member's peer. */
export async function installedPackages(context: FabricContext, member: Member): Promise<readonly string[]> {
  const text = await peerCli(context, member, [
    'lifecycle',
    'chaincode',
    'queryinstalled',
    '--output',
    'json',
  ]);
  const answer = JSON.parse(text) as { installed_chaincodes?: readonly { package_id: string }[] };
  return (answer.installed_chaincodes ?? []).map((each) => each.package_id);
}
