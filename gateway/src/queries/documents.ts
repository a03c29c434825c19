import {
  formKey,
  forms,
  OriginError,
  readDocument,
  referenceText,
  warningsOf,
  type CertificateRecord,
  type CertificateReference,
  type Finding,
  type FormDDocument,
  type FormRecord,
  type KeyRecord,
  type Role,
} from '@origin-ledger/model';
import { documentOn, heldText } from '../contents/held-contents.js';
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import type { WriteGroup } from '../store/write-group.js';
import type { Certificates } from './certificates.js';

const OFFICIAL: readonly Role[] = ['signatory', 'customs', 'system'];

export interface DocumentOptions {
  readonly database: Database;
  readonly group: WriteGroup;
  readonly journal: Journal;
  readonly ledger: LedgerPort;
  readonly certificates: Certificates;
  readonly replica: Replica;
  readonly member: string;
}

/** Contents with what their rules warn of. */
export interface DocumentContents {
  readonly name: string;
  readonly commitment: string;
  readonly document: string;
  readonly findings: readonly Finding[];
}

/** Contents of certificates, for those who may read them; who read what is on record before it is answered. */
export class Documents {
  readonly #options: DocumentOptions;
  readonly #log: Statement<never>;

  constructor(options: DocumentOptions) {
    this.#options = options;
    this.#log = options.database.prepare(
      'INSERT INTO document_reads (name, reader, kid, at) VALUES (?, ?, ?, ?)',
    );
  }

  /**
   * The exact text that was committed to, from the own peer or, before its deposit, from the journal.
   * @throws OriginError CERTIFICATE_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
   */
  async read(reference: CertificateReference, reader: KeyRecord): Promise<DocumentContents> {
    const { certificates, member, group } = this.#options;
    const record = certificates.record(reference);
    const refuse = (): OriginError => new OriginError('NOT_A_READER', { stage: 'query' });
    const issuing = record.reference.member === member;
    if (!issuing && record.importing !== member) throw refuse();
    const official = reader.roles.some((role) => OFFICIAL.includes(role));
    if (!official && !reader.roles.includes('exporter')) throw refuse();

    const name = referenceText(reference);
    const document = await this.#contents(record);
    if (!official && partyOf(document, issuing) !== reader.holder) throw refuse();
    await group.write(() => this.#log.run(name, reader.holder, reader.kid, new Date().toISOString()));
    return {
      name,
      commitment: record.commitment,
      document,
      findings: this.#warnings(document, record),
    };
  }

  /** What passed with a warning at its issue; none of contents that no gateway of ours would have taken. */
  #warnings(text: string, { form: code, reference }: CertificateRecord): Finding[] {
    const form = this.#options.replica.value<FormRecord>(formKey(code))?.form ?? forms.get(code);
    if (form === undefined) return [];
    try {
      return warningsOf(readDocument(text, 'document', form), form, reference.member);
    } catch (error) {
      if (error instanceof OriginError) return [];
      throw error;
    }
  }

  /** Whether a holder is the trader of the own member that a certificate names: its exporter, or its consignee. */
  async isTrader(record: CertificateRecord, { holder, roles }: KeyRecord): Promise<boolean> {
    const issuing = record.reference.member === this.#options.member;
    if (!roles.includes('exporter') || !(issuing || record.importing === this.#options.member)) return false;
    const document = await this.#contents(record);
    return partyOf(document, issuing) === holder;
  }

  #contents(record: CertificateRecord): Promise<string> {
    return heldText(documentOn(record, this.#options.member), this.#options);
  }
}

/** The trader in the own member's register: box 1 of what it issues, box 2 of what it receives. */
function partyOf(document: string, issuing: boolean): string | undefined {
  // Its form was judged when it was issued; here only who it names is asked.
  const { exporter, consignee } = JSON.parse(document) as Partial<FormDDocument>;
  return issuing ? exporter?.party : consignee?.party;
}
