import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { PeerSigner } from '../seam.js';
import { EMPTY, sha256 } from './bytes.js';

const Index = common.BlockMetadataIndex;

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

/** The orderer's signature over a block, with the number of the configuration block in force. */
function signatureMetadata(header: common.BlockHeader, signer: PeerSigner): common.Metadata {
  const lastConfig = new common.LastConfig();
  lastConfig.setIndex(0);
  const value = new common.OrdererBlockMetadata();
  value.setLastConfig(lastConfig);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.serialized);
  signatureHeader.setNonce(randomBytes(24));
  const signature = new common.MetadataSignature();
  signature.setSignatureHeader(signatureHeader.serializeBinary());
  signature.setSignature(
    signer.sign(
      Buffer.concat([value.serializeBinary(), signature.getSignatureHeader_asU8(), blockHeaderBytes(header)]),
    ),
  );
  const metadata = new common.Metadata();
  metadata.setValue(value.serializeBinary());
  metadata.addSignatures(signature);
  return metadata;
}

/** A block as the orderer hands it out: not yet validated. */
export function newBlock(
  number: number,
  previousHash: Uint8Array,
  envelopes: readonly Uint8Array[],
  signer: PeerSigner,
): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(number);
  header.setPreviousHash(previousHash);
  header.setDataHash(sha256(...envelopes));
  const data = new common.BlockData();
  data.setDataList([...envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([signatureMetadata(header, signer).serializeBinary(), EMPTY, EMPTY, EMPTY, EMPTY]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
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
