import {
  asDetermination,
  backToBackProblems,
  checkAgreement,
  checkRequestProblems,
  checkRules,
  declarationAgrees,
  decisionProblems,
  determinationProblems,
  latestDetermination,
  mayContinue,
  noticeProblems,
  OriginError,
  originDeclaration,
  presentedInTime,
  readDocument,
  reasonProblems,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type CertificateToIssue,
  type DeclarationToEnter,
  type DrawnOriginal,
  type Form,
  type FormDDocument,
  type Json,
  type ParsedRequest,
  type PublicPart,
  type ReceptionRecord,
} from '@origin-ledger/model';

/** What the contents of an act are compared with, as this gateway knows it. */
export interface KnownHere {
  /** What the register says of a form, where it says more than the model's own tables. */
  readonly form: (code: string) => Form | undefined;
  readonly certificate: (reference: CertificateReference) => CertificateRecord | undefined;
  readonly reception: (reference: CertificateReference) => ReceptionRecord | undefined;
  /** What a parcel says that this act builds on, read beforehand; undefined where it is not here. */
  readonly parcel: (name: string) => unknown;
  /** Text of the document of an original, by its name; read beforehand where an act draws on it. */
  readonly original: (name: string) => string | undefined;
}

type Contents = ReadonlyMap<string, string>;
interface Stated {
  readonly reference: CertificateReference;
  readonly items: readonly number[];
  readonly given: boolean;
  readonly presented: string;
  readonly random: boolean;
  readonly case: number;
}

/** Which boxes are wrong in what an act says in a parcel of its own. */
const PROBLEMS: Readonly<
  Record<string, (contents: unknown, stated: Stated, known: KnownHere) => readonly string[]>
> = {
  'certificate.decide/1': decision,
  'certificate.reassess/1': decision,
  'certificate.cancel/1': reasonProblems,
  'certificate.revoke/1': reasonProblems,
  'certificate.replace/1': reasonProblems,
  'case.request-check/1': (contents, { random }) => checkRequestProblems(contents, random),
  'case.determine-check/1': determinationProblems,
  'case.notify-visit/1': noticeProblems,
  'case.determine-visit/1': determinationProblems,
  'case.final-visit/1': determinationProblems,
};

function decision(contents: unknown, stated: Stated, known: KnownHere): readonly string[] {
  const { reference, items, given, presented } = stated;
  const certificate = known.certificate(reference);
  const reception = known.reception(reference);
  const inTime =
    certificate === undefined
      ? undefined
      : presentedInTime(presented, certificate.expires) || reception?.late?.presented === presented;
  const foundOriginating = items.filter((item) => {
    const said = latestDetermination(reception?.cases, item);
    return reception?.suspended?.includes(item) === true && said !== undefined && foundSo(known.parcel(said));
  });
  return decisionProblems(contents, {
    ...{ certificate: referenceText(reference), items, given, inTime, foundOriginating },
  });
}

const foundSo = (determination: unknown): boolean => asDetermination(determination)?.originating === true;

/**
 * Comments and a final determination follow only where goods were found not to be originating (OCP 19.9).
 * @throws OriginError CASE_STATE
 */
function checkContinues({ reference, case: number }: Stated, known: KnownHere): void {
  const visit = known.reception(reference)?.cases?.find((one) => one.number === number);
  const said = asDetermination(known.parcel(visit?.determined?.parcel ?? ''));
  if (said !== undefined && !mayContinue(said))
    throw new OriginError('CASE_STATE', { boxes: ['args.case'], stage: 'request' });
}

/**
 * The contents of parcels against the public part of their act and the rules of their form. Only the gateways of
 * those who may read them can compare: no other peer ever sees them.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, DOCUMENT_RULES, ORIGINALS_DISAGREE, PARCEL_UNDECLARED,
 *   CASE_STATE
 */
