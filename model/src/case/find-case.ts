import { Type } from 'typebox';
import { refusal, type CertificateContext, type Changed } from '../certificate/certificate-act.js';
import { checkItems, checkSuspendable, withItems } from '../certificate/items.js';
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

/**
 * The reception with a check or a visit opened, numbered on from the last case; preference for its items is suspended
 * meanwhile, where that is asked for.
 * @throws OriginError ITEM_UNKNOWN, NOTHING_TO_SUSPEND, CASE_REPEATED
 */
export function openCase(
  {
    args,
    certificate,
    reception,
    actId,
    at,
    parcel,
  }: CertificateContext<{
    readonly case: number;
    readonly items: readonly number[];
    readonly suspend: boolean;
  }>,
  opened: Pick<ImportingCase, 'kind' | 'follows'>,
): Changed<ReceptionRecord> {
  checkItems(args.items, certificate);
  if (args.suspend) checkSuspendable(args.items, certificate, reception);
  if (args.case !== (reception?.cases?.length ?? 0) + 1) throw refusal('CASE_REPEATED', 'args.case');
  return {
    cases: withCase(reception?.cases, {
      number: args.case,
      items: [...args.items],
      ...opened,
      opened: { act: actId, at, parcel },
    }),
    suspended: args.suspend ? withItems(reception?.suspended, args.items) : reception?.suspended,
  };
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
