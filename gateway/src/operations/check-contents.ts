import {
  checkAgreement,
  checkRequestProblems,
  decisionProblems,
  determinationProblems,
  noticeProblems,
  OriginError,
  readDocument,
  referenceText,
  type CertificateReference,
  type CertificateToIssue,
  type Form,
  type ParsedRequest,
} from '@origin-ledger/model';

/** What the register says of a form, where it says more than the model's own tables. */
export type FormOf = (code: string) => Form | undefined;

type Contents = ReadonlyMap<string, string>;
interface Stated {
  readonly reference: CertificateReference;
  readonly items: readonly number[];
  readonly given: boolean;
  readonly random: boolean;
}

/** Which boxes of an act's own parcel are wrong. */
const PROBLEMS: Readonly<Record<string, (contents: unknown, stated: Stated) => readonly string[]>> = {
  'certificate.decide/1': decision,
  'certificate.reassess/1': decision,
  'case.request-check/1': (contents, { random }) => checkRequestProblems(contents, random),
  'case.determine-check/1': determinationProblems,
  'case.notify-visit/1': noticeProblems,
  'case.determine-visit/1': determinationProblems,
  'case.final-visit/1': determinationProblems,
};

function decision(contents: unknown, { reference, items, given }: Stated): readonly string[] {
  return decisionProblems(contents, { certificate: referenceText(reference), items, given });
}

/**
 * The contents of parcels against the public part of their act. Only the gateways of those who may read them can
 * compare: no other peer ever sees them.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, PARCEL_UNDECLARED
 */
export function checkContents({ claims }: ParsedRequest, contents: Contents, formOf: FormOf): void {
  const args = claims.args as Partial<{
    readonly certificates: readonly CertificateToIssue[];
    readonly certificate: CertificateToIssue;
  }>;
  const member = claims.iss.split(':')[0] ?? '';
  const text = (index: number): string => contents.get(claims.parcels[index]?.commitment ?? '') ?? '';
  if (claims.op === 'certificate.issue/1') {
    const certificates = args.certificates ?? [];
    claims.parcels.forEach((_parcel, index) => {
      const stated = certificates[index];
      const box = `parcels[${index}]`;
      if (stated === undefined)
        throw new OriginError('PARCEL_UNDECLARED', { boxes: [box], stage: 'request' });
      checkDocument(text(index), { stated, member, box, backToBack: false }, formOf);
    });
  }
  if (args.certificate !== undefined && claims.parcels.length > 0) {
    const backToBack = claims.op === 'certificate.back-to-back/1';
    checkDocument(text(0), { stated: args.certificate, member, box: 'parcels[0]', backToBack }, formOf);
  }
  const problems = PROBLEMS[claims.op]?.(parsed(text(0)), claims.args as unknown as Stated) ?? [];
  if (problems.length > 0 && claims.parcels.length > 0)
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: problems.map((path) => `parcels[0].${path}`),
      stage: 'request',
    });
}

interface Compared {
  readonly stated: CertificateToIssue;
  readonly member: string;
  readonly box: string;
  readonly backToBack: boolean;
}

function checkDocument(text: string, { stated, member, box, backToBack }: Compared, formOf: FormOf): void {
  const { office, number } = stated;
  const document = readDocument(text, box, formOf(stated.form));
  checkAgreement(document, { ...stated, backToBack, reference: { member, office, number } }, box);
}

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
