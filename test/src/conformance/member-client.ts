import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, credentials, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import {
  connect,
  hash,
  signers,
  type Commit,
  type Contract,
  type Gateway,
  type Network,
  type Proposal,
  type Signer,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { gateway as messages, msp, peer as protos } from '@hyperledger/fabric-protos';
import type { ConnectionProfile } from '@origin-ledger/network';
import type { Credentials } from '@origin-ledger/network/testing';
import { failure, withoutVolatileTexts } from './failure.js';
import type { Json } from './json.js';
import type { Step } from './steps.js';

/** Whose identity asks, at whose peer. */
export interface ClientChoice {
  readonly code: string;
  /** Code of the member whose peer is asked. Default: the own one. */
  readonly at?: string;
  /** With which of its certificates; or with one that its authority was asked for. Default: the gateway's. */
  readonly as?: 'gateway' | 'admin' | Credentials;
}

/** How steps are called. */
export interface CallChoice {
  /** Values for private data, by key. */
  readonly transient?: Readonly<Record<string, string>>;
  /** Codes of the members that endorse. Default: Vietnam and Singapore. */
  readonly endorsers?: readonly string[];
  /** The contract's function, when it is not `run`. */
  readonly arguments?: readonly [string, ...string[]];
}

/** What became of a transaction: where it failed, or its answer and its validation code. */
export type Verdict = Readonly<
  | { stage: 'endorse' | 'submit' | 'commit status'; error: Json }
  | { stage: 'committed'; code: string; answer: Json }
>;

const CONTRACT = 'origin';
/** What an orderer says of an envelope that it has ordered. */
const PROCESSED = 'request already processed';
const DEFAULT_ENDORSERS = ['VN', 'SG'] as const;
/** Longer than any call may take, shorter than a test. */
const DEADLINE_MILLISECONDS = 25_000;

const deadline = (): CallOptions => ({ deadline: Date.now() + DEADLINE_MILLISECONDS });
const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(protos.TxValidationCode).map(([name, code]) => [code, name]),
);

/** Fabric's name of a validation code. */
export function validationCode(code: number): string {
  return NAMES.get(code) ?? String(code);
}

/** One identity at one peer, by the stock Fabric client. */
export class MemberClient implements Disposable {
  readonly grpc: Client;
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contract: Contract;
  readonly signer: Signer;
  readonly #ordered = new WeakSet<Transaction>();

  private constructor(
    readonly profile: ConnectionProfile,
    grpc: Client,
    gateway: Gateway,
    signer: Signer,
  ) {
    this.grpc = grpc;
    this.gateway = gateway;
    this.signer = signer;
    this.network = gateway.getNetwork(profile.channel);
    this.contract = this.network.getContract(CONTRACT);
  }

  /** Connects by nothing but a connection profile. */
  static async open(connections: string, choice: ClientChoice): Promise<MemberClient> {
    const { code, at = code, as = 'gateway' } = choice;
    const profile = JSON.parse(
      await readFile(join(connections, `${code}.json`), 'utf8'),
    ) as ConnectionProfile;
    const file = (path: string): Promise<Buffer> => readFile(join(connections, path));
    const peer = profile.peers.find((each) => each.code === at);
    if (peer === undefined) throw new RangeError(`no peer of ${at}`);
    const grpc = new Client(peer.endpoint, credentials.createSsl(await file(peer.tlsRootCertificate)), {
      'grpc.ssl_target_name_override': peer.hostAlias,
      'grpc.max_receive_message_length': -1,
    });
    const { adminIdentity, gatewayIdentity } = profile;
    const ofFiles = as === 'admin' ? adminIdentity : gatewayIdentity;
    const material =
      typeof as === 'object'
        ? { certificate: Buffer.from(as.certificate), privateKey: as.privateKey }
        : { certificate: await file(ofFiles.certificate), privateKey: await file(ofFiles.privateKey) };
    const signer = signers.newPrivateKeySigner(createPrivateKey(material.privateKey));
    const gateway = connect({
      client: grpc,
      identity: { mspId: profile.member.mspId, credentials: material.certificate },
      signer,
      hash: hash.sha256,
      evaluateOptions: deadline,
      endorseOptions: deadline,
      submitOptions: deadline,
      commitStatusOptions: deadline,
    });
    return new MemberClient(profile, grpc, gateway, signer);
  }

