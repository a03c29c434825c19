import {
  asDecision,
  asDetermination,
  asLateAcceptance,
  backToBackProblems,
  checkAgreement,
  checkRequestProblems,
  checkRules,
  clarificationProblems,
  copyProblems,
  declarationProblem,
  declarationReference,
  decisionProblems,
  determinationProblems,
  documentIn,
  judgeInConfidence,
  lateProblems,
  latestDetermination,
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
  type ExporterRecord,
  type Form,
  type FormDDocument,
  type Json,
  type ParsedRequest,
  type PublicPart,
  type ReceptionRecord,
  type RequestClaims,
} from '@origin-ledger/model';
import type { PresentParcels } from '../contents/present-parcel.js';

/** What the contents of an act are compared with, as this gateway knows it. */
export interface KnownHere {
  /** What the register says of a form, where it says more than the model's own tables. */
  readonly form: (code: string) => Form | undefined;
  readonly certificate: (reference: CertificateReference) => CertificateRecord | undefined;
  readonly reception: (reference: CertificateReference) => ReceptionRecord | undefined;
  /** Calendar day in the own member's zone. */
  readonly today: string;
  /** What a parcel or a document says that this act builds on, read beforehand; undefined where it is not here. */
  readonly parcel: (named: string) => Json | undefined;
  /** The entry of a certified exporter of the own member. */
  readonly exporter: (code: string) => ExporterRecord | undefined;
  /** Text of the document of an original, by its name; read beforehand where an act draws on it. */
  readonly original: (name: string) => string | undefined;
}

interface Stated {
  readonly reference: CertificateReference;
  readonly items: readonly number[];
}

/** Which boxes are wrong in what an act says in a parcel of its own. */
const PROBLEMS: Readonly<
  Record<string, (contents: unknown, stated: Stated, known: KnownHere) => readonly string[]>
> = {
  'certificate.decide/1': decision,
  'certificate.reassess/1': decision,
  'certificate.clarify/1': clarificationProblems,
  'certificate.accept-late/1': lateProblems,
  'certificate.true-copy/1': copyProblems,
  'certificate.cancel/1': reasonProblems,
  'certificate.revoke/1': reasonProblems,
  'certificate.replace/1': reasonProblems,
  'case.request-check/1': checkRequestProblems,
  'case.determine-check/1': determinationProblems,
  'case.notify-visit/1': noticeProblems,
  'case.determine-visit/1': determinationProblems,
  'case.final-visit/1': determinationProblems,
};

function decision(contents: unknown, stated: Stated, known: KnownHere): readonly string[] {
  const { reference, items } = stated;
  const certificate = known.certificate(reference);
  const reception = known.reception(reference);
  const presentedOn = asDecision(contents)?.presentedOn;
  const accepted = asLateAcceptance(known.parcel(reception?.late?.parcel ?? ''))?.presentedOn;
  const inTime =
    certificate === undefined || presentedOn === undefined
      ? undefined
      : presentedInTime(presentedOn, certificate.expires) || accepted === presentedOn;
  const foundOriginating = items.filter((item) => {
    const said = latestDetermination(reception?.cases, item);
    return reception?.suspended?.includes(item) === true && said !== undefined && foundSo(known.parcel(said));
  });
  return decisionProblems(contents, {
    ...{ certificate: referenceText(reference), items, inTime, foundOriginating },
  });
}

const foundSo = (determination: unknown): boolean => asDetermination(determination)?.originating === true;

/**
 * The contents of parcels against the public part of their act and the rules of their form. Only the gateways of
 * those who may read them can compare: no other peer ever sees them.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, DOCUMENT_RULES, ORIGINALS_DISAGREE, PARCEL_UNDECLARED,
 *   FLAGS, and those of the model's judgeInConfidence
 */
