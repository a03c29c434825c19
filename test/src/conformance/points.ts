/** A test outside the conformance suite: its file, from the repository's root, and its name. */
export interface TestElsewhere {
  readonly file: string;
  readonly name: string;
}

/** One point of Fabric's semantics that is most easily got wrong, and the behaviours that show it. */
export interface Point {
  readonly point: number;
  readonly says: string;
  /** Names of behaviours, run on both ledgers. */
  readonly behaviours: readonly string[];
  /** What one ledger alone is tried for, or what needs another network than the suite's. */
  readonly elsewhere?: readonly TestElsewhere[];
}

const FABRIC_NETWORK = 'network/src/fabric/network.fabric.test.ts';

export const points: readonly Point[] = [
  {
    point: 1,
    says: 'the proposal hash leaves the transient map out, and so does the transaction',
    behaviours: [
      'only the hash of a private value stands in the transaction',
      'an envelope whose writes, contract, proposal or answer were changed after endorsement',
    ],
  },
  {
    point: 2,
    says: 'the transaction id follows from nonce and creator; a second one is a duplicate, the first verdict stays',
    behaviours: [
      'a proposal whose id does not follow from nonce and creator',
      'a proposal with an id that the ledger has is refused before simulation',
      'one envelope ordered twice: the second is a duplicate, and the first verdict stays',
    ],
  },
  {
    point: 3,
    says: 'endorsed payloads must be equal; reads and writes are sorted',
    behaviours: [
      'a transaction with the same answer at two members only endorses when the copies agree',
      'reads and writes are sorted by key, and the last write of a key wins',
    ],
  },
  {
    point: 4,
    says: "every read-write set reads the definition's sequence: an upgrade fails what is in flight with MVCC",
    behaviours: ['a new definition of the contract fails all that is in flight, whatever it touches'],
    elsewhere: [
      { file: FABRIC_NETWORK, name: 'moves to a new version of the contract while submits go on' },
      {
        file: 'network/src/embedded/core/lifecycle/upgrade.test.ts',
        name: 'refuses no call, ends what runs on the old service, and answers from the new one',
      },
    ],
  },
  {
    point: 5,
    says: "no read sees the transaction's own writes",
    behaviours: ['no read sees the own writes: get, range, delete'],
  },
  {
    point: 6,
    says: 'an empty value deletes; deleting a missing key is valid',
    behaviours: [
      'an empty value deletes, and a deleted key is read as missing',
      'deleting a key that is missing commits, and history shows it',
      'an empty private value',
    ],
  },
  {
    point: 7,
    says: 'a missing key is read without version, and conflicts when somebody creates it',
    behaviours: ['a missing key that somebody creates conflicts; deleting a missing key does not'],
  },
  {
    point: 8,
    says: 'ranges are in byte order, end exclusive; over 50 results are summarised; phantoms are run again',
    behaviours: [
      'a range is in byte order of UTF-8, its end exclusive',
      'a half-read iterator records what the peer handed out of it',
      'over 50 results become a Merkle summary',
      'composite keys stand before all others, and are found by their first parts',
      'a key that appears in, leaves or changes in a range is a phantom',
      'a phantom in a range of more than 50',
    ],
  },
  {
    point: 9,
    says: 'paginated and private range queries with any write are refused',
    behaviours: [
      'a paginated query with any write is refused, in either order',
      'a private range query with any write is refused, in either order',
    ],
  },
  {
    point: 10,
    says: 'statuses from 200 to 399 are endorsed; others are errors with the contract’s text',
    behaviours: [
      'statuses below 200 and from 400 are errors, 200 to 399 commit',
      "a contract's error tells its text, at one endorser or both",
    ],
  },
  {
    point: 11,
    says: 'private data is read by members alone; its hash by everybody',
    behaviours: [
      'a private value is read by its member at its peer, and by nobody else anywhere',
      'a collection that is none',
    ],
  },
  {
    point: 12,
    says: 'any endorser takes private writes, members keep them',
    behaviours: ['any endorser takes private writes of any collection, and only members keep them'],
  },
  {
    point: 13,
    says: 'policies of collections and keys replace the contract’s',
    behaviours: [
      "a collection's policy replaces the contract's",
      "a key's policy replaces the contract's for its key",
      'a policy set on a missing key vanishes',
      'a policy changed just before, in the same block or the one before, invalidates a write to the key',
    ],
  },
  {
    point: 14,
    says: 'one event, the last, of valid transactions; positions and ids of replay',
    behaviours: [
      'the last event set is told; none of an invalid transaction; one without writes too',
      'events are told again from a block, and after a transaction within its block',
      'without a start, events are told from the next block on',
      'a transaction without writes commits',
    ],
  },
  {
    point: 15,
    says: 'the commit status is waited for, for ever for an unknown id',
    behaviours: [
      'the verdict on an unknown transaction is waited for until the deadline',
      'the verdict on one transaction is told to any member, at any peer',
    ],
  },
  {
    point: 16,
    says: 'ordering checks signature, creator and size',
    behaviours: [
      'an envelope signed by somebody else, by another creator, for another channel, or under another id',
      'an envelope over the limit is refused by ordering',
      'an envelope just under the limit commits',
    ],
  },
  {
    point: 17,
    says: 'an evaluation goes to the own organisation, and to others on errors of peers alone',
    behaviours: ['an evaluation answers at the peer named, and an organisation that is none is refused'],
  },
  {
    point: 18,
    says: 'a contract that hangs, ends, or answers too much',
    behaviours: [
      'a contract that hangs is given up after the time it may take',
      'a contract that hangs at one endorser of two',
      'a contract that ends in the middle of a call, and comes back',
      'a contract whose message is a number answers an empty text',
      'an answer of 101 MB',
    ],
  },
  {
    point: 19,
    says: 'time window and expiry are checked at endorsement only',
    behaviours: [
      'a proposal is refused outside 15 minutes of the clock',
      'a client whose certificate has ended is refused',
      'what a client did before its certificate ended stays valid; what it held back is not ordered',
      "an endorsement by a certificate that has ended counts, another member's does not",
    ],
    elsewhere: [
      {
        file: 'network/src/embedded/services/refusals.test.ts',
        name: 'a creator whose certificate has expired, at every peer',
      },
    ],
  },
  {
    point: 20,
    says: 'blocks: header and data hashes, configuration alone, flags and commit hash',
    behaviours: [
      'blocks are chained by the hashes of their headers and data',
      'block 0 is a configuration block, alone',
    ],
    elsewhere: [
      {
        file: 'network/src/embedded/blocks.test.ts',
        name: 'have the hashes, signatures, policies, reads, verdicts and commit hashes of Fabric',
      },
    ],
  },
  {
    point: 21,
    says: 'the role comes from the certificate',
    behaviours: [
      'an endorsement counts by the role of its certificate: all are members, none is another',
      'organisational units count each by itself where several stand in one relative name: one role, no more',
      'an administrator may write as a client may',
      'a revoked client is refused everywhere, with what it held back; what it endorsed counts no more',
    ],
    elsewhere: [
      {
        file: 'network/src/msp/deserializer.test.ts',
        name: 'have the role their certificate says, and are all members',
      },
    ],
  },
  {
    point: 22,
    says: 'empty keys and keys that begin with NUL are taken, lone surrogates are not',
    behaviours: ['empty keys, keys that begin with NUL, and lone surrogates'],
  },
  {
    point: 23,
    // There is one channel in a network of ours, on either ledger: of another one a contract learns that it is none.
    says: 'a contract calls another on its channel: read-write sets are merged, its event is dropped',
    behaviours: [
      'a contract calls another on its channel: one read-write set for each, in one transaction',
      "the called contract's event is dropped",
      'a called contract that fails tells its caller, who decides; its writes stay in the transaction',
      'a called contract reads what is committed, and what it read conflicts as any',
      "a called contract's writes ask for its own endorsements, and it may call back to nobody",
      'a contract calls itself, another that is missing, and another channel',
    ],
  },
  {
    point: 24,
    says: 'over 500 calls at once are refused',
    behaviours: ['over 500 calls at once are refused, and served again when they are over'],
  },
];
