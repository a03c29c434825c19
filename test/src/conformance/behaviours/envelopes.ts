import type { Proposal, Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos';
import type { Behaviour, Topic } from '../behaviour.js';
import { failure } from '../failure.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';
import {
  changedProposal,
  changedTransaction,
  type ProposalParts,
  type TransactionParts,
} from '../tampering.js';

const HOUR_SECONDS = 3600;

/** Endorsed at Vietnam's and Singapore's, then changed and signed again by Vietnam. */
async function ordered(
  ledger: LedgerUnderTest,
  key: string,
  change: (parts: TransactionParts) => void,
): Promise<Json> {
  const client = await ledger.client('VN');
  const transaction = await client.proposal([['put', key, 'x']]).endorse();
  return client.order(await changedTransaction(client, transaction, change));
}

/** Asked for endorsement and for an evaluation. */
async function proposed(ledger: LedgerUnderTest, change: (parts: ProposalParts) => void): Promise<Json> {
  const client = await ledger.client('VN');
  const original = client.proposal([['get', 'g.none']]);
  const evaluated = await changedProposal(client, original, change)
    .then((proposal) => proposal.evaluate())
    .then(
      () => 'answered',
      (error: unknown) => failure(error),
    );
  return { evaluated, endorsed: await endorsedOrNot(await changedProposal(client, original, change)) };
}

const endorsedOrNot = (proposal: Proposal): Promise<Json> =>
  proposal.endorse().then(
    () => 'endorsed',
    (error: unknown) => failure(error),
  );

function shifted(seconds: number): (parts: ProposalParts) => void {
  return ({ channelHeader }) => {
    const timestamp = channelHeader.getTimestamp();
    timestamp?.setSeconds(timestamp.getSeconds() + seconds);
  };
}

// Not tried: an envelope of type MESSAGE that a channel's writer signs. Fabric 3.1.5 takes it into the BFT orderers'
// pool, every leader proposes it and every follower refuses it, and the channel orders nothing more.
const behaviours: readonly Behaviour[] = [
  {
    name: 'a proposal is refused outside 15 minutes of the clock',
    run: async (ledger) => ({
      late: await proposed(ledger, shifted(-16 * 60)),
      early: await proposed(ledger, shifted(16 * 60)),
      hour: await proposed(ledger, shifted(-HOUR_SECONDS)),
      within: await proposed(ledger, shifted(-14 * 60)),
    }),
  },
  {
    name: 'a proposal whose id does not follow from nonce and creator',
    run: async (ledger) => ({
      id: await proposed(ledger, ({ channelHeader }) => {
        channelHeader.setTxId('0'.repeat(64));
      }),
      nonce: await proposed(ledger, ({ signatureHeader }) => {
        signatureHeader.setNonce(Buffer.alloc(24, 1));
      }),
      noNonce: await proposed(ledger, ({ signatureHeader }) => {
        signatureHeader.setNonce('');
      }),
    }),
  },
  {
    name: 'a proposal for another channel, of another type, with an epoch, or without a contract',
    run: async (ledger) => ({
      type: await proposed(ledger, ({ channelHeader }) => {
        channelHeader.setType(common.HeaderType.MESSAGE);
      }),
      epoch: await proposed(ledger, ({ channelHeader }) => {
        channelHeader.setEpoch(1);
      }),
      extension: await proposed(ledger, ({ channelHeader }) => {
        channelHeader.setExtension$('');
      }),
      channel: await proposed(ledger, ({ channelHeader }) => {
        channelHeader.setChannelId('elsewhere');
      }),
    }),
  },
  {
    name: 'a creator of no member, a creator that is no certificate, a signature of somebody else',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const other = await ledger.client('SG');
      return {
        organisation: await proposed(ledger, ({ signatureHeader }) => {
          const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
          creator.setMspid('XXMSP');
          signatureHeader.setCreator(creator.serializeBinary());
        }),
        otherMember: await proposed(ledger, ({ signatureHeader }) => {
          const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
          creator.setMspid('SGMSP');
          signatureHeader.setCreator(creator.serializeBinary());
        }),
        certificate: await proposed(ledger, ({ signatureHeader }) => {
          const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
          creator.setIdBytes(Buffer.from('no certificate'));
          signatureHeader.setCreator(creator.serializeBinary());
        }),
        signature: await endorsedOrNot(
          await changedProposal(client, client.proposal([['get', 'g']]), () => undefined, other),
        ),
        garbledSignature: await endorsedOrNot(
          client.gateway.newSignedProposal(
            client.proposal([['get', 'g']]).getBytes(),
            Buffer.from('garbled'),
          ),
        ),
      };
    },
  },
  {
    name: 'an administrator may write as a client may',
    run: async (ledger) => {
      const admin = await ledger.client('VN', { as: 'admin' });
      return { verdict: await admin.submit([['put', 'g1', '1']]) };
    },
  },
  {
    name: 'an envelope with fewer, doubled, foreign or no endorsements',
    run: async (ledger) => ({
      one: await ordered(ledger, 'g2', ({ endorsed }) => {
        endorsed.setEndorsementsList(endorsed.getEndorsementsList().slice(0, 1));
      }),
      doubled: await ordered(ledger, 'g2', ({ endorsed }) => {
        const [first] = endorsed.getEndorsementsList();
        if (first !== undefined) endorsed.setEndorsementsList([first, first]);
      }),
      none: await ordered(ledger, 'g2', ({ endorsed }) => {
        endorsed.clearEndorsementsList();
      }),
      swapped: await ordered(ledger, 'g2', ({ endorsed }) => {
        const [first, second] = endorsed.getEndorsementsList();
        const signature = first?.getSignature_asU8() ?? '';
        first?.setSignature(second?.getSignature_asU8() ?? '');
        second?.setSignature(signature);
      }),
      reversed: await ordered(ledger, 'g2', ({ endorsed }) => {
        endorsed.setEndorsementsList([...endorsed.getEndorsementsList()].reverse());
      }),
    }),
  },
  {
    name: 'an envelope whose writes, contract, proposal or answer were changed after endorsement',
    run: async (ledger) => ({
      writes: await ordered(ledger, 'g3', ({ endorsed }) => {
        const payload = peer.ProposalResponsePayload.deserializeBinary(
          endorsed.getProposalResponsePayload_asU8(),
        );
        const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
        action.setResults('');
        payload.setExtension$(action.serializeBinary());
        endorsed.setProposalResponsePayload(payload.serializeBinary());
      }),
      proposal: await ordered(ledger, 'g3', ({ action }) => {
        action.setChaincodeProposalPayload(new peer.ChaincodeProposalPayload().serializeBinary());
      }),
      contract: await ordered(ledger, 'g3', ({ channelHeader }) => {
        const extension = new peer.ChaincodeHeaderExtension();
        const id = new peer.ChaincodeID();
        id.setName('elsewhere');
        extension.setChaincodeId(id);
        channelHeader.setExtension$(extension.serializeBinary());
      }),
    }),
  },
  {
    name: 'an envelope whose headers were changed after endorsement',
    run: async (ledger) => ({
      epoch: await ordered(ledger, 'g4', ({ channelHeader }) => {
        channelHeader.setEpoch(1);
      }),
      timestamp: await ordered(ledger, 'g4', ({ channelHeader }) => {
        const timestamp = channelHeader.getTimestamp();
        timestamp?.setSeconds(timestamp.getSeconds() + 1);
      }),
      actions: await ordered(ledger, 'g4', ({ transaction }) => {
        const [first] = transaction.getActionsList();
        if (first !== undefined) transaction.setActionsList([first, first.clone()]);
      }),
      noExtension: await ordered(ledger, 'g4', ({ channelHeader }) => {
        channelHeader.setExtension$('');
      }),
    }),
  },
  {
    name: 'an envelope signed by somebody else, by another creator, for another channel, or under another id',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const other = await ledger.client('SG');
      const endorsed = (): Promise<Transaction> => client.proposal([['put', 'g5', 'x']]).endorse();
      return {
        signature: await client.order(
          await changedTransaction(client, await endorsed(), () => undefined, other),
        ),
        creator: await client.order(
          await changedTransaction(
            client,
            await endorsed(),
            ({ signatureHeader }) => {
              const creator = new msp.SerializedIdentity();
              creator.setMspid(other.gateway.getIdentity().mspId);
              creator.setIdBytes(other.gateway.getIdentity().credentials);
              signatureHeader.setCreator(creator.serializeBinary());
            },
            other,
          ),
        ),
        channel: await client.order(
          await changedTransaction(client, await endorsed(), ({ channelHeader }) => {
            channelHeader.setChannelId('elsewhere');
          }),
        ),
        garbledSignature: await client.order(
          client.gateway.newSignedTransaction((await endorsed()).getBytes(), Buffer.from('garbled')),
        ),
      };
    },
  },
  {
    name: 'a transaction made offline: proposal, transaction and commit status signed elsewhere',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const { signer } = client;
      const unsigned = client.proposal([['put', 'g6', 'offline']]);
      const proposal = client.gateway.newSignedProposal(
        unsigned.getBytes(),
        await signer(unsigned.getDigest()),
      );
      const endorsed = await proposal.endorse();
      const transaction = client.gateway.newSignedTransaction(
        endorsed.getBytes(),
        await signer(endorsed.getDigest()),
      );
      const waiting = await client.send(transaction);
      const commit = client.gateway.newSignedCommit(waiting.getBytes(), await signer(waiting.getDigest()));
      const { code, successful } = await commit.getStatus();
      const forged = client.gateway.newSignedCommit(waiting.getBytes(), Buffer.from('garbled'));
      return {
        code,
        successful,
        forged: await forged.getStatus().then(
          () => 'answered',
          (error: unknown) => failure(error),
        ),
      };
    },
  },
  {
    name: 'the verdict on one transaction is told to any member, at any peer',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const transaction = await client.proposal([['put', 'g7', 'x']]).endorse();
      const commit = await client.send(transaction);
      const { code } = await commit.getStatus();
      const other = await ledger.client('SG');
      const request = gateway.SignedCommitStatusRequest.deserializeBinary(commit.getBytes());
      const status = gateway.CommitStatusRequest.deserializeBinary(request.getRequest_asU8());
      const identity = new msp.SerializedIdentity();
      identity.setMspid(other.gateway.getIdentity().mspId);
      identity.setIdBytes(other.gateway.getIdentity().credentials);
      status.setIdentity(identity.serializeBinary());
      request.setRequest(status.serializeBinary());
      request.setSignature('');
      const asked = await other.gateway.newCommit(request.serializeBinary()).getStatus();
      return { code, other: asked.code };
    },
  },
];

export const envelopes: Topic = { topic: 'envelopes', behaviours };
