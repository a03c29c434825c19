import { rename } from 'node:fs/promises';
import type { ChannelOptions } from '../../seam.js';
import { claimFolder, type FolderOwner } from '../folder-mark.js';
import { timeInName } from '../private-files.js';
import { DatabaseDamaged } from './level.js';
import { StateStore } from './state-store.js';

/**
 * Opens the state. All of it comes from the blocks, so one that is damaged is put beside its folder, and an empty one
 * opened: the blocks make it again.
 */
export async function openState(
  folder: string,
  owner: FolderOwner,
  log: ChannelOptions['log'],
): Promise<StateStore> {
  await claimFolder(folder, owner, 'CURRENT');
  try {
    return await StateStore.open(folder);
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error;
    const kept = `${folder}.damaged-${timeInName()}`;
    await rename(folder, kept);
    log('warn', 'the state is damaged; it is made again from the blocks', { reason: error.message, kept });
    await claimFolder(folder, owner, 'CURRENT');
    return StateStore.open(folder);
  }
}
