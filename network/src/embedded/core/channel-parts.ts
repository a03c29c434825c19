import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateSignaturePolicy } from '../../msp/policy.js';
import { type ChannelOptions, type CommittedTransaction, LedgerError } from '../seam.js';
import { BlockFile } from './blocks/block-file.js';
import { BlockReader } from './blocks/block-reader.js';
import { CommitWaiters } from './commit/commit-waiters.js';
import { Committer } from './commit/committer.js';
import { deferred } from './deferred.js';
import { closeMemberStore, type MemberStore, openMemberStore } from './private/member-store.js';
import { StateStore, type TransactionRecord } from './state/state-store.js';

const UNAVAILABLE = 14;

/** What a channel is made of, on disk and in memory. */
export interface Parts {
  readonly file: BlockFile;
  readonly state: StateStore;
  readonly members: Map<string, MemberStore>;
  readonly reader: BlockReader;
  readonly waiters: CommitWaiters;
  readonly committer: Committer;
  /** Resolves when the ledger cannot go on. */
  readonly failed: Promise<Error>;
}

/** Opens what is on disk and brings the state up to the last block. */
export async function openParts(options: ChannelOptions): Promise<Parts> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const state = await StateStore.open(join(options.directory, 'state'));
  const file = await BlockFile.open(join(options.directory, 'blocks'), state.savepoint + 1);
  const members = new Map<string, MemberStore>();
  for (const signer of options.signers) {
    members.set(signer.mspId, await openMemberStore(options.directory, signer));
  }
  const waiters = new CommitWaiters();
  const failed = deferred<Error>();
  const committer = await Committer.open(
    {
      channel: options.name,
      blocks: file,
      state,
      members,
      identities: options.identities,
      configuration: options.configuration,
      consenters: options.consenters,
      evaluate: evaluateSignaturePolicy,
      committed: (block, records) => {
        reader.committed(block);
        for (const record of records) {
          waiters.committed(committedTransaction(record));
        }
      },
      failed: (error) => {
        options.log('error', 'the ledger cannot go on', { error: error.message });
        waiters.fail(new LedgerError(UNAVAILABLE, `the ledger cannot go on: ${error.message}`));
        failed.resolve(error);
      },
    },
    options.genesis,
  );
  // Called back for new blocks only, so not before the next line.
  const reader = new BlockReader(file);
  return { file, state, members, reader, waiters, committer, failed: failed.promise };
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
  return { transactionId, code, blockNumber: BigInt(place.block), index: place.transaction };
}
