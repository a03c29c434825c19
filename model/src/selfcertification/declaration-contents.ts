import type { CertificateReference } from '../certificate/reference.js';
import type { ErrorCode } from '../errors/registry.js';
import type { FormDDocument } from '../form/form-d-document.js';
import { holds } from '../rule/rule.js';
import { exporterLink, notHonoured, type ExporterRecord } from './exporter-record.js';

/** What a declaration's contents are judged by. */
export interface KnownOfExporter {
  /** The entry that the contents name, in the register of the exporting member. */
  readonly exporter: ExporterRecord | undefined;
  /** Code of the key that signed the entry of the declaration. */
  readonly holder: string;
  /** Which links count: the present one when it is entered, any when it is read. */
  readonly links: readonly string[];
}

/** Why a declaration is not honoured, and the box that says so. */
export interface DeclarationProblem {
  readonly code: ErrorCode;
  readonly box: string;
}

/**
 * What is wrong with a declaration by the register, if something is: exporter, hand-signing person and every product as
 * listed on the date of the document, entered by a key of that very exporter. All of it stands in the contents alone, so
 * the gateway of the exporting member asks before it takes the act, and that of the importing one when it reads them.
 */
export const declarationProblem = holds(
  ['OCP 2.6', 'OCP 12A.3', 'OCP 12A.4', 'OCP 12B.1', 'reading listed', 'reading OD'],
  (
    { selfCertification, certification, reference, items }: FormDDocument,
    { exporter, holder, links }: KnownOfExporter,
  ): DeclarationProblem | undefined => {
    const at = (code: ErrorCode, box: string): DeclarationProblem => ({
      code,
      box: `selfCertification.${box}`,
    });
    if (selfCertification === undefined) return { code: 'DOCUMENT_RULES', box: 'selfCertification' };
    if (exporter === undefined) return at('EXPORTER_UNKNOWN', 'exporter');
    const name = `${reference.member}.${selfCertification.exporter}`;
    if (!links.includes(exporterLink(name, holder, selfCertification.link)))
      return at('ISSUER_MISMATCH', 'link');
    const { date, signatory } = certification;
    const problem = notHonoured(exporter, { date, signatory, hs: items.map(({ hs }) => hs) });
    return problem === undefined ? undefined : at(problem, 'exporter');
  },
);

/** Office under which declarations stand on the ledger: one for all certified exporters of a member. */
export const DECLARED_OFFICE = 'CE';

/** The reference of a declaration: its number is drawn at random, and says nothing of document or exporter. */
export const declarationReference = (member: string, number: string): CertificateReference => ({
  member,
  office: DECLARED_OFFICE,
  number,
});
