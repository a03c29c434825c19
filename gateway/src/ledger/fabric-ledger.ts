import { readFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { Client, credentials, status as Grpc } from '@grpc/grpc-js';
import { connect, GatewayError, hash, type Gateway } from '@hyperledger/fabric-gateway';
import { common, gateway as messages, msp } from '@hyperledger/fabric-protos';
import { OriginError } from '@origin-ledger/model';
import { translateFailure, type LedgerFailure } from './ledger-errors.js';
import type { BlockStream, EndorseCall, Endorsed, LedgerPort, Verdict } from './ledger-port.js';
import { signMessage } from './native-signer.js';
import { KEEPALIVE_OPTIONS, PeerConnection } from './peer-connection.js';
import type { ConnectionProfile } from './profile.js';

/** Milliseconds each call may take. A frozen peer costs the endorsement deadline. */
export interface Deadlines {
  readonly endorse: number;
  readonly submit: number;
  readonly verdict: number;
  readonly evaluate: number;
}

const DEADLINES: Deadlines = { endorse: 15_000, submit: 10_000, verdict: 3_000, evaluate: 10_000 };
const TIME_IS_UP: number = Grpc.DEADLINE_EXCEEDED;
/** Every peer's own, which asks its ledger. */
const SYSTEM_CONTRACT = 'qscc';
/** As a Fabric peer accepts. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

const within = (milliseconds: number): { deadline: number } => ({ deadline: Date.now() + milliseconds });

function failureOf(error: unknown, stage: LedgerFailure['stage'], transactionId?: string): OriginError {
  if (error instanceof OriginError) return error;
  const placed = { stage, ...(transactionId === undefined ? {} : { transactionId }) };
  if (error instanceof GatewayError) {
    const texts = [error.message, ...error.details.map(({ message }) => message)];
    return translateFailure({ ...placed, grpc: error.code, texts });
  }
  return new OriginError('LEDGER_UNAVAILABLE', { ...placed, cause: error });
}

/** The ledger through the own member's peer, by Fabric's public protocol. */
export class FabricLedger implements LedgerPort {
  readonly #peer: PeerConnection;
  readonly #profile: ConnectionProfile;
  readonly #deadlines: Deadlines;
  readonly #sign: (message: Uint8Array) => Buffer;
  readonly #creator: Uint8Array;

  constructor(profile: ConnectionProfile, deadlines: Deadlines = DEADLINES) {
    const { peer, member, gatewayIdentity } = profile;
    this.#profile = profile;
    this.#deadlines = deadlines;
    const root = readFileSync(peer.tlsRootCertificate);
    const options = {
      ...(peer.hostAlias === undefined ? {} : { 'grpc.ssl_target_name_override': peer.hostAlias }),
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
      ...KEEPALIVE_OPTIONS,
    };
    const certificate = readFileSync(gatewayIdentity.certificate);
    const key = createPrivateKey(readFileSync(gatewayIdentity.privateKey));
    this.#sign = (message) => signMessage(key, message);
    const identity = new msp.SerializedIdentity();
    identity.setMspid(member.mspId);
    identity.setIdBytes(certificate);
    this.#creator = identity.serializeBinary();
    this.#peer = new PeerConnection(() => {
      const client = new Client(peer.endpoint, credentials.createSsl(root), options);
      const gateway = connect({
        client,
        identity: { mspId: member.mspId, credentials: certificate },
        signer: (message) => Promise.resolve(this.#sign(message)),
        hash: hash.none,
      });
      return { client, gateway };
    });
  }

  async endorse({ transaction, args, transient, endorsers }: EndorseCall): Promise<Endorsed> {
    // Without names Fabric's gateway chooses, and would hand the transient data to a third member.
    if (transient !== undefined && endorsers === undefined) {
      throw new TypeError('transient data needs named endorsers');
    }
    const proposal = this.#contract().newProposal(transaction, {
      arguments: [...args],
      ...(transient === undefined ? {} : { transientData: { ...transient } }),
      ...(endorsers === undefined ? {} : { endorsingOrganizations: [...endorsers] }),
    });
    const transactionId = proposal.getTransactionId();
    try {
      const unsigned = await proposal.endorse(within(this.#deadlines.endorse));
      const signed = this.#peer.gateway.newSignedTransaction(
        unsigned.getBytes(),
        this.#sign(unsigned.getDigest()),
      );
      return { transactionId, envelope: (signed as typeof signed & { getBytes(): Uint8Array }).getBytes() };
    } catch (error) {
      throw failureOf(error, 'endorse', transactionId);
    }
  }

  async submit(envelope: Uint8Array): Promise<void> {
    const transaction = this.#peer.gateway.newTransaction(envelope);
    try {
      await transaction.submit(within(this.#deadlines.submit));
    } catch (error) {
      throw failureOf(error, 'submit', transaction.getTransactionId());
    }
  }

  async verdict(transactionId: string): Promise<Verdict | undefined> {
    const request = new messages.CommitStatusRequest();
    request.setChannelId(this.#profile.channel);
    request.setTransactionId(transactionId);
    request.setIdentity(this.#creator);
    const signed = new messages.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    try {
      const commit = this.#peer.gateway.newCommit(signed.serializeBinary());
      const status = await commit.getStatus(within(this.#deadlines.verdict));
      return { code: status.code, block: Number(status.blockNumber) };
    } catch (error) {
      // Fabric waits for a transaction it does not know: running out of time is its way to say so.
      if (error instanceof GatewayError && error.code === TIME_IS_UP) return undefined;
      throw failureOf(error, 'commit', transactionId);
    }
  }

  evaluate(transaction: string, args: readonly string[]): Promise<Uint8Array> {
    return this.#query(this.#profile.chaincode, transaction, args);
  }

  async height(): Promise<number> {
    const info = await this.#query(SYSTEM_CONTRACT, 'GetChainInfo', [this.#profile.channel]);
    return common.BlockchainInfo.deserializeBinary(info).getHeight();
  }

  async #query(contract: string, transaction: string, args: readonly string[]): Promise<Uint8Array> {
    try {
      const proposal = this.#contract(contract).newProposal(transaction, {
        arguments: [...args],
        // Not pinned, a failing query goes on to other members' peers, arguments and all.
        endorsingOrganizations: [this.#profile.member.mspId],
      });
      return await proposal.evaluate(within(this.#deadlines.evaluate));
    } catch (error) {
      throw failureOf(error, 'query');
    }
  }

  async blocks(from: number): Promise<BlockStream> {
    const network = this.#peer.gateway.getNetwork(this.#profile.channel);
    const stream = await network.getBlockEvents({ startBlock: BigInt(from) });
    return {
      close: () => {
        stream.close();
      },
      async *[Symbol.asyncIterator]() {
        try {
          yield* stream;
        } catch (error) {
          // Whatever a stream ends with: the ledger does not give its blocks.
          throw failureOf(error, 'query');
        }
      },
    };
  }

  close(): void {
    this.#peer.close();
  }

  #contract(name = this.#profile.chaincode): ReturnType<ReturnType<Gateway['getNetwork']>['getContract']> {
    return this.#peer.gateway.getNetwork(this.#profile.channel).getContract(name);
  }
}
