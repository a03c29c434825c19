import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NetworkError } from '../network-error.js';
import { runCommand } from './process/run-command.js';

/** Fabric's own programs that a network needs. */
export const FABRIC_PROGRAMS = [
  'peer',
  'orderer',
  'configtxgen',
  'configtxlator',
  'fabric-ca-server',
  'fabric-ca-client',
] as const;
export type FabricProgram = (typeof FABRIC_PROGRAMS)[number];

/** Paths of Fabric's programs. */
export type FabricBinaries = Readonly<Record<FabricProgram, string>>;

export const INSTALLATION_GUIDE = 'https://hyperledger-fabric.readthedocs.io/en/latest/install.html';
const OLDEST: readonly [number, number] = [3, 1];

/**
 * Finds Fabric's programs in the folder `FABRIC_BIN`, or else on `PATH`.
 *
 * @throws NetworkError `FABRIC_MISSING`, naming what is missing and where Fabric's installation guide is.
 */
export async function findBinaries(environment: NodeJS.ProcessEnv = process.env): Promise<FabricBinaries> {
  const folder = environment['FABRIC_BIN'];
  const folders = folder ? [folder] : (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = await Promise.all(
    FABRIC_PROGRAMS.map(async (name) => [name, await firstExecutable(folders, name)] as const),
  );
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new NetworkError(
      'FABRIC_MISSING',
      `Hyperledger Fabric is not complete ${folder ? `in FABRIC_BIN (${folder})` : 'on PATH'}: ` +
        `${missing.join(', ')} missing. Fabric 3.1 and Fabric CA 1.5 are needed; see ${INSTALLATION_GUIDE}, ` +
        'then put their folder on PATH or into FABRIC_BIN.',
    );
  }
  return Object.fromEntries(found) as FabricBinaries;
}

/** The peer's version: `3.1.5`. @throws NetworkError `FABRIC_TOO_OLD` below 3.1. */
export async function checkVersion(binaries: FabricBinaries): Promise<string> {
  const text = await runCommand({ command: binaries.peer, args: ['version'] });
  const version = /^\s*Version:\s*v?(\S+)/mu.exec(text)?.[1] ?? 'unknown';
  if (!isRecent(version)) {
    throw new NetworkError(
      'FABRIC_TOO_OLD',
      `${binaries.peer} is Fabric ${version}; BFT ordering and the time window check need ${OLDEST.join('.')} ` +
        `or later: ${INSTALLATION_GUIDE}`,
    );
  }
  return version;
}

/** Whether a version text names Fabric 3.1 or later. */
export function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function firstExecutable(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