export function checkContents({ claims }: ParsedRequest, contents: Contents, known: KnownHere): void {
  const args = claims.args as Partial<{
    readonly certificates: readonly CertificateToIssue[];
    readonly certificate: CertificateToIssue;
    readonly declaration: DeclarationToEnter;
    readonly originals: readonly CertificateReference[];
  }>;
  const signatory = claims.iss;
  const member = signatory.split(':')[0] ?? '';
  const text = (index: number): string => contents.get(claims.parcels[index]?.commitment ?? '') ?? '';
  const issued = (stated: CertificateToIssue, index: number, backToBack = false): FormDDocument => {
    const { office, number } = stated;
    const part = { ...stated, signatory, backToBack, reference: { member, office, number } };
    return checkDocument(text(index), part, `parcels[${index}]`, known);
  };
  const carriesOriginals = (document: FormDDocument): void => {
    const drawn = originalsOf(args.originals ?? [], (index) => text(2 + 2 * index), known);
    const form = known.form(document.form);
    if (drawn !== undefined && form !== undefined)
      refuseProblems(backToBackProblems(document, form, drawn), 'ORIGINALS_DISAGREE');
  };
  if (claims.op === 'certificate.issue/1') {
    claims.parcels.forEach((_parcel, index) => {
      const stated = args.certificates?.[index];
      if (stated === undefined)
        throw new OriginError('PARCEL_UNDECLARED', { boxes: [`parcels[${index}]`], stage: 'request' });
      issued(stated, index);
    });
  }
  if (args.certificate !== undefined && claims.parcels.length > 0) {
    const backToBack = claims.op === 'certificate.back-to-back/1';
    const document = issued(args.certificate, 0, backToBack);
    if (backToBack) carriesOriginals(document);
  }
  const declaration =
    claims.op === 'selfcertification.declare/1'
      ? (claims.args as unknown as DeclarationToEnter)
      : args.declaration;
  if (declaration !== undefined && claims.parcels.length > 0) {
    const part = declared(member, declaration, args.declaration !== undefined);
    const document = checkDocument(text(0), part, 'parcels[0]', known);
    refuseProblems(declarationAgrees(document, declaration), 'DOCUMENT_DISAGREES');
    if (part.backToBack === true) carriesOriginals(document);
  }
  if (claims.op === 'case.comment-visit/1' || claims.op === 'case.final-visit/1')
    checkContinues(claims.args as unknown as Stated, known);
  // A replacement's comes after the new document.
  const own = claims.op === 'certificate.replace/1' ? 1 : 0;
  if (claims.parcels.length > own) {
    const problems = PROBLEMS[claims.op]?.(parsed(text(own)), claims.args as unknown as Stated, known) ?? [];
    refuseProblems(problems, 'DOCUMENT_INVALID', own);
  }
}

/** @throws OriginError when there are any */
function refuseProblems(
  problems: readonly string[],
  code: 'DOCUMENT_INVALID' | 'DOCUMENT_DISAGREES' | 'ORIGINALS_DISAGREE',
  parcel = 0,
): void {
  if (problems.length > 0)
    throw new OriginError(code, {
      boxes: problems.map((path) => `parcels[${parcel}].${path}`),
      stage: 'request',
    });
}

function checkDocument(text: string, stated: PublicPart, box: string, known: KnownHere): FormDDocument {
  const form = known.form(stated.form);
  const document = readDocument(text, box, form);
  checkAgreement(document, stated, box);
  if (form !== undefined) checkRules(document, form, stated.reference.member, box);
  return document;
}

/** A declaration is a proof like others: its contents have the boxes of the form, its date and number the document's. */
const declared = (member: string, stated: DeclarationToEnter, backToBack: boolean): PublicPart => ({
  backToBack,
  reference: { member, office: `CE-${stated.exporter}`, number: stated.number },
  form: originDeclaration.code,
  importing: stated.importing,
  issued: stated.date,
  departure: stated.departure,
  retroactive: false,
  items: stated.items,
  partialCumulation: stated.partialCumulation ?? false,
  signatory: stated.signatory,
});

/** What is drawn of each original; undefined where one is not on record or not here: the contract refuses it. */
function originalsOf(
  references: readonly CertificateReference[],
  after: (index: number) => string,
  known: KnownHere,
): DrawnOriginal[] | undefined {
  const drawn = references.flatMap((reference, index): DrawnOriginal[] => {
    const certificate = known.certificate(reference);
    const text = known.original(referenceText(reference));
    const form = certificate === undefined ? undefined : known.form(certificate.form);
    if (certificate === undefined || text === undefined || form === undefined) return [];
    const document = readDocument(text, `args.originals[${index}]`, form);
    return [{ certificate, document, form, after: parsed(after(index)) as Json }];
  });
  return drawn.length === references.length ? drawn : undefined;
}

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
