import { expect } from 'chai';
import { common, peer } from '@hyperledger/fabric-protos';
import { blockEnvelopes, blockHash, blockHeader, validationFlags } from '../blocks/block.js';
import { hex, sha256 } from '../bytes.js';
import { addressesAt, DEFINITION } from '../testing/test-channel.js';
import { endorsedEnvelope } from '../testing/test-client.js';
import { SharedChannel } from '../testing/shared-channel.js';
import { newTestSigner } from '../testing/test-identities.js';

const Code = peer.TxValidationCode;

describe('validation', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(() => shared.stop());

  async function endorsed(args: string[], members: string[] = ['VNMSP', 'SGMSP']) {
    return endorsedEnvelope(shared.channel, { arguments: args, client: shared.network.client() }, members);
  }

  function status(transactionId: string) {
    return shared.channel.commitStatus(transactionId, AbortSignal.timeout(30_000));
  }

  /** Orders envelopes together and tells their codes as they stand in the block. */
  async function order(...envelopes: { transactionId: string; envelope: Uint8Array }[]): Promise<number[]> {
    const height = shared.channel.height;
    await Promise.all(envelopes.map(({ envelope }) => shared.channel.order(envelope)));
    for await (const block of shared.channel.blocks(height, AbortSignal.timeout(30_000))) {
      expect(blockEnvelopes(block)).to.have.length(envelopes.length);
      return [...validationFlags(block)];
    }
    return [];
  }

  it('lets one of two reads of the same version commit', async () => {
    await shared.submit(['put', 'counter', '0']);
    const both = [
      await endorsed(['increment', 'counter']),
      await endorsed(['increment', 'counter']),
    ] as const;
    expect(await order(...both)).to.deep.equal([Code.VALID, Code.MVCC_READ_CONFLICT]);
    expect(await shared.evaluate(['get', 'counter'])).to.equal('1');
  });

  it('finds a conflict on a missing key that somebody has created', async () => {
    const late = await endorsed(['increment', 'created']);
    await shared.submit(['put', 'created', '7']);
    expect(await order(late)).to.deep.equal([Code.MVCC_READ_CONFLICT]);
  });

  it('finds phantoms, those within the block too', async () => {
    await shared.submit(['putMany', 'ph', '3']);
    const late = await endorsed(['rangeThenPut', 'ph', 'pi', 'result', '3']);
    const writer = await endorsed(['put', 'ph9', 'new']);
    expect(await order(writer, late)).to.deep.equal([Code.VALID, Code.PHANTOM_READ_CONFLICT]);
    const deleted = await endorsed(['rangeThenPut', 'ph', 'pi', 'result', '4']);
    const remover = await endorsed(['del', 'ph0001']);
    expect(await order(remover, deleted)).to.deep.equal([Code.VALID, Code.PHANTOM_READ_CONFLICT]);
  });

  it('finds phantoms under a Merkle summary', async () => {
    await shared.submit(['putMany', 'tree', '120']);
    const late = await endorsed(['rangeThenPut', 'tree', 'tref', 'result', 'x']);
    expect(await order(await endorsed(['put', 'tree0050', 'new']), late)).to.deep.equal([
      Code.VALID,
      Code.PHANTOM_READ_CONFLICT,
    ]);
  });

  it('gives the second of two equal transactions no new verdict', async () => {
    const transaction = await endorsed(['put', 'twice', 'x']);
    expect(await order(transaction, transaction)).to.deep.equal([Code.VALID, Code.DUPLICATE_TXID]);
    expect(await order(transaction)).to.deep.equal([Code.DUPLICATE_TXID]);
    expect((await status(transaction.transactionId)).code).to.equal(Code.VALID);
  });

  it('keeps the first verdict when it was a refusal', async () => {
    const lone = await endorsed(['put', 'lone', 'x'], ['VNMSP']);
    expect(await order(lone)).to.deep.equal([Code.ENDORSEMENT_POLICY_FAILURE]);
    expect(await order(lone)).to.deep.equal([Code.DUPLICATE_TXID]);
    expect((await status(lone.transactionId)).code).to.equal(Code.ENDORSEMENT_POLICY_FAILURE);
  });

  it('counts an endorser once', async () => {
    expect(await order(await endorsed(['put', 'k', 'x'], ['VNMSP', 'VNMSP']))).to.deep.equal([
      Code.ENDORSEMENT_POLICY_FAILURE,
    ]);
  });

  it('refuses an envelope that somebody else has signed', async () => {
    const { envelope, transactionId } = await endorsed(['put', 'stolen', 'x']);
    const forged = common.Envelope.deserializeBinary(envelope);
    forged.setSignature(newTestSigner('VNMSP', 'CLIENT').sign(forged.getPayload_asU8()));
    expect(await order({ transactionId, envelope: forged.serializeBinary() })).to.deep.equal([
      Code.BAD_CREATOR_SIGNATURE,
    ]);
  });

  it('refuses an envelope signed by its sender under another proposal', async () => {
    const { envelope, transactionId } = await endorsed(['put', 'changed', 'x']);
    const forged = common.Envelope.deserializeBinary(envelope);
    const payload = common.Payload.deserializeBinary(forged.getPayload_asU8());
    const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
    const [action] = transaction.getActionsList();
    const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
      action?.getPayload_asU8() ?? new Uint8Array(),
    );
    actionPayload.setChaincodeProposalPayload(new peer.ChaincodeProposalPayload().serializeBinary());
    action?.setPayload(actionPayload.serializeBinary());
    payload.setData(transaction.serializeBinary());
    forged.setPayload(payload.serializeBinary());
    forged.setSignature(shared.network.client().sign(forged.getPayload_asU8()));
    expect(await order({ transactionId, envelope: forged.serializeBinary() })).to.deep.equal([
      Code.INVALID_ENDORSER_TRANSACTION,
    ]);
  });

  it('survives an envelope whose payload is no payload', async () => {
    const envelope = new common.Envelope();
    envelope.setPayload(Buffer.from('\xff\xff\xff', 'latin1'));
    expect(await order({ transactionId: '', envelope: envelope.serializeBinary() })).to.deep.equal([
      Code.BAD_PAYLOAD,
    ]);
  });

  it('lets a key-level policy replace that of the contract', async () => {
    await shared.submit(['put', 'guarded', 'x']);
    await shared.submit(['setPolicy', 'guarded', 'THMSP']);
    expect(await order(await endorsed(['put', 'guarded', 'y']))).to.deep.equal([
      Code.ENDORSEMENT_POLICY_FAILURE,
    ]);
    expect(await order(await endorsed(['put', 'guarded', 'y'], ['THMSP']))).to.deep.equal([Code.VALID]);
    expect(await shared.evaluate(['getPolicy', 'guarded'])).to.contain('THMSP');
  });

  it('refuses a write to a key whose policy changed earlier in the block', async () => {
    await shared.submit(['put', 'moving', 'x']);
    const change = await endorsed(['setPolicy', 'moving', 'VNMSP', 'SGMSP']);
    const later = await endorsed(['put', 'moving', 'y']);
    expect(await order(change, later)).to.deep.equal([Code.VALID, Code.ENDORSEMENT_POLICY_FAILURE]);
  });

  it('lets a policy of a missing key vanish', async () => {
    expect(await shared.submit(['setPolicy', 'nobody', 'THMSP'])).to.equal(Code.VALID);
    expect(await shared.evaluate(['getPolicy', 'nobody'])).to.equal('');
    expect(await shared.submit(['put', 'nobody', 'x'])).to.equal(Code.VALID);
  });

  it('names the members that the writes call for, the first of the available before others', async () => {
    await shared.submit(['put', 'sg and th', 'x']);
    await shared.submit(['setPolicy', 'sg and th', 'SGMSP', 'THMSP']);
    const choose = async (...args: string[]) => {
      const { simulations } = await endorsed(args, ['VNMSP']);
      const [first] = simulations;
      return first && shared.channel.endorsersFor({} as never, first, ['VNMSP', 'SGMSP', 'THMSP']);
    };
    expect(await choose('put', 'any', 'x')).to.deep.equal([
      ['VNMSP', 'SGMSP'],
      ['VNMSP', 'THMSP'],
      ['SGMSP', 'THMSP'],
    ]);
    expect(await choose('put', 'sg and th', 'y')).to.deep.equal([['SGMSP', 'THMSP']]);
    expect(await choose('putPrivate', 'documents-SGMSP', 'k')).to.deep.equal([['SGMSP']]);
  });

  it('fails what was endorsed under an earlier definition', async () => {
    const late = await endorsed(['put', 'late', 'x']);
    const upgraded = await shared.channel.deploy(
      { ...DEFINITION, version: '2' },
      addressesAt(shared.service.port),
    );
    expect(upgraded.sequence).to.equal(2);
    expect(await order(late)).to.deep.equal([Code.MVCC_READ_CONFLICT]);
    const same = await shared.channel.deploy(
      { ...DEFINITION, version: '2' },
      addressesAt(shared.service.port),
    );
    expect(same.sequence).to.equal(2);
  });

  it('chains its blocks by the hashes of their headers and data', () => {
    let previous = '';
    for (let number = 0n; number < shared.channel.height; number++) {
      const block = shared.channel.block(number);
      expect(block, `block ${number}`).to.exist;
      if (!block) {
        return;
      }
      const header = blockHeader(block);
      expect(hex(header.getPreviousHash_asU8())).to.equal(previous);
      if (number > 0n) {
        expect(hex(header.getDataHash_asU8())).to.equal(hex(sha256(...blockEnvelopes(block))));
      }
      previous = hex(blockHash(header));
    }
  });

  it('refuses an envelope that is too large', async () => {
    const { envelope } = await endorsed(['put', 'big', 'x']);
    const big = common.Envelope.deserializeBinary(envelope);
    big.setPayload(new Uint8Array(11 * 1024 * 1024));
    const error = await shared.channel.order(big.serializeBinary()).catch((reason: unknown) => reason);
    expect(error)
      .to.have.property('message')
      .that.matches(/message payload is \d+ bytes and exceeds maximum allowed 10485760 bytes/);
  });

  it('frees those who wait for a verdict that never comes', async () => {
    const error = await shared.channel
      .commitStatus('no such transaction', AbortSignal.timeout(20))
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'TimeoutError');
  });
});
