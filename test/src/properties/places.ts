import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { World } from '../support/world.js';
import type { Found, Needles } from './needles.js';

/** Something found where it does not belong. */
export interface FoundIn extends Found {
  readonly file: string;
}

/** Folders in which a member's own peer and gateway keep what that member may read. */
function ownFolders({ ledgerKind }: World, code: string): readonly string[] {
  const peer = join('fabric', 'peers', code, 'ledger');
  return ledgerKind === 'embedded'
    ? [join('embedded', 'channel', 'members', `${code}MSP`), join('gateways', code)]
    : [peer, join('gateways', code)];
}

/** Of a peer's own folders, what is the network's all the same: its block files. */
const isBlockFile = (file: string): boolean => file.includes(join('ledgersData', 'chains') + sep);

const within = (file: string, folder: string): boolean => file.startsWith(folder + sep);

/** Every file of the network that none of these members may keep contents in: all the others' and the common ones. */
export function filesNotOf(world: World, members: readonly string[]): string[] {
  const theirs = members.flatMap((code) => ownFolders(world, code));
  return filesIn(world.data).filter(
    (file) => isBlockFile(file) || !theirs.some((folder) => within(file, folder)),
  );
}

/** Every file in which a member's own peer and gateway keep contents. */
export function filesOf(world: World, code: string): string[] {
  const own = ownFolders(world, code);
  return filesIn(world.data).filter(
    (file) => !isBlockFile(file) && own.some((folder) => within(file, folder)),
  );
}

/** What of the needles is in the files. */
export function searchFiles(world: World, files: readonly string[], needles: Needles): FoundIn[] {
  return files.flatMap((file) =>
    needles.in(contentsOf(join(world.data, file))).map((found) => ({ ...found, file })),
  );
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** What a running process has just removed holds nothing any more. */
function contentsOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
