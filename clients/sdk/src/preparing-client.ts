import { checkAgreement, documentBox, type CertificateView, type Draw } from '@origin-ledger/model';
import { onCertificate, type CertificateAct } from './acts.js';
import type { DocumentToIssue } from './requests/document-to-issue.js';
import { oneView } from './requests/one-view.js';
import { prepareAct, type PrepareActOptions } from './requests/prepare-act.js';
import type { BalanceBefore } from './requests/balance-parcels.js';
import { prepareBackToBack, type OriginalToDraw } from './requests/prepare-back-to-back.js';
import { prepareIssue, type IssueOptions } from './requests/prepare-issue.js';
import { prepareReceive } from './requests/prepare-receive.js';
import { prepareReplace } from './requests/prepare-replace.js';
import { prepareSend } from './requests/prepare-send.js';
import { prepareUtilise } from './requests/prepare-utilise.js';
import type { PreparedRequest } from './requests/prepared-request.js';
import { ReadingClient } from './reading-client.js';

/** As many decisions travel with a draw although nothing is drawn on their items. */
const MAX_DECISIONS = 20;

/**
 * Names of the decisions that travel with draws: all on record, so that nobody else learns which of them gave
 * preference; where these are many, only those of the items drawn.
 */
function decisionsFor({ reception }: CertificateView, draws: readonly Draw[]): string[] {
  const all = reception?.decisions ?? [];
  const drawn = new Set(draws.flatMap(({ items }) => items.map(({ number }) => number)));
  const needed = all.filter(({ items }) => items.some((item) => drawn.has(item)));
  return (all.length <= MAX_DECISIONS ? all : needed).map(({ parcel }) => parcel);
}

/** Requests ready to be submitted: what the gateway knows of a certificate goes into them, and into what is signed. */
export abstract class PreparingClient extends ReadingClient {
  async prepareIssue(
    documents: readonly DocumentToIssue[],
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }, formOf] = await Promise.all([
      this.audience(),
      this.ownMember(),
      this.forms.knowing(documents.map(({ form }) => form)),
    ]);
    return this.modelled(() =>
      prepareIssue(this.session.key, {
        formOf,
        ...options,
        ...this.#now(),
        utcOffsetMinutes,
        documents,
        audience,
      }),
    );
  }

  async prepareSend(reference: string): Promise<PreparedRequest> {
    const [audience, { record, lastAct }] = await Promise.all([this.audience(), this.certificate(reference)]);
    const { importing, commitment } = record;
    return this.modelled(() =>
      prepareSend(this.session.key, {
        ...this.#now(),
        audience,
        reference: record.reference,
        importing,
        commitment,
        after: lastAct,
      }),
    );
  }

  async prepareReceive(reference: string): Promise<PreparedRequest> {
    const [audience, { text, document }] = await Promise.all([this.audience(), this.document(reference)]);
    // The contents come from the peer, which may know of the sending before the gateway's own view does.
    const { record, lastAct } = await oneView(
      () => this.certificate(reference),
      ({ record: { transmission } }) => transmission !== 'ISSUED',
    );
    return this.modelled(() => {
      checkAgreement(document, record, 'document');
      return prepareReceive(this.session.key, {
        ...this.#now(),
        audience,
        reference: record.reference,
        commitment: record.commitment,
        document: text,
        after: lastAct,
      });
    });
  }

  async prepareAct(options: Omit<PrepareActOptions, 'audience'>): Promise<PreparedRequest> {
    const audience = await this.audience();
    return this.modelled(() => prepareAct(this.session.key, { ...this.#now(), ...options, audience }));
  }

  async prepareOn(reference: string, act: CertificateAct): Promise<PreparedRequest> {
    const view = await this.certificate(reference);
    return this.prepareAct({ ...onCertificate(view, act), after: view.lastAct });
  }

  async prepareReplace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }, view, formOf] = await Promise.all([
      this.audience(),
      this.ownMember(),
      this.certificate(reference),
      this.forms.knowing([document.form]),
    ]);
    const stated = { formOf, ...options, ...this.#now(), utcOffsetMinutes, audience };
    return this.modelled(() => prepareReplace(this.session.key, { ...stated, view, document, reason }));
  }

  async prepareUtilise(reference: string, draws: readonly Draw[]): Promise<PreparedRequest> {
    const [audience, { view, before }] = await Promise.all([
      this.audience(),
      this.#toDrawFrom(reference, 'import'),
    ]);
    const decisions = await Promise.all(
      decisionsFor(view, draws).map(async (name) => (await this.parcel(name)).text),
    );
    return this.modelled(() =>
      prepareUtilise(this.session.key, { ...this.#now(), audience, view, before, decisions, draws }),
    );
  }

  async prepareBackToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }] = await Promise.all([this.audience(), this.ownMember()]);
    const drawn = await this.toDraw(originals);
    const formOf = await this.forms.knowing([document.form]);
    return this.modelled(() =>
      prepareBackToBack(this.session.key, {
        ...{ formOf, ...options, ...this.#now(), utcOffsetMinutes, audience, document },
        originals: drawn,
      }),
    );
  }

  /** Originals with what there is to draw from. */
  protected toDraw(
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
  ): Promise<OriginalToDraw[]> {
    return Promise.all(
      originals.map(async ({ reference, items }) => {
        return { items, ...(await this.#toDrawFrom(reference, 'reexport')) };
      }),
    );
  }

  /** A certificate with what there is to draw from: the document until the first draw, then the last balance. */
  async #toDrawFrom(
    reference: string,
    purpose: 'import' | 'reexport',
  ): Promise<{ readonly view: CertificateView; readonly before: BalanceBefore }> {
    return oneView(
      async () => {
        const view = await this.certificate(reference);
        return { view, before: await this.#before(view, purpose) };
      },
      ({ view: { record, reception }, before: { commitment } }) =>
        [record.commitment, ...Object.values(reception?.balances ?? {})].includes(commitment),
    );
  }

  /** The gateway's time, which the calls just made have told. */
  #now(): { readonly now: number } {
    return { now: this.session.clock.now() };
  }

  async #before(view: CertificateView, purpose: 'import' | 'reexport'): Promise<BalanceBefore> {
    const { name, record, reception } = view;
    const balance = reception?.balances?.joined === undefined ? purpose : 'joined';
    if (reception?.balances?.[balance] === undefined) {
      const { commitment, text } = await this.document(name);
      return { box: documentBox(record.reference), commitment, text };
    }
    const { commitment, text } = await this.balance(name, balance);
    return { box: `balance ${name}`, commitment, text };
  }
}
