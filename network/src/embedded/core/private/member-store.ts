import { join } from 'node:path';
import { NetworkError } from '../../../network-error.js';
import type { PeerSigner } from '../../seam.js';
import { claimFolder, type FolderOwner } from '../folder-mark.js';
import { privateFolder } from '../private-files.js';
import { DatabaseDamaged } from '../state/level.js';
import { PrivateStore } from './private-store.js';
import { TransientStore } from './transient-store.js';

/** What one member's peer keeps for itself, in a folder of its own. */
export interface MemberStore {
  readonly signer: PeerSigner;
  readonly privates: PrivateStore;
  readonly transients: TransientStore;
}

/**
 * Opens a member's own data.
 *
 * @throws NetworkError `LEDGER_DAMAGED` when it cannot be read: the blocks hold none of it.
 */
export async function openMemberStore(
  directory: string,
  owner: FolderOwner,
  signer: PeerSigner,
): Promise<MemberStore> {
  const { mspId } = signer;
  await privateFolder(join(directory, 'members'));
  const folder = join(directory, 'members', mspId);
  await claimFolder(folder, { ...owner, member: mspId }, 'private');
  const opened = async <Store>(name: string, open: (path: string) => Promise<Store>): Promise<Store> => {
    try {
      return await open(join(folder, name));
    } catch (error) {
      if (!(error instanceof DatabaseDamaged)) throw error;
      throw unreadable(join(folder, name), mspId, error);
    }
  };
  const privates = await opened('private', (path) => PrivateStore.open(path));
  try {
    return { signer, privates, transients: await opened('transient', (path) => TransientStore.open(path)) };
  } catch (error) {
    await privates.close();
    throw error;
  }
}

function unreadable(folder: string, mspId: string, error: DatabaseDamaged): NetworkError {
  return new NetworkError(
    'LEDGER_DAMAGED',
    `${folder} is damaged (${error.message}). It holds private data of ${mspId}, which the blocks cannot give back, ` +
      'and was left as it is. Restore it from a backup. Without one put it aside: the peer then starts without ' +
      'what it held, and whoever else holds it can deliver it again.',
    { cause: error },
  );
}

export async function closeMemberStore({ privates, transients }: MemberStore): Promise<void> {
  await transients.close();
  await privates.close();
}
