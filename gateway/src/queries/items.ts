import {
  asDecision,
  decisionOn,
  itemState,
  OriginError,
  parseCanonical,
  referenceText,
  type CertificateReference,
  type DecisionContents,
  type ItemView,
  type KeyRecord,
} from '@origin-ledger/model';
import type { Certificates } from './certificates.js';
import type { Documents } from './documents.js';
import type { Parcels } from './parcels.js';

export interface ItemsOptions {
  readonly certificates: Certificates;
  readonly documents: Documents;
  readonly parcels: Parcels;
}

/** Items of certificates: where they stand, and for those who may see contents how they were decided. */
export class Items {
  readonly #options: ItemsOptions;

  constructor(options: ItemsOptions) {
    this.#options = options;
  }

  /** @throws OriginError CERTIFICATE_UNKNOWN */
  async of(
    reference: CertificateReference,
    reader: KeyRecord,
  ): Promise<{ readonly name: string; readonly items: ItemView[] }> {
    const { record, reception } = this.#options.certificates.view(reference);
    const said = await this.#decisions(reference, reader);
    const items = Array.from({ length: record.items }, (_, index): ItemView => {
      const number = index + 1;
      const decision = decisionOn(reception, number);
      const outcome = said.get(decision?.parcel ?? '')?.items.find((item) => item.number === number);
      return {
        number,
        state: itemState(record, reception, number),
        ...(decision === undefined ? {} : { decidedAt: decision.at }),
        ...(outcome === undefined ? {} : { outcome: outcome.outcome, grounds: outcome.grounds }),
        ...(outcome?.note === undefined ? {} : { note: outcome.note }),
      };
    });
    return { name: referenceText(reference), items };
  }

  /** What decisions say, by the name of the parcel: none for who may not see it, or where it is not here yet. */
  async #decisions(
    reference: CertificateReference,
    reader: KeyRecord,
  ): Promise<ReadonlyMap<string, DecisionContents>> {
    const { certificates, documents, parcels } = this.#options;
    const { record, reception } = certificates.view(reference);
    const said = new Map<string, DecisionContents>();
    const maySee = await ifHere(documents.maySee(record, reader));
    for (const { parcel } of maySee === true ? (reception?.decisions ?? []) : []) {
      const contents = await ifHere(parcels.said(parcel, reader));
      const decision = contents === undefined ? undefined : asDecision(parseCanonical(contents));
      if (decision !== undefined) said.set(parcel, decision);
    }
    return said;
  }
}

/** What is asked of the own peer or store; undefined where it is not here. */
async function ifHere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OriginError && ['PARCEL_NOT_HELD', 'PARCEL_UNKNOWN'].includes(error.code))
      return undefined;
    throw error;
  }
}
