import { peer } from '@hyperledger/fabric-protos';
import type { ContractAddress } from '../../seam.js';
import { ChaincodeStream } from './chaincode-stream.js';
import { type Deferred, deferred, within } from '../deferred.js';
import { answerRequest, requestName } from './shim-requests.js';
import type { ContractAnswer, TransactionContext } from './transaction-context.js';

const Type = peer.ChaincodeMessage.Type;

/** How long a call waits for a service that is just coming up. */
const CONNECT_MILLISECONDS = 3000;

interface Running {
  readonly context: TransactionContext;
  readonly ended: Deferred<peer.ChaincodeMessage>;
  /** A contract may have one request open in a transaction; Fabric drops a second. */
  busy: boolean;
}

/** One member's copy of one contract: runs many transactions at once over one stream. */
export class ContractRuntime {
  readonly #name: string;
  readonly #stream: ChaincodeStream;
  readonly #timeoutMilliseconds: number;
  readonly #running = new Map<string, Running>();

  constructor(name: string, address: ContractAddress, timeoutMilliseconds: number) {
    this.#name = name;
    this.#timeoutMilliseconds = timeoutMilliseconds;
    this.#stream = new ChaincodeStream(address, {
      message: (message) => {
        this.#receive(message);
      },
      lost: () => {
        for (const { ended } of this.#running.values()) {
          ended.reject(new Error('error sending: chaincode stream terminated'));
        }
      },
    });
  }

  /** Whether the service is connected. */
  get isUp(): boolean {
    return this.#stream.isRegistered;
  }

  ready(milliseconds: number): Promise<boolean> {
    return this.#stream.ready(milliseconds);
  }

  /**
   * Runs one transaction and waits for the contract's answer.
   * @throws with Fabric's texts: no service, `timeout expired while executing transaction`,
   * `chaincode stream terminated`, `transaction returned with failure`.
   */
  async execute(context: TransactionContext, input: peer.ChaincodeInput): Promise<ContractAnswer> {
    const id = context.transactionId;
    if (this.#running.has(id)) {
      throw new Error(`error sending: txid: ${id}(${context.channel}) exists`);
    }
    const running: Running = { context, ended: deferred(), busy: false };
    // Lost while still waiting for the service: told by `ready`.
    running.ended.promise.catch(() => undefined);
    this.#running.set(id, running);
    try {
      if (!(await this.#stream.ready(CONNECT_MILLISECONDS))) {
        throw new Error(
          `could not launch chaincode ${this.#name}: connection to ${this.#name} failed: service unreachable`,
        );
      }
      const message = this.#message(
        context,
        input.getIsInit() ? Type.INIT : Type.TRANSACTION,
        input.serializeBinary(),
      );
      message.setProposal(context.signedProposal);
      this.#stream.send(message);
      const end = await within(running.ended.promise, this.#timeoutMilliseconds);
      if (!end) {
        throw new Error('error sending: timeout expired while executing transaction');
      }
      return answerOf(end, this.#name, id);
    } finally {
      this.#running.delete(id);
      await Promise.all([...context.cursors.values()].map((cursor) => cursor.close()));
    }
  }

  /** Closes when what runs has ended; nothing new may be given to it. */
  async retire(): Promise<void> {
    const ends = [...this.#running.values()].map(({ ended }) => ended.promise);
    await within(Promise.allSettled(ends), this.#timeoutMilliseconds);
    this.close();
  }

  close(): void {
    this.#stream.close();
  }

  #receive(message: peer.ChaincodeMessage): void {
    const running = this.#running.get(message.getTxid());
    const type = message.getType();
    if (type === Type.COMPLETED || type === Type.ERROR) {
      running?.ended.resolve(message);
    } else if (!running) {
      this.#fail(message.getTxid(), message.getChannelId(), type, 'no ledger context');
    } else if (!running.busy) {
      running.busy = true;
      this.#answer(running, type, message.getPayload_asU8()).catch((error: unknown) => {
        running.ended.reject(error instanceof Error ? error : new Error(String(error)));
      });
    }
  }

  async #answer(running: Running, type: number, payload: Uint8Array): Promise<void> {
    const { context } = running;
    try {
      const result = await answerRequest(type, payload, context);
      running.busy = false;
      this.#stream.send(this.#message(context, Type.RESPONSE, result));
    } catch (error) {
      running.busy = false;
      const reason = error instanceof Error ? error.message : String(error);
      this.#fail(context.transactionId, context.channel, type, reason);
    }
  }

  #fail(transactionId: string, channel: string, type: number, reason: string): void {
    const text = `${requestName(type)} failed: transaction ID: ${transactionId}: ${reason}`;
    this.#stream.send(this.#message({ transactionId, channel }, Type.ERROR, Buffer.from(text)));
  }

  #message(
    { transactionId, channel }: Pick<TransactionContext, 'transactionId' | 'channel'>,
    type: peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap],
    payload: Uint8Array,
  ): peer.ChaincodeMessage {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setTxid(transactionId);
    message.setChannelId(channel);
    message.setPayload(payload);
    return message;
  }
}

function answerOf(end: peer.ChaincodeMessage, contract: string, transactionId: string): ContractAnswer {
  if (end.getType() === Type.ERROR) {
    throw new Error(
      `transaction returned with failure: ${Buffer.from(end.getPayload_asU8()).toString('utf8')}`,
    );
  }
  const event = end.getChaincodeEvent();
  event?.setChaincodeId(contract);
  event?.setTxId(transactionId);
  return { response: peer.Response.deserializeBinary(end.getPayload_asU8()), event };
}
