import { originDeclaration } from '../form/tables/origin-declaration.js';
import type { CertificateRecord } from './records.js';

/** Whether a proof is an origin declaration of a certified exporter, not a certificate of an authority. */
export const isDeclaration = ({ form }: Pick<CertificateRecord, 'form'>): boolean =>
  form === originDeclaration.code;
