import { peer } from '@hyperledger/fabric-protos';
import { failure } from './failure.js';
import type { Json } from './json.js';
import type { MemberClient } from './member-client.js';

/** Asks a peer's own endorser, and tells what is made of its answer; or how the call failed. */
export function askEndorser(
  client: MemberClient,
  signed: peer.SignedProposal,
  told: (answer: peer.ProposalResponse) => Json,
): Promise<Json> {
  return new Promise((resolve) => {
    client.grpc.makeUnaryRequest(
      '/protos.Endorser/ProcessProposal',
      (message: peer.SignedProposal) => Buffer.from(message.serializeBinary()),
      (bytes: Buffer) => peer.ProposalResponse.deserializeBinary(bytes),
      signed,
      (error, answer) => {
        resolve(answer === undefined ? { failed: failure(error) } : told(answer));
      },
    );
  });
}
