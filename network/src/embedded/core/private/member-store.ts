import { join } from 'node:path';
import type { PeerSigner } from '../../seam.js';
import { PrivateStore } from './private-store.js';
import { TransientStore } from './transient-store.js';

/** What one member's peer keeps for itself, in a folder of its own. */
export interface MemberStore {
  readonly signer: PeerSigner;
  readonly privates: PrivateStore;
  readonly transients: TransientStore;
}

export async function openMemberStore(directory: string, signer: PeerSigner): Promise<MemberStore> {
  const folder = join(directory, 'members', signer.mspId);
  return {
    signer,
    privates: await PrivateStore.open(join(folder, 'private')),
    transients: await TransientStore.open(join(folder, 'transient')),
  };
}

export async function closeMemberStore({ privates, transients }: MemberStore): Promise<void> {
  await transients.close();
  await privates.close();
}
