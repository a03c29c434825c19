import { status } from '@grpc/grpc-js';
import { gateway, msp } from '@hyperledger/fabric-protos';
import { hash } from '@hyperledger/fabric-gateway';
import type { Behaviour, Topic } from '../behaviour.js';
import { failure } from '../failure.js';
import type { Json } from '../json.js';
import type { MemberClient } from '../member-client.js';

/** What a gateway serves at once. */
const LIMIT = 500;
/** So many more. */
const BEYOND = 10;

async function askedOfUnknown(client: MemberClient, patience: number): Promise<Json> {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(client.gateway.getIdentity().mspId);
  identity.setIdBytes(client.gateway.getIdentity().credentials);
  const request = new gateway.CommitStatusRequest();
  request.setTransactionId('e'.repeat(64));
  request.setChannelId(client.profile.channel);
  request.setIdentity(identity.serializeBinary());
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  signed.setSignature(await client.signer(hash.sha256(request.serializeBinary())));
  return new Promise((resolve) => {
    client.grpc.makeUnaryRequest(
      '/gateway.Gateway/CommitStatus',
      (message: gateway.SignedCommitStatusRequest) => Buffer.from(message.serializeBinary()),
      (bytes: Buffer) => gateway.CommitStatusResponse.deserializeBinary(bytes),
      signed,
      { deadline: Date.now() + patience },
      (error) => {
        // How the library words a deadline depends on its connection's state.
        if (error?.code === status.DEADLINE_EXCEEDED) resolve('DEADLINE_EXCEEDED');
        else resolve(error === null ? 'answered' : failure(error));
      },
    );
  });
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'the verdict on an unknown transaction is waited for until the deadline',
    run: async (ledger) => ({ answer: await askedOfUnknown(await ledger.client('VN'), 1000) }),
  },
  {
    name: 'over 500 calls at once are refused, and served again when they are over',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const answers = await Promise.all(
        Array.from({ length: LIMIT + BEYOND }, () => askedOfUnknown(client, 10_000)),
      );
      const refused = answers.filter((answer) => answer !== 'DEADLINE_EXCEEDED');
      return {
        // A busy peer may still count calls that have ended: more are refused then.
        refused: Math.min(refused.length, BEYOND),
        text: refused[0] ?? null,
        afterwards: await client.evaluate([['get', 'marker.none']]),
      };
    },
  },
];

export const waiting: Topic = { topic: 'waiting', behaviours };
