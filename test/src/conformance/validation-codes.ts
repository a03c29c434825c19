import type { TestElsewhere } from './points.js';

/** One of Fabric's validation codes: which behaviours end in it on both ledgers, or why none does. */
export interface ValidationCode {
  /** As in `TxValidationCode`. */
  readonly code: string;
  readonly behaviours?: readonly string[];
  /** Where no client can bring it about on both ledgers. */
  readonly why?: string;
  /** Where the embedded ledger's own parts are asked for it. */
  readonly elsewhere?: readonly TestElsewhere[];
}

const ORDERERS =
  "Orderers refuse such an envelope, or say so of its sender: behaviours of 'envelopes' show their texts.";
const V14 =
  'Given by the validator of Fabric 1.4 alone (`txvalidator/v14`); ours have the capability V2_5, for which v20 judges.';
const NOWHERE = 'No part of Fabric 3.1 gives it.';
const VALIDATION = 'network/src/embedded/core/commit/validation.test.ts';

export const validationCodes: readonly ValidationCode[] = [
  { code: 'VALID', behaviours: ['statuses below 200 and from 400 are errors, 200 to 399 commit'] },
  { code: 'NIL_ENVELOPE', why: `${ORDERERS} Only an orderer could put an empty one into a block.` },
  {
    code: 'BAD_PAYLOAD',
    why: ORDERERS,
    elsewhere: [{ file: VALIDATION, name: 'survives an envelope whose payload is no payload' }],
  },
  { code: 'BAD_COMMON_HEADER', behaviours: ['an envelope whose headers were changed after endorsement'] },
  {
    code: 'BAD_CREATOR_SIGNATURE',
    why: `${ORDERERS} A creator that is revoked after it was ordered gets it.`,
    elsewhere: [{ file: VALIDATION, name: 'refuses an envelope that somebody else has signed' }],
  },
  {
    code: 'INVALID_ENDORSER_TRANSACTION',
    behaviours: [
      'an envelope whose headers were changed after endorsement',
      'an envelope whose writes, contract, proposal or answer were changed after endorsement',
    ],
  },
  {
    code: 'INVALID_CONFIG_TRANSACTION',
    why: 'Orderers make configuration blocks themselves, of updates they have judged.',
  },
  { code: 'UNSUPPORTED_TX_PAYLOAD', why: ORDERERS },
  {
    code: 'BAD_PROPOSAL_TXID',
    behaviours: [
      'an envelope signed by somebody else, by another creator, for another channel, or under another id',
    ],
  },
  {
    code: 'DUPLICATE_TXID',
    why: 'BFT orderers refuse for a while what they have ordered: see `differences.ts`. In a block it is judged the same.',
    elsewhere: [{ file: VALIDATION, name: 'gives the second of two equal transactions no new verdict' }],
  },
  {
    code: 'ENDORSEMENT_POLICY_FAILURE',
    behaviours: ['one endorsement of two does not satisfy the contract, three do'],
  },
  { code: 'MVCC_READ_CONFLICT', behaviours: ['a value read and changed meanwhile conflicts'] },
  {
    code: 'PHANTOM_READ_CONFLICT',
    behaviours: ['a key that appears in, leaves or changes in a range is a phantom'],
  },
  { code: 'UNKNOWN_TX_TYPE', why: ORDERERS },
  { code: 'TARGET_CHAIN_NOT_FOUND', why: ORDERERS },
  { code: 'MARSHAL_TX_ERROR', why: 'For an envelope that was read and cannot be written: there is none.' },
  {
    code: 'NIL_TXACTION',
    why: 'For an action that v20 has read before: it gives BAD_RESPONSE_PAYLOAD or INVALID_ENDORSER_TRANSACTION first.',
  },
  {
    code: 'EXPIRED_CHAINCODE',
    why: `${V14} There it said that the version endorsed is no longer the deployed one; v20 does not look at versions: an upgrade is an MVCC_READ_CONFLICT.`,
  },
  { code: 'CHAINCODE_VERSION_CONFLICT', why: NOWHERE },
  {
    code: 'BAD_HEADER_EXTENSION',
    behaviours: ['an endorsed transaction whose header extension, answer or writes cannot be read'],
  },
  { code: 'BAD_CHANNEL_HEADER', why: 'The header was read before, or the code is BAD_COMMON_HEADER.' },
  {
    code: 'BAD_RESPONSE_PAYLOAD',
    behaviours: ['an endorsed transaction whose header extension, answer or writes cannot be read'],
  },
  {
    code: 'BAD_RWSET',
    behaviours: ['an endorsed transaction whose header extension, answer or writes cannot be read'],
  },
  {
    code: 'ILLEGAL_WRITESET',
    behaviours: [
      "an endorsed transaction with another contract's event, or with writes of one contract twice",
    ],
  },
  {
    code: 'INVALID_WRITESET',
    why: 'For writes that the state database cannot keep: LevelDB, as here, keeps all.',
  },
  {
    code: 'INVALID_CHAINCODE',
    behaviours: [
      'an endorsed transaction of no contract, of another than was asked, of none there is, or of no version',
    ],
  },
  { code: 'NOT_VALIDATED', why: 'Stands in a block until it is judged: no peer shows one before.' },
  {
    code: 'INVALID_OTHER_REASON',
    behaviours: [
      "an endorsed transaction with another contract's event, or with writes of one contract twice",
    ],
  },
];
