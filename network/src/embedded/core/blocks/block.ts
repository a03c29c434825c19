import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { ConsenterSigner } from '../../seam.js';
import { EMPTY, sha256 } from '../bytes.js';

const Index = common.BlockMetadataIndex;
const NONCE_BYTES = 24;

function derLength(length: number): number[] {
  if (length < 0x80) {
    return [length];
  }
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) {
    bytes.unshift(rest & 0xff);
  }
  return [0x80 | bytes.length, ...bytes];
}

function der(tag: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.from([tag, ...derLength(content.length)]), content]);
}

function derInteger(value: number): Uint8Array {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  // A leading bit would make it negative.
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

/** The header as it is hashed and signed: ASN.1 DER of number, previous hash, data hash. */
export function blockHeaderBytes(header: common.BlockHeader): Uint8Array {
  return der(
    0x30,
    Buffer.concat([
      derInteger(header.getNumber()),
      der(0x04, header.getPreviousHash_asU8()),
      der(0x04, header.getDataHash_asU8()),
    ]),
  );
}

export function blockHash(header: common.BlockHeader): Uint8Array {
  return sha256(blockHeaderBytes(header));
}

/** What the ordering adds to a batch: who signs, and which configuration is in force. */
export interface BlockOrigin {
  readonly consenters: readonly ConsenterSigner[];
  /** Number of the block that holds the configuration in force; the block's own when it holds one. */
  readonly lastConfig: number;
}

/**
 * One orderer's signature as SmartBFT writes it: not the signer's certificate stands with it but its number
 * in the channel configuration. Signed are the metadata's value, this header, and the block's header.
 */
function consenterSignature(
  value: Uint8Array,
  header: Uint8Array,
  { consenter, signer }: ConsenterSigner,
): common.MetadataSignature {
  const identifier = new common.IdentifierHeader();
  identifier.setIdentifier(consenter);
  identifier.setNonce(randomBytes(NONCE_BYTES));
  const signature = new common.MetadataSignature();
  signature.setIdentifierHeader(identifier.serializeBinary());
  signature.setSignature(signer.sign(Buffer.concat([value, signature.getIdentifierHeader_asU8(), header])));
  return signature;
}

function signatureMetadata(header: Uint8Array, { consenters }: BlockOrigin, lastConfig: common.LastConfig) {
  const value = new common.OrdererBlockMetadata();
  value.setLastConfig(lastConfig);
  const metadata = new common.Metadata();
  metadata.setValue(value.serializeBinary());
  metadata.setSignaturesList(
    consenters.map((each) => consenterSignature(metadata.getValue_asU8(), header, each)),
  );
  return metadata;
}

/** A block as the ordering hands it out: not yet validated. */
export function newBlock(
  number: number,
  previousHash: Uint8Array,
  envelopes: readonly Uint8Array[],
  origin: BlockOrigin,
): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(number);
  header.setPreviousHash(previousHash);
  header.setDataHash(sha256(...envelopes));
  const data = new common.BlockData();
  data.setDataList([...envelopes]);
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(origin.lastConfig);
  const configuration = new common.Metadata();
  configuration.setValue(lastConfig.serializeBinary());
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    signatureMetadata(blockHeaderBytes(header), origin, lastConfig).serializeBinary(),
    configuration.serializeBinary(),
    EMPTY,
    EMPTY,
    EMPTY,
  ]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}

/** Number of the configuration block that was in force when the block was made. */
export function lastConfigOf(block: common.Block): number {
  const metadata = common.Metadata.deserializeBinary(metadataAt(block, Index.SIGNATURES));
  return (
    common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8()).getLastConfig()?.getIndex() ?? 0
  );
}

function metadataAt(block: common.Block, index: number): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[index] ?? EMPTY;
}

function setMetadata(block: common.Block, index: number, bytes: Uint8Array): void {
  const metadata = block.getMetadata() ?? new common.BlockMetadata();
  const list = metadata.getMetadataList_asU8();
  while (list.length <= index) {
    list.push(EMPTY);
  }
  list[index] = bytes;
  metadata.setMetadataList(list);
  block.setMetadata(metadata);
}

/** One validation code for each transaction. */
export function validationFlags(block: common.Block): Uint8Array {
  return metadataAt(block, Index.TRANSACTIONS_FILTER);
}

export function setValidationFlags(block: common.Block, flags: Uint8Array): void {
  setMetadata(block, Index.TRANSACTIONS_FILTER, flags);
}

/** The commit hash a peer wrote into its copy; empty in block 0. */
export function blockCommitHash(block: common.Block): Uint8Array {
  const bytes = metadataAt(block, Index.COMMIT_HASH);
  return bytes.length === 0 ? EMPTY : common.Metadata.deserializeBinary(bytes).getValue_asU8();
}

export function setBlockCommitHash(block: common.Block, hash: Uint8Array): void {
  const metadata = new common.Metadata();
  metadata.setValue(hash);
  setMetadata(block, Index.COMMIT_HASH, metadata.serializeBinary());
}

export function blockHeader(block: common.Block): common.BlockHeader {
  const header = block.getHeader();
  if (!header) {
    throw new Error('block without header');
  }
  return header;
}

export function blockEnvelopes(block: common.Block): Uint8Array[] {
  return block.getData()?.getDataList_asU8() ?? [];
}
