import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, credentials, status, type CallOptions } from '@grpc/grpc-js';
import {
  connect,
  GatewayError,
  hash,
  signers,
  type Contract,
  type Gateway,
  type ProposalOptions,
  type Status,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { gateway as messages, msp, peer as peerMessages } from '@hyperledger/fabric-protos';
import type { ConnectionProfile } from '../../connection/connection-profile.js';

/** A member's gateway identity at its own peer, by the stock client. */
export interface MemberClient {
  readonly contract: Contract;
  /**
   * Endorses, orders and waits for the verdict, as gateways do: while too few endorsers are known it waits, and an error
   * at submit is no verdict, so the ledger is asked and the same envelope sent again.
   *
   * @throws Error of the endorsement, or naming the validation code of a transaction that is not valid.
   */
  submit(name: string, options: ProposalOptions): Promise<void>;
  close(): void;
}

/** Far longer than any call takes, so that a busy machine decides nothing. */
const PATIENCE = 120_000;
/** How long a verdict is waited for before the envelope is sent again. */
const VERDICT_PATIENCE = 15_000;
const LOOK_INTERVAL = 200;

/** Peers hear of each other, and of a new definition, one after the other. */
const ENDORSERS_UNKNOWN: readonly number[] = [status.FAILED_PRECONDITION, status.UNAVAILABLE];

const within = (milliseconds: number) => (): CallOptions => ({ deadline: Date.now() + milliseconds });

/**
 * Connects by nothing but a connection profile: to the member's own peer, or to that of another member, for the
 * network's contract or another one.
 */
export async function memberClient(
  connections: string,
  code: string,
  peerOf = code,
  chaincode?: string,
): Promise<MemberClient> {
  const profile = JSON.parse(await readFile(join(connections, `${code}.json`), 'utf8')) as ConnectionProfile;
  const file = (path: string): Promise<Buffer> => readFile(join(connections, path));
  const peer = profile.peers.find((each) => each.code === peerOf);
  if (peer === undefined) throw new Error(`no peer of ${peerOf} in the profile`);
  const client = new Client(peer.endpoint, credentials.createSsl(await file(peer.tlsRootCertificate)), {
    'grpc.ssl_target_name_override': peer.hostAlias,
  });
  const certificate = await file(profile.gatewayIdentity.certificate);
  const gateway = connect({
    client,
    identity: { mspId: profile.member.mspId, credentials: certificate },
    signer: signers.newPrivateKeySigner(createPrivateKey(await file(profile.gatewayIdentity.privateKey))),
    hash: hash.sha256,
    evaluateOptions: within(PATIENCE),
    endorseOptions: within(PATIENCE),
    submitOptions: within(PATIENCE),
    commitStatusOptions: within(VERDICT_PATIENCE),
  });
  const creator = new msp.SerializedIdentity();
  creator.setMspid(profile.member.mspId);
  creator.setIdBytes(certificate);
  const contract = gateway.getNetwork(profile.channel).getContract(chaincode ?? profile.chaincode);
  return {
    contract,
    submit: async (name, options) => {
      const transaction = await endorsed(contract, name, options);
      const request = new messages.CommitStatusRequest();
      request.setChannelId(profile.channel);
      request.setTransactionId(transaction.getTransactionId());
      request.setIdentity(creator.serializeBinary());
      const { successful, code: verdict } = await verdictOf(gateway, request, () => transaction.submit());
      if (!successful) throw new Error(`not valid: ${validationCode(verdict)}`);
    },
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

async function endorsed(contract: Contract, name: string, options: ProposalOptions): Promise<Transaction> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await contract.newProposal(name, options).endorse();
    } catch (error) {
      const unknown = error instanceof GatewayError && ENDORSERS_UNKNOWN.includes(error.code);
      if (!unknown || performance.now() > end) throw error;
      await pause(LOOK_INTERVAL);
    }
  }
}

/** Sends until the ledger has a verdict. @throws what was said last, when there is none in time. */
async function verdictOf(
  gateway: Gateway,
  request: messages.CommitStatusRequest,
  send: () => Promise<unknown>,
): Promise<Status> {
  const signed = new messages.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  const end = performance.now() + PATIENCE;
  for (;;) {
    const refusal: unknown = await send().then(
      () => undefined,
      (error: unknown) => error,
    );
    try {
      return await gateway.newCommit(signed.serializeBinary()).getStatus();
    } catch (error) {
      if (performance.now() > end) throw refusal ?? error;
    }
  }
}

function validationCode(code: number): string {
  const names = Object.entries(peerMessages.TxValidationCode).map(([name, value]) => [value, name] as const);
  return new Map<number, string>(names).get(code) ?? String(code);
}

/** The text of an error and of what peers added to it. */
export function wholeMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details: unknown = Reflect.get(error, 'details');
  const list: readonly unknown[] = Array.isArray(details) ? details : [];
  return [error.message, ...list.map((each) => JSON.stringify(each))].join(' ');
}
