import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import { type ChannelOptions, type CommittedTransaction, LedgerError } from '../seam.js';
import { blockHash, blockHeader } from './blocks/block.js';
import { BlockFile } from './blocks/block-file.js';
import { BlockReader } from './blocks/block-reader.js';
import { hex } from './bytes.js';
import { CommitWaiters } from './commit/commit-waiters.js';
import { Committer } from './commit/committer.js';
import { policyEvaluation } from './commit/policy-evaluation.js';
import { deferred } from './deferred.js';
import { claimFolder, type FolderOwner } from './folder-mark.js';
import { closeMemberStore, type MemberStore, openMemberStore } from './private/member-store.js';
import { isDamage } from './state/level.js';
import { openState } from './state/open-state.js';
import type { StateStore, TransactionRecord } from './state/state-store.js';

const UNAVAILABLE = 14;

/** What a block has beside its transactions, at most: signatures and certificates of the orderers. */
const BLOCK_METADATA = 1024 * 1024;

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

/**
 * Opens what is on disk and brings the state up to the last block.
 *
 * @throws NetworkError `LEDGER_DAMAGED`, `DATA_NEWER`, `DATA_OF_ANOTHER_NETWORK`, `DATA_FORMAT`; nothing stays open then.
 */
export async function openParts(options: ChannelOptions): Promise<Parts> {
  const { directory, log, batch } = options;
  const opened: (() => Promise<void>)[] = [];
  try {
    const owner = channelOwner(options);
    await claimFolder(directory, owner, 'blocks');
    const state = await openState(join(directory, 'state'), owner, log);
    opened.push(() => state.close());
    const file = await BlockFile.open(join(directory, 'blocks'), {
      known: state.savepoint + 1,
      largestBlock: Math.max(batch.absoluteMaxBytes, batch.preferredMaxBytes) + BLOCK_METADATA,
      log,
    });
    opened.push(() => file.close());
    const members = new Map<string, MemberStore>();
    for (const signer of options.signers) {
      const member = await openMemberStore(directory, owner, signer);
      opened.push(() => closeMemberStore(member));
      members.set(signer.mspId, member);
    }
    return await committing(options, { file, state, members });
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw isDamage(error) ? unreadable(directory, error) : error;
  }
}

async function committing(
  options: ChannelOptions,
  stores: Pick<Parts, 'file' | 'state' | 'members'>,
): Promise<Parts> {
  const waiters = new CommitWaiters();
  const failed = deferred<Error>();
  const committer = await Committer.open(
    {
      channel: options.name,
      blocks: stores.file,
      state: stores.state,
      members: stores.members,
      identities: options.identities,
      configuration: options.configuration,
      consenters: options.consenters,
      evaluate: policyEvaluation(options.configuration),
      committed: (block, records) => {
        reader.committed(block);
        for (const record of records) {
          waiters.committed(committedTransaction(record));
        }
      },
      failed: (cause) => {
        const error = isDamage(cause) ? unreadable(options.directory, cause) : cause;
        options.log('error', 'the ledger cannot go on', { error: error.message });
        waiters.fail(new LedgerError(UNAVAILABLE, `the ledger cannot go on: ${error.message}`));
        failed.resolve(error);
      },
    },
    options.genesis,
  );
  // Called back for new blocks only, so not before the next line.
  const reader = new BlockReader(stores.file);
  return { ...stores, reader, waiters, committer, failed: failed.promise };
}

function unreadable(directory: string, cause: unknown): NetworkError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NetworkError(
    'LEDGER_DAMAGED',
    `A database below ${directory} cannot be read: ${reason}. Put the folder ${join(directory, 'state')} aside and ` +
      'start the ledger again: the blocks make it anew. When that does not help, the damage is in private data: ' +
      `restore ${join(directory, 'members')} from a backup.`,
    { cause },
  );
}

/** Whose the files of a channel are. */
export function channelOwner({ name, genesis }: Pick<ChannelOptions, 'name' | 'genesis'>): FolderOwner {
  return { channel: name, genesis: hex(blockHash(blockHeader(genesis))) };
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
