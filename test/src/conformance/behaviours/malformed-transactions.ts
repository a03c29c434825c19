import { createHash } from 'node:crypto';
import { ledger as ledgerMessages, peer } from '@hyperledger/fabric-protos';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';
import { unreadEndorsedBy, type TransactionParts } from '../tampering.js';

/** No protocol buffers message: a field of an unknown wire type. */
const NO_MESSAGE = Buffer.from([0xff, 0xff, 0xff]);

/** What the endorsers of a transaction sign, in parts. */
interface EndorsedParts extends TransactionParts {
  readonly response: peer.ProposalResponsePayload;
  readonly chaincodeAction: peer.ChaincodeAction;
  readonly results: ledgerMessages.rwset.TxReadWriteSet;
}

/**
 * Vietnam's write with something changed, endorsed as it then is by certificates of Vietnam's and Singapore's peers: as
 * if their peers were altered to endorse whatever they are asked to.
 */
async function malformed(ledger: LedgerUnderTest, change: (parts: EndorsedParts) => void): Promise<Json> {
  const client = await ledger.client('VN');
  const altered = await Promise.all(
    ['VN', 'SG'].map(async (code) => ledger.client(code, { as: await ledger.certify(code, 'peer') })),
  );
  const transaction = await client.proposal([['put', 'm', 'x']]).endorse();
  return client.orderUnread(
    await unreadEndorsedBy(client, transaction, altered, (parts) => {
      const { endorsed, action, channelHeader, signatureHeader } = parts;
      const response = peer.ProposalResponsePayload.deserializeBinary(
        endorsed.getProposalResponsePayload_asU8(),
      );
      const chaincodeAction = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
      const results = ledgerMessages.rwset.TxReadWriteSet.deserializeBinary(
        chaincodeAction.getResults_asU8(),
      );
      const before = results.serializeBinary();
      const actionBefore = chaincodeAction.serializeBinary();
      change({ ...parts, response, chaincodeAction, results });
      if (!Buffer.from(results.serializeBinary()).equals(before))
        chaincodeAction.setResults(results.serializeBinary());
      if (!Buffer.from(chaincodeAction.serializeBinary()).equals(actionBefore))
        response.setExtension$(chaincodeAction.serializeBinary());
      // Whoever endorses it has seen these headers.
      const seen = createHash('sha256')
        .update(channelHeader.serializeBinary())
        .update(signatureHeader.serializeBinary())
        .update(action.getChaincodeProposalPayload_asU8());
      response.setProposalHash(seen.digest());
      endorsed.setProposalResponsePayload(response.serializeBinary());
    }),
  );
}

const identifier = (name: string, version: string): peer.ChaincodeID => {
  const id = new peer.ChaincodeID();
  id.setName(name);
  id.setVersion(version);
  return id;
};

const extension = (id: peer.ChaincodeID | undefined): Uint8Array => {
  const made = new peer.ChaincodeHeaderExtension();
  made.setChaincodeId(id);
  return made.serializeBinary();
};

const behaviours: readonly Behaviour[] = [
  {
    name: 'a transaction that altered peers endorse commits as any, while it is well formed',
    run: async (ledger) => ({ verdict: await malformed(ledger, () => undefined) }),
  },
  {
    name: 'an endorsed transaction whose header extension, answer or writes cannot be read',
    run: async (ledger) => ({
      extension: await malformed(ledger, ({ channelHeader }) => {
        channelHeader.setExtension$(NO_MESSAGE);
      }),
      answer: await malformed(ledger, ({ response }) => {
        response.setExtension$(NO_MESSAGE);
      }),
      writes: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setResults(NO_MESSAGE);
      }),
      writesOfContract: await malformed(ledger, ({ results }) => {
        for (const set of results.getNsRwsetList()) set.setRwset(NO_MESSAGE);
      }),
    }),
  },
  {
    name: 'an endorsed transaction of no contract, of another than was asked, of none there is, or of no version',
    run: async (ledger) => ({
      asked: await malformed(ledger, ({ channelHeader }) => {
        channelHeader.setExtension$(extension(undefined));
      }),
      answered: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setChaincodeId(undefined);
      }),
      empty: await malformed(ledger, ({ channelHeader, chaincodeAction }) => {
        channelHeader.setExtension$(extension(identifier('', '')));
        chaincodeAction.setChaincodeId(identifier('', '1.0'));
      }),
      another: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setChaincodeId(identifier('other', '1.0'));
      }),
      noVersion: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setChaincodeId(identifier('origin', ''));
      }),
      anyVersion: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setChaincodeId(identifier('origin', 'never-defined'));
      }),
      missing: await malformed(ledger, ({ channelHeader, chaincodeAction }) => {
        channelHeader.setExtension$(extension(identifier('missing', '')));
        chaincodeAction.setChaincodeId(identifier('missing', '1.0'));
      }),
      writesOfMissing: await malformed(ledger, ({ results }) => {
        for (const set of results.getNsRwsetList().slice(-1)) set.setNamespace('missing');
      }),
    }),
  },
  {
    name: "an endorsed transaction with another contract's event, or with writes of one contract twice",
    run: async (ledger) => ({
      event: await malformed(ledger, ({ chaincodeAction }) => {
        const event = new peer.ChaincodeEvent();
        event.setChaincodeId('other');
        event.setEventName('m');
        chaincodeAction.setEvents(event.serializeBinary());
      }),
      noEvent: await malformed(ledger, ({ chaincodeAction }) => {
        chaincodeAction.setEvents(NO_MESSAGE);
      }),
      twice: await malformed(ledger, ({ results }) => {
        const sets = results.getNsRwsetList();
        results.setNsRwsetList([...sets, ...sets.slice(-1)]);
      }),
    }),
  },
];

export const malformedTransactions: Topic = { topic: 'malformed-transactions', behaviours };
