import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import { privateFolder, writeWhole } from './private-files.js';

/** How the embedded ledger keeps its files; it grows when a program before would misread them. */
const FORMAT = 1;
const MARK = 'ledger.json';

/** Whose files a folder holds. */
export interface FolderOwner {
  /** Name of the network's channel. */
  readonly channel: string;
  /** Hex hash of its block 0: channels of one name are told apart by it. */
  readonly genesis: string;
  /** MSP id of the member whose peer's own data it is. */
  readonly member?: string;
}

/**
 * Makes a folder of the ledger, for its owner alone, and marks it as its own; or sees that it is.
 *
 * @param evidence the file or folder that says that the ledger has been here.
 * @throws NetworkError `DATA_NEWER` for files of a later version of the program, `DATA_OF_ANOTHER_NETWORK`, `DATA_FORMAT`
 * for a folder with such files that carries no mark.
 */
export async function claimFolder(folder: string, owner: FolderOwner, evidence: string): Promise<void> {
  await privateFolder(folder);
  const mark = await readMark(folder);
  if (mark !== undefined) {
    if (!sameOwner(mark, owner)) {
      throw new NetworkError(
        'DATA_OF_ANOTHER_NETWORK',
        `${folder} holds files of ${told(mark)}, and this is ${told(owner)}. ` +
          'It was left as it is: name another data folder, or put back the one that was here.',
      );
    }
    return;
  }
  if ((await readdir(folder)).includes(evidence)) {
    throw new NetworkError(
      'DATA_FORMAT',
      `${join(folder, MARK)} is missing: nothing says whose files the folder holds. ` +
        'Put the folder aside, or restore it whole from a backup.',
    );
  }
  const mine = { format: FORMAT, ...owner };
  await writeWhole(join(folder, MARK), `${JSON.stringify(mine, undefined, 2)}\n`);
}

/** Refuses a folder of a later version before anything in it is looked at. @throws NetworkError `DATA_NEWER`, `DATA_FORMAT`. */
export async function checkFormat(folder: string): Promise<void> {
  await readMark(folder);
}

async function readMark(folder: string): Promise<FolderOwner | undefined> {
  const path = join(folder, MARK);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const mark = parsed(text);
  if (mark === undefined) throw new NetworkError('DATA_FORMAT', `${path} is not what the ledger wrote.`);
  if (mark.format > FORMAT) {
    throw new NetworkError(
      'DATA_NEWER',
      `${folder} was written by a later version of the program (format ${mark.format}, this one knows ${FORMAT}). ` +
        'It was left as it is: start it with that version, or name another data folder.',
    );
  }
  return mark;
}

function parsed(text: string): (FolderOwner & { readonly format: number }) | undefined {
  try {
    const { format, channel, genesis, member } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof format !== 'number' || typeof channel !== 'string' || typeof genesis !== 'string') {
      return undefined;
    }
    return { format, channel, genesis, ...(typeof member === 'string' ? { member } : {}) };
  } catch {
    return undefined;
  }
}

const sameOwner = (a: FolderOwner, b: FolderOwner): boolean =>
  a.channel === b.channel && a.genesis === b.genesis && a.member === b.member;

const told = ({ channel, genesis, member }: FolderOwner): string =>
  `${member === undefined ? '' : `${member} on `}channel ${channel} with block 0 ${genesis.slice(0, 12)}…`;
