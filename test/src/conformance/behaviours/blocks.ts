import { createHash } from 'node:crypto';
import type { Contract } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { askEndorser } from '../ask-endorser.js';
import { blocksBetween, height } from '../blocks.js';
import { commit } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import { failure } from '../failure.js';
import type { Json } from '../json.js';
import type { MemberClient } from '../member-client.js';
import type { Step } from '../steps.js';
import { envelopeActions } from '../read-write-set.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** ASN.1 DER of an INTEGER. */
function derInteger(value: bigint): Buffer {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = Buffer.from(hex, 'hex');
  const content = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(2, content.length), content]);
}

const derOctets = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.of(4, bytes.length), bytes]);

/** Hash of a block's header, as the next block names it. */
function headerHash(header: common.BlockHeader): string {
  const content = Buffer.concat([
    derInteger(BigInt(header.getNumber())),
    derOctets(header.getPreviousHash_asU8()),
    derOctets(header.getDataHash_asU8()),
  ]);
  return sha256(Buffer.concat([Buffer.of(0x30, content.length), content]));
}

const tried = async (contract: Contract, ...call: readonly [string, ...string[]]): Promise<Json> => {
  const [name, ...values] = call;
  return contract.evaluate(name, { arguments: values }).then(
    () => 'answered',
    (error: unknown) => failure(error),
  );
};

/** Asks a peer's own service, without a gateway. */
function processProposal(client: MemberClient, signed: peer.SignedProposal): Promise<Json> {
  return askEndorser(client, signed, (answer) => ({
    status: answer.getResponse()?.getStatus() ?? 0,
    message: answer.getResponse()?.getMessage() ?? '',
    payload: Buffer.from(answer.getResponse()?.getPayload_asU8() ?? '').toString(),
    endorsed: answer.hasEndorsement(),
  }));
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'blocks are chained by the hashes of their headers and data',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const start = await height(client);
      await commit(ledger, [['put', 'i1', '1']]);
      const blocks = await blocksBetween(client, start - 1n, await height(client));
      const [previous, block] = blocks;
      const header = block?.getHeader();
      const data = block?.getData()?.getDataList_asU8() ?? [];
      const metadata = block?.getMetadata()?.getMetadataList_asU8() ?? [];
      const signatures = common.Metadata.deserializeBinary(metadata[0] ?? new Uint8Array());
      return {
        previous:
          headerHash(previous?.getHeader() ?? new common.BlockHeader()) ===
          Buffer.from(header?.getPreviousHash_asU8() ?? '').toString('hex'),
        data: sha256(Buffer.concat(data)) === Buffer.from(header?.getDataHash_asU8() ?? '').toString('hex'),
        metadata: metadata.length,
        flags: [...(metadata[2] ?? [])],
        commitHash: common.Metadata.deserializeBinary(metadata[4] ?? new Uint8Array()).getValue_asU8().length,
        signedByQuorum: signatures.getSignaturesList().length >= 3,
        identifierHeaders: signatures
          .getSignaturesList()
          .every((signature) => signature.getIdentifierHeader_asU8().length > 0),
        transaction: envelopeActions(common.Envelope.deserializeBinary(data[0] ?? new Uint8Array())),
      };
    },
  },
  {
    name: 'block 0 is a configuration block, alone',
    run: async (ledger) => {
      const [block] = await blocksBetween(await ledger.client('SG'), 0n, 1n);
      const data = block?.getData()?.getDataList_asU8() ?? [];
      const payload = common.Payload.deserializeBinary(
        common.Envelope.deserializeBinary(data[0] ?? new Uint8Array()).getPayload_asU8(),
      );
      const header = common.ChannelHeader.deserializeBinary(
        payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
      );
      return { transactions: data.length, type: header.getType(), channel: header.getChannelId() };
    },
  },
  {
    name: "a peer's query contract: by number, by transaction, and what it does not have",
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const { channel } = client.profile;
      const transaction = await client.proposal([['put', 'i3', '1']]).endorse();
      const verdict = await client.order(transaction);
      const qscc = client.network.getContract('qscc');
      const found = await qscc
        .evaluate('GetTransactionByID', { arguments: [channel, transaction.getTransactionId()] })
        .then((bytes) => peer.ProcessedTransaction.deserializeBinary(bytes).getValidationcode() as Json)
        .catch((error: unknown) => failure(error));
      return {
        verdict,
        found,
        number: await tried(qscc, 'GetBlockByNumber', channel, '0'),
        byTransaction: await tried(qscc, 'GetBlockByTxID', channel, transaction.getTransactionId()),
        noNumber: await tried(qscc, 'GetBlockByNumber', channel, '99999999'),
        badNumber: await tried(qscc, 'GetBlockByNumber', channel, 'x'),
        noHash: await tried(qscc, 'GetBlockByHash', channel, 'x'),
        noTransaction: await tried(qscc, 'GetTransactionByID', channel, 'f'.repeat(64)),
        noBlockOfTransaction: await tried(qscc, 'GetBlockByTxID', channel, 'f'.repeat(64)),
        noFunction: await tried(qscc, 'Nothing', channel),
        noArgument: await tried(qscc, 'GetBlockByNumber', channel),
        noChannel: await tried(qscc, 'GetChainInfo', 'elsewhere'),
      };
    },
  },
  {
    name: "a peer's own endorser answers as the gateway does",
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const signed = async (steps: readonly Step[]): Promise<peer.SignedProposal> => {
        const proposal = client.proposal(steps);
        const found = gateway.ProposedTransaction.deserializeBinary(proposal.getBytes()).getProposal();
        if (found === undefined) throw new Error('a proposal is in what is proposed');
        found.setSignature(await client.signer(proposal.getDigest()));
        return found;
      };
      const unsigned = await signed([['get', 'i4']]);
      unsigned.setSignature('');
      return {
        answered: await processProposal(client, await signed([['get', 'i4']])),
        failed: await processProposal(client, await signed([['fail', 'no']])),
        unsigned: await processProposal(client, unsigned),
      };
    },
  },
];

export const blocks: Topic = { topic: 'blocks', behaviours };
