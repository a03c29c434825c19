import { parseRequest } from '@origin-ledger/model';
import {
  certificateActs,
  decisionAct,
  type DecideOptions,
  type OriginClient,
  type PreparedRequest,
} from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { pause, takeIn, UNWANTED, type SteadyLoad } from './take-in.js';

const SAMPLE = 'vn-sg-coffee';

const opOf = ({ request }: PreparedRequest): string => parseRequest(request).claims.op;

/** Nobody acts on what he has not seen: the issuing member's gateway may not have the draw yet. */
const reissueOfUtilised = async (issuer: OriginClient, reference: string): Promise<PreparedRequest> => {
  const { reception } = await issuer.certificate(reference);
  if (reception?.utilised !== true) throw new Error('the draw has not arrived');
  return issuer.prepareOn(reference, certificateActs.reissue());
};

const given = async (receiver: OriginClient): Promise<DecideOptions> => ({
  presented: await receiver.today(),
  items: [{ number: 1, outcome: 'GIVEN' }],
});

/** The two ends of the way that certificates go. */
export interface ExchangeEnds {
  readonly issuer: OriginClient;
  readonly receiver: OriginClient;
}

/** Certificates from issue to write-off through both gateways: public, joint and delivered acts, one after the other. */
export class ExchangeLoad implements SteadyLoad {
  readonly acknowledged = new Map<string, PreparedRequest>();
  readonly refused: string[] = [];
  readonly #ends: ExchangeEnds;
  readonly #workers: Promise<void>[];
  #stopped = false;

  constructor(ends: ExchangeEnds, workers: number) {
    this.#ends = ends;
    this.#workers = Array.from({ length: workers }, () => this.#work());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    const { issuer, receiver } = this.#ends;
    const document = sampleDocument(SAMPLE);
    const unit = document.items[0]?.quantity.unit ?? '';
    while (!this.#stopped) {
      const issue = () => issuer.prepareIssue([document], { office: 'SGN', departure: inDays(7) });
      const [reference = ''] = (await this.#act(issuer, issue))?.references ?? [];
      if (reference === '') continue;
      const draw = { declaration: 'IM-1', items: [{ number: 1, value: '1', unit }] };
      const steps: readonly (readonly [OriginClient, () => Promise<PreparedRequest>])[] = [
        [issuer, () => issuer.prepareSend(reference)],
        [receiver, () => receiver.prepareReceive(reference)],
        [receiver, async () => receiver.prepareOn(reference, decisionAct(reference, await given(receiver)))],
        [receiver, () => receiver.prepareUtilise(reference, [draw])],
        [issuer, () => reissueOfUtilised(issuer, reference)],
      ];
      for (const [client, prepare] of steps) if ((await this.#act(client, prepare)) === undefined) break;
    }
  }

  /** Prepares, submits and sees one act committed; undefined when it was refused or nobody waits for it any more. */
  async #act(
    client: OriginClient,
    prepare: () => Promise<PreparedRequest>,
  ): Promise<PreparedRequest | undefined> {
    const prepared = await this.#eventually(prepare);
    if (prepared === undefined) return undefined;
    const refusal = await takeIn(client, prepared, () => !this.#stopped);
    if (refusal === UNWANTED) return undefined;
    if (refusal !== undefined) {
      this.refused.push(`${opOf(prepared)} ${refusal}`);
      return undefined;
    }
    this.acknowledged.set(prepared.id, prepared);
    const settled = await this.#eventually(async () => {
      const { state, problem } = await client.operation(prepared.id);
      if (state === 'REJECTED') return problem?.code ?? 'REJECTED';
      if (state !== 'COMMITTED') throw new Error(state);
      return state;
    });
    if (settled === 'COMMITTED') return prepared;
    if (settled !== undefined) this.refused.push(`${opOf(prepared)} ${settled}`);
    return undefined;
  }

  /** What a gateway that is down or behind cannot tell yet, it tells later. */
  async #eventually<T>(ask: () => Promise<T>): Promise<T | undefined> {
    while (!this.#stopped) {
      try {
        return await ask();
      } catch {
        await pause(100);
      }
    }
    return undefined;
  }
}
