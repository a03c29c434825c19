import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateSignaturePolicy } from '../../msp/policy.js';
import type { ChannelOptions, CommittedTransaction, PeerSigner } from '../seam.js';
import { BlockFile } from './block-file.js';
import { BlockReader } from './block-reader.js';
import { CommitWaiters } from './commit-waiters.js';
import { Committer } from './committer.js';
import { closeMemberStore, type MemberStore, openMemberStore } from './member-store.js';
import { StateStore, type TransactionRecord } from './state-store.js';

/** What a channel is made of, on disk and in memory. */
export interface Parts {
  readonly file: BlockFile;
  readonly state: StateStore;
  readonly members: ReadonlyMap<string, MemberStore>;
  readonly reader: BlockReader;
  readonly waiters: CommitWaiters;
  readonly committer: Committer;
}

/** Opens what is on disk and brings the state up to the last block. */
export async function openParts(options: ChannelOptions, ordererSigner: PeerSigner): Promise<Parts> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const state = await StateStore.open(join(options.directory, 'state'));
  const file = await BlockFile.open(join(options.directory, 'blocks'), state.savepoint + 1);
  const members = new Map<string, MemberStore>();
  for (const signer of options.signers) {
    members.set(signer.mspId, await openMemberStore(options.directory, signer));
  }
  const waiters = new CommitWaiters();
  const committer = await Committer.open(
    {
      channel: options.name,
      blocks: file,
      state,
      members,
      identities: options.identities,
      ordererSigner,
      evaluate: evaluateSignaturePolicy,
      committed: (block, records) => {
        reader.committed(block);
        for (const record of records) {
          waiters.committed(committedTransaction(record));
        }
      },
      failed: (error) => {
        options.log('error', 'the ledger cannot go on', { error: String(error) });
      },
    },
    options.genesis,
  );
  // Called back for new blocks only, so not before the next line.
  const reader = new BlockReader(file);
  return { file, state, members, reader, waiters, committer };
}

/** Commits what is queued, then lets go of the files. */
export async function closeParts({ committer, members, state, file }: Parts): Promise<void> {
  await committer.close();
  await Promise.all([...members.values()].map(closeMemberStore));
  await state.close();
  await file.close();
}

export function committedTransaction({
  transactionId,
  code,
  place,
}: TransactionRecord): CommittedTransaction {
  return { transactionId, code, blockNumber: BigInt(place.block) };
}
