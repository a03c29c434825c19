import { common, peer } from '@hyperledger/fabric-protos';
import { equalBytes, hex, sha256 } from '../bytes.js';
import { proposalHash } from './proposal-hash.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../rwset/rwset.js';

const Code = peer.TxValidationCode;
const HeaderType = common.HeaderType;

/** A transaction as it stands in a block, taken apart. */
export interface ParsedTransaction {
  readonly contract: string;
  readonly version: string;
  readonly action: peer.ChaincodeAction;
  readonly sets: readonly NamespaceReadWriteSet[];
  /** What the endorsers signed, before their identities. */
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
}

/** An envelope whose headers could be read; `code` is set when it is already known to be invalid. */
export interface ParsedEnvelope {
  readonly transactionId: string;
  readonly channel: string;
  readonly isConfig: boolean;
  /** The payload's contents. */
  readonly data: Uint8Array;
  readonly creator: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** Reads the transaction inside. */
  readonly transaction: () => ParsedTransaction | number;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Reads the headers of an envelope in the order in which Fabric's `ValidateTransaction` does.
 * @returns the first code that applies when it is malformed; the transaction id as far as it can be read.
 */
export function parseEnvelope(bytes: Uint8Array): { transactionId: string; parsed: ParsedEnvelope | number } {
  const envelope = attempt(() => common.Envelope.deserializeBinary(bytes));
  if (!envelope) {
    return { transactionId: '', parsed: Code.INVALID_OTHER_REASON };
  }
  const payload = attempt(() => common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  if (!payload) {
    return { transactionId: '', parsed: Code.BAD_PAYLOAD };
  }
  const header = payload.getHeader();
  const channelHeader =
    header && attempt(() => common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()));
  const transactionId = channelHeader?.getTxId() ?? '';
  const signatureHeader =
    header && attempt(() => common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()));
  if (!channelHeader || !signatureHeader || !isCommonHeader(channelHeader, signatureHeader)) {
    return { transactionId, parsed: Code.BAD_COMMON_HEADER };
  }
  return {
    transactionId,
    parsed: {
      transactionId,
      channel: channelHeader.getChannelId(),
      isConfig: channelHeader.getType() === HeaderType.CONFIG,
      data: payload.getData_asU8(),
      creator: signatureHeader.getCreator_asU8(),
      payload: envelope.getPayload_asU8(),
      signature: envelope.getSignature_asU8(),
      transaction: () => {
        const nonce = signatureHeader.getNonce_asU8();
        if (hex(sha256(nonce, signatureHeader.getCreator_asU8())) !== transactionId) {
          return Code.BAD_PROPOSAL_TXID;
        }
        return parseTransaction(payload, header, channelHeader);
      },
    },
  };
}

function isCommonHeader(
  channelHeader: common.ChannelHeader,
  signatureHeader: common.SignatureHeader,
): boolean {
  const types: readonly number[] = [
    HeaderType.ENDORSER_TRANSACTION,
    HeaderType.CONFIG_UPDATE,
    HeaderType.CONFIG,
  ];
  return (
    types.includes(channelHeader.getType()) &&
    channelHeader.getEpoch() === 0 &&
    isSignatureHeader(signatureHeader)
  );
}

function isSignatureHeader(header: common.SignatureHeader): boolean {
  return header.getNonce_asU8().length > 0 && header.getCreator_asU8().length > 0;
}

/** The one action of a transaction, its proposal hash checked (Fabric, `validateEndorserTransaction`). */
function parseTransaction(
  payload: common.Payload,
  header: common.Header,
  channelHeader: common.ChannelHeader,
): ParsedTransaction | number {
  if (channelHeader.getType() !== HeaderType.ENDORSER_TRANSACTION) {
    return Code.UNSUPPORTED_TX_PAYLOAD;
  }
  const endorsed = attempt(() => readAction(payload.getData_asU8(), header));
  if (!endorsed) {
    return Code.INVALID_ENDORSER_TRANSACTION;
  }
  const extension = attempt(() =>
    peer.ChaincodeHeaderExtension.deserializeBinary(channelHeader.getExtension_asU8()),
  );
  if (!extension) {
    return Code.BAD_HEADER_EXTENSION;
  }
  const action = attempt(() => peer.ChaincodeAction.deserializeBinary(endorsed.response.getExtension_asU8()));
  if (!action) {
    return Code.BAD_RESPONSE_PAYLOAD;
  }
  const sets = attempt(() => decodeReadWriteSet(action.getResults_asU8()));
  if (!sets) {
    return Code.BAD_RWSET;
  }
  const named = extension.getChaincodeId();
  const ran = action.getChaincodeId();
  if (!named || !ran) {
    return Code.INVALID_OTHER_REASON;
  }
  if (named.getName() === '' || named.getName() !== ran.getName() || ran.getVersion() === '') {
    return Code.INVALID_CHAINCODE;
  }
  return checkEventAndNamespaces({
    contract: named.getName(),
    version: ran.getVersion(),
    action,
    sets,
    responsePayload: endorsed.responsePayload,
    endorsements: endorsed.endorsements,
  });
}

function checkEventAndNamespaces(transaction: ParsedTransaction): ParsedTransaction | number {
  const { action, contract, sets } = transaction;
  const eventBytes = action.getEvents_asU8();
  if (eventBytes.length > 0) {
    const event = attempt(() => peer.ChaincodeEvent.deserializeBinary(eventBytes));
    if (event?.getChaincodeId() !== contract) {
      return Code.INVALID_OTHER_REASON;
    }
  }
  return new Set(sets.map((set) => set.namespace)).size < sets.length ? Code.ILLEGAL_WRITESET : transaction;
}

/** @throws when anything does not parse or fit. */
function readAction(
  data: Uint8Array,
  header: common.Header,
): {
  readonly response: peer.ProposalResponsePayload;
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
} {
  const [action, ...others] = peer.Transaction.deserializeBinary(data).getActionsList();
  if (!action || others.length > 0) {
    throw new Error('only one action per transaction is supported');
  }
  const actionHeader = common.SignatureHeader.deserializeBinary(action.getHeader_asU8());
  if (!isSignatureHeader(actionHeader)) {
    throw new Error('invalid signature header of the action');
  }
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const endorsed = payload.getAction();
  const responsePayload = endorsed?.getProposalResponsePayload_asU8();
  if (!endorsed || !responsePayload) {
    throw new Error('no endorsed action');
  }
  const response = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  const expected = proposalHash(
    header.getChannelHeader_asU8(),
    action.getHeader_asU8(),
    payload.getChaincodeProposalPayload_asU8(),
  );
  if (!equalBytes(expected, response.getProposalHash_asU8())) {
    throw new Error('proposal hash does not match');
  }
  return { response, responsePayload, endorsements: endorsed.getEndorsementsList() };
}
