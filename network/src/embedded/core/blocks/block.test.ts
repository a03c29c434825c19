import { expect } from 'chai';
import { common } from '@hyperledger/fabric-protos';
import {
  blockCommitHash,
  blockHash,
  blockHeader,
  blockHeaderBytes,
  lastConfigOf,
  newBlock,
  setBlockCommitHash,
} from './block.js';
import { hex, sha256 } from '../bytes.js';
import { commitHash } from '../commit/commit-hash.js';
import { newTestSigner } from '../testing/test-identities.js';
import { UpdateBatch } from '../state/update-batch.js';

function header(number: number, previous: Uint8Array, data: Uint8Array): common.BlockHeader {
  const message = new common.BlockHeader();
  message.setNumber(number);
  message.setPreviousHash(previous);
  message.setDataHash(data);
  return message;
}

describe('block', () => {
  it('hashes its header as ASN.1 DER', () => {
    const bytes = blockHeaderBytes(header(0, new Uint8Array(0), Uint8Array.of(7)));
    expect(hex(bytes)).to.equal('30' + '08' + '020100' + '0400' + '040107');
    const large = blockHeaderBytes(header(200, new Uint8Array(1), new Uint8Array(1)));
    expect(hex(large)).to.equal('30' + '0a' + '020200c8' + '040100' + '040100');
    expect(hex(blockHash(header(1, new Uint8Array(0), new Uint8Array(0))))).to.equal(
      hex(sha256(Buffer.from('3007020101' + '0400' + '0400', 'hex'))),
    );
  });

  it('carries the hash of its envelopes and the signatures of all orderers by their numbers', () => {
    const signers = [newTestSigner('AMSP', 'PEER'), newTestSigner('BMSP', 'PEER')];
    const consenters = signers.map((signer, index) => ({ consenter: index + 7, signer }));
    const block = newBlock(5, new Uint8Array(32), [Buffer.from('a'), Buffer.from('b')], {
      consenters,
      lastConfig: 3,
    });
    expect(lastConfigOf(block)).to.equal(3);
    expect(hex(blockHeader(block).getDataHash_asU8())).to.equal(hex(sha256('ab')));
    const [bytes] = block.getMetadata()?.getMetadataList_asU8() ?? [];
    const metadata = common.Metadata.deserializeBinary(bytes ?? new Uint8Array(0));
    const signatures = metadata.getSignaturesList();
    expect(signatures).to.have.length(2);
    signatures.forEach((signature, index) => {
      expect(signature.getSignatureHeader_asU8()).to.have.length(0);
      const identifier = common.IdentifierHeader.deserializeBinary(signature.getIdentifierHeader_asU8());
      expect(identifier.getIdentifier()).to.equal(index + 7);
      const signed = Buffer.concat([
        metadata.getValue_asU8(),
        signature.getIdentifierHeader_asU8(),
        blockHeaderBytes(blockHeader(block)),
      ]);
      expect(signers[index]?.identity.verify(signed, signature.getSignature_asU8())).to.be.true;
    });
  });

  it('keeps the commit hash in its metadata', () => {
    const block = newBlock(5, new Uint8Array(32), [Buffer.from('a')], { consenters: [], lastConfig: 0 });
    expect(blockCommitHash(block)).to.have.length(0);
    setBlockCommitHash(block, Uint8Array.of(1, 2));
    expect([...blockCommitHash(block)]).to.deep.equal([1, 2]);
  });
});

describe('commit hash', () => {
  it('covers flags, updates in order, and the hash before', () => {
    const updates = new UpdateBatch();
    const version = { block: 258, transaction: 0 };
    const state = { value: Buffer.from('v'), metadata: new Uint8Array(0), version };
    updates.set('ns2', '', 'k', { state: undefined, version });
    updates.set('ns1', '', 'b', { state, version });
    updates.set('ns1', '', 'a', { state, version });
    updates.set('ns1', 'coll', 'ff', { state, version });
    // namespace 1, collection 2, key 3, isDelete 4, value 5, version 6; versions order-preserving.
    const versionField = '3204' + '020102' + '00';
    const writes = [
      '0a036e7331' + '1a0161' + '2a0176' + versionField,
      '1a0162' + '2a0176' + versionField,
      '1204636f6c6c' + '1a01ff' + '2a0176' + versionField,
      '0a036e7332' + '1a016b' + '2001' + versionField,
    ];
    const bytes = writes
      .map((each) => '0a' + (each.length / 2).toString(16).padStart(2, '0') + each)
      .join('');
    expect(hex(commitHash(Uint8Array.of(0, 11), updates, Uint8Array.of(9)))).to.equal(
      hex(sha256(Buffer.from('02' + '000b' + bytes + '09', 'hex'))),
    );
  });
});