  /** A signed proposal of steps, or of another function. */
  proposal(steps: readonly Step[], choice: CallChoice = {}): Proposal {
    const [name, ...values] = choice.arguments ?? ['run', JSON.stringify(steps)];
    return this.contract.newProposal(name, {
      arguments: values,
      endorsingOrganizations: (choice.endorsers ?? DEFAULT_ENDORSERS).map((code) => `${code}MSP`),
      ...(choice.transient === undefined ? {} : { transientData: choice.transient }),
    });
  }

  /** Asks the peer, without a transaction; `endorsers` defaults to the peer itself. */
  async evaluate(steps: readonly Step[], choice: CallChoice = {}): Promise<Json> {
    const [name, ...values] = choice.arguments ?? ['run', JSON.stringify(steps)];
    try {
      const answer = await this.contract.evaluate(name, {
        arguments: values,
        ...(choice.endorsers === undefined
          ? {}
          : { endorsingOrganizations: choice.endorsers.map((code) => `${code}MSP`) }),
        ...(choice.transient === undefined ? {} : { transientData: choice.transient }),
      });
      return answerOf(answer);
    } catch (error) {
      return { failed: failure(error) };
    }
  }

  /** Endorses and orders, and tells the verdict. */
  async submit(steps: readonly Step[], choice: CallChoice = {}): Promise<Verdict> {
    return this.finish(this.proposal(steps, choice));
  }

  /** The rest of a proposal's way. */
  async finish(proposal: Proposal): Promise<Verdict> {
    let transaction: Transaction;
    try {
      transaction = await proposal.endorse();
    } catch (error) {
      return { stage: 'endorse', error: failure(error) };
    }
    return this.order(transaction);
  }

  /** Orders an endorsed transaction, and waits for the verdict on it. */
  async order(transaction: Transaction): Promise<Verdict> {
    let commit: Commit;
    try {
      commit = await this.send(transaction);
    } catch (error) {
      return { stage: 'submit', error: failure(error) };
    }
    try {
      const { code } = await commit.getStatus();
      return { stage: 'committed', code: validationCode(code), answer: answerOf(transaction.getResult()) };
    } catch (error) {
      return { stage: 'commit status', error: failure(error) };
    }
  }

  /**
   * Sends an endorsed transaction to be ordered. BFT orderers that had it from each other refuse the copy that comes
   * late: that is no refusal of the transaction, unless it was sent before.
   */
  async send(transaction: Transaction): Promise<Commit> {
    const again = this.#ordered.has(transaction);
    this.#ordered.add(transaction);
    try {
      return await transaction.submit();
    } catch (error) {
      if (again || !JSON.stringify(failure(error)).includes(PROCESSED)) throw error;
      return this.#commitOf(transaction.getTransactionId());
    }
  }

  /** Sends what the stock client cannot read, and tells the code of the verdict on it. */
  async orderUnread(prepared: messages.PreparedTransaction): Promise<Json> {
    const request = new messages.SubmitRequest();
    request.setTransactionId(prepared.getTransactionId());
    request.setChannelId(this.profile.channel);
    request.setPreparedTransaction(prepared.getEnvelope());
    const refused = await new Promise<ServiceError | null>((resolve) => {
      this.grpc.makeUnaryRequest(
        '/gateway.Gateway/Submit',
        (message: messages.SubmitRequest) => Buffer.from(message.serializeBinary()),
        (bytes: Buffer) => messages.SubmitResponse.deserializeBinary(bytes),
        request,
        resolve,
      );
    });
    // A quorum that had it from each other refuses the copy; what is really refused has no verdict in time.
    const { code } = await this.#commitOf(prepared.getTransactionId())
      .getStatus()
      .catch((error: unknown) => {
        throw refused ?? error;
      });
    return validationCode(code);
  }

  #commitOf(transactionId: string): Commit {
    const { mspId, credentials: certificate } = this.gateway.getIdentity();
    const identity = new msp.SerializedIdentity();
    identity.setMspid(mspId);
    identity.setIdBytes(certificate);
    const request = new messages.CommitStatusRequest();
    request.setChannelId(this.profile.channel);
    request.setTransactionId(transactionId);
    request.setIdentity(identity.serializeBinary());
    const signed = new messages.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    return this.gateway.newCommit(signed.serializeBinary());
  }

  [Symbol.dispose](): void {
    this.gateway.close();
    this.grpc.close();
  }
}

/** JSON, text, or for a long answer its length. */
export function answerOf(bytes: Uint8Array): Json {
  if (bytes.length > 100_000) return { length: bytes.length };
  const text = Buffer.from(bytes).toString();
  try {
    return withoutVolatileTexts(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}