export function checkContents({ claims }: ParsedRequest, present: PresentParcels, known: KnownHere): void {
  const args = claims.args as Partial<{
    readonly certificates: readonly CertificateToIssue[];
    readonly certificate: CertificateToIssue;
    readonly declaration: DeclarationToEnter;
    readonly originals: readonly CertificateReference[];
  }>;
  const signatory = claims.iss;
  const member = signatory.split(':')[0] ?? '';
  const saidIn = (index: number): Json | undefined =>
    present.get(claims.parcels[index]?.commitment ?? '')?.said;
  const issued = (stated: CertificateToIssue, index: number, backToBack = false): FormDDocument => {
    const { office, number } = stated;
    const part = { ...stated, signatory, backToBack, reference: { member, office, number } };
    return checkDocument(saidIn(index), part, `parcels[${index}]`, known);
  };
  const carriesOriginals = (document: FormDDocument): void => {
    if (document.flags.partialCumulation === true)
      throw new OriginError('FLAGS', { boxes: ['parcels[0].flags.backToBack'], stage: 'request' });
    const drawn = originalsOf(args.originals ?? [], (index) => saidIn(2 + 2 * index), known);
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
    const document = checkDocument(saidIn(0), part, 'parcels[0]', known);
    checkDeclaration(document, signatory, known);
    if (part.backToBack === true) carriesOriginals(document);
  }
  // A replacement's comes after the new document.
  const own = claims.op === 'certificate.replace/1' ? 1 : 0;
  if (claims.parcels.length > own) {
    const said = saidIn(own);
    const problems = PROBLEMS[claims.op]?.(said, claims.args as unknown as Stated, known) ?? [];
    refuseProblems(problems, 'DOCUMENT_INVALID', own);
    judge(claims, said, known);
  }
}

/** Rules over what no contract sees, as the model tells them. @throws OriginError those of judgeInConfidence */
function judge({ op, args }: RequestClaims, said: Json | undefined, known: KnownHere): void {
  const { reference } = args as Partial<Stated>;
  const certificate = reference === undefined ? undefined : known.certificate(reference);
  if (certificate === undefined) return;
  judgeInConfidence(op, said, args, {
    certificate,
    reception: known.reception(certificate.reference),
    today: known.today,
    contents: known.parcel,
  });
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

function checkDocument(
  said: Json | undefined,
  stated: PublicPart,
  box: string,
  known: KnownHere,
): FormDDocument {
  const form = known.form(stated.form);
  const document = documentIn(said, box, form);
  checkAgreement(document, stated, box);
  if (form !== undefined) checkRules(document, form, stated.reference.member, box);
  return document;
}

/** A declaration is a proof like others: its contents have the boxes of the form, its date is the document's. */
const declared = (member: string, stated: DeclarationToEnter, backToBack: boolean): PublicPart => ({
  backToBack,
  reference: declarationReference(member, stated.number),
  form: originDeclaration.code,
  importing: stated.importing,
  issued: stated.date,
  departure: stated.departure,
  retroactive: false,
  items: stated.items,
});

/**
 * A declaration is honoured by the register of its day.
 * @throws OriginError EXPORTER_UNKNOWN, ISSUER_MISMATCH, EXPORTER_NOT_LISTED, SIGNATORY_NOT_LISTED, PRODUCT_NOT_LISTED
 */
function checkDeclaration(document: FormDDocument, holder: string, known: KnownHere): void {
  const exporter = known.exporter(document.selfCertification?.exporter ?? '');
  const links = (exporter?.links ?? []).slice(-1);
  const problem = declarationProblem(document, { exporter, holder, links });
  if (problem !== undefined)
    throw new OriginError(problem.code, { boxes: [`parcels[0].${problem.box}`], stage: 'request' });
}

/** What is drawn of each original; undefined where one is not on record or not here: the contract refuses it. */
function originalsOf(
  references: readonly CertificateReference[],
  after: (index: number) => Json | undefined,
  known: KnownHere,
): DrawnOriginal[] | undefined {
  const drawn = references.flatMap((reference, index): DrawnOriginal[] => {
    const certificate = known.certificate(reference);
    const text = known.original(referenceText(reference));
    const form = certificate === undefined ? undefined : known.form(certificate.form);
    if (certificate === undefined || text === undefined || form === undefined) return [];
    const document = readDocument(text, `args.originals[${index}]`, form);
    return [{ certificate, document, form, after: after(index) ?? null }];
  });
  return drawn.length === references.length ? drawn : undefined;
}
