import {
  declarationProblem,
  errorRegistry,
  exporterKey,
  isDeclaration,
  signerKey,
  formKey,
  forms,
  maySeeContents,
  parseCanonical,
  OriginError,
  readDocument,
  referenceText,
  warningsOf,
  type CertificateRecord,
  type CertificateReference,
  type ExporterRecord,
  type Finding,
  type FormDDocument,
  type FormRecord,
  type KeyRecord,
} from '@origin-ledger/model';
import { documentOn, heldText } from '../contents/held-contents.js';
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import type { WriteGroup } from '../store/write-group.js';
import type { Certificates } from './certificates.js';

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
    const { certificates, group } = this.#options;
    const record = certificates.record(reference);
    const name = referenceText(reference);
    if (!(await this.maySee(record, reader))) throw new OriginError('NOT_A_READER', { stage: 'query' });
    const document = await this.#contents(record);
    await group.write(() => this.#log.run(name, reader.holder, reader.kid, new Date().toISOString()));
    return {
      name,
      commitment: record.commitment,
      document,
      findings: this.#warnings(document, record),
    };
  }

  /**
   * What passed with a warning at its issue, and why the register does not honour a declaration; none of contents that no
   * gateway of ours would have taken.
   */
  #warnings(text: string, record: CertificateRecord): Finding[] {
    const { form: code, reference } = record;
    const form = this.#options.replica.value<FormRecord>(formKey(code))?.form ?? forms.get(code);
    if (form === undefined) return [];
    try {
      const document = readDocument(text, 'document', form);
      return [...this.#notHonoured(document, record), ...warningsOf(document, form, reference.member)];
    } catch (error) {
      if (error instanceof OriginError) return [];
      throw error;
    }
  }

  /** Whether a reader may see the contents of a certificate; only of a trader it is asked whom they name. */
  async maySee(record: CertificateRecord, reader: KeyRecord): Promise<boolean> {
    const { reference, importing } = record;
    const readers = [reference.member, importing];
    if (maySeeContents(reader, readers)) return true;
    if (!reader.roles.includes('exporter') || !readers.includes(this.#options.member)) return false;
    const document = await this.#contents(record);
    return maySeeContents(reader, readers, partyOf(document, reference.member === this.#options.member));
  }

  #notHonoured(document: FormDDocument, record: CertificateRecord): Finding[] {
    if (!isDeclaration(record)) return [];
    const { replica } = this.#options;
    const { member } = record.reference;
    const code = document.selfCertification?.exporter ?? '';
    const exporter = replica.value<ExporterRecord>(exporterKey(member, code));
    const holder = replica.value<KeyRecord>(signerKey(record.issuedIn))?.holder ?? '';
    const problem = declarationProblem(document, { exporter, holder, links: exporter?.links ?? [] });
    if (problem === undefined) return [];
    const { title, remedy } = errorRegistry[problem.code];
    return [{ box: problem.box, rule: 'OCP 2.6', weight: 'error', remedy: `${title}. ${remedy}` }];
  }

  #contents(record: CertificateRecord): Promise<string> {
    return heldText(documentOn(record, this.#options.member), this.#options);
  }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** The trader in the own member's register: box 1 of what it issues, box 2 of what it receives. */
function partyOf(document: string, issuing: boolean): string | undefined {
  // Another state may have written it: here only who it names is asked, where it is a document at all.
  const said = membersOf(parseCanonical(document));
  const { party } = membersOf(said[issuing ? 'exporter' : 'consignee']);
  return typeof party === 'string' ? party : undefined;
}
