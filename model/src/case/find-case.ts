import { Type } from 'typebox';
import { refusal } from '../certificate/certificate-act.js';
import type {
  CertificateRecord,
  ImportingCase,
  IssuingCase,
  ReceptionRecord,
} from '../certificate/records.js';

/** Cases of a certificate are numbered one after the other, checks and visits alike. */
export const CaseNumber = Type.Integer({ minimum: 1, maximum: 9999 });

export interface BothHalves {
  readonly importing: ImportingCase;
  readonly issuing: IssuingCase | undefined;
}

/** @throws OriginError CASE_UNKNOWN */
export function findCase(
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
  number: number,
  kind: ImportingCase['kind'],
): BothHalves {
  const importing = reception?.cases?.find((one) => one.number === number && one.kind === kind);
  if (importing === undefined) throw refusal('CASE_UNKNOWN', 'args.case');
  return { importing, issuing: certificate.cases?.find((one) => one.number === number) };
}

/** The cases with one of them changed, or added at the end. */
export const withCase = <C extends { readonly number: number }>(
  cases: readonly C[] | undefined,
  changed: C,
): C[] => {
  const others = cases ?? [];
  return others.some(({ number }) => number === changed.number)
    ? others.map((one) => (one.number === changed.number ? changed : one))
    : [...others, changed];
};
