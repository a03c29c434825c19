import { certificateKey } from '../act/state-key.js';
import { encodeBase64url } from '../canonical/base64url.js';
import type { Json } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import type { CertificateRecord } from '../certificate/records.js';
import { referenceText, type CertificateReference } from '../certificate/reference.js';
import { OriginError } from '../errors/origin-error.js';
import { parcelName } from '../parcel/parcel-name.js';
import type { FormDDocument } from '../form/form-d-document.js';
import type { Form } from '../form/form.js';
import { formSubject, type ConsentSubject } from '../registry/consent.js';
import type { Draw, ItemQuantity } from '../quantity/balance.js';
import type { Performance } from '../act/perform-act.js';
import { declarationReference } from '../selfcertification/declaration-contents.js';
import { parcelText, type SimulatedAct, type SimulatedLedger, type SimulatedParcel } from './ledger.js';
import { sampleDocument } from './sample-document.js';

/** The day most tests happen on: noon in Ha Noi. */
export const START = '2026-03-03T05:00:00.000Z';
/** The last moment that is too early for whatever follows an act of {@link START}, and the first one that is not. */
export const TOO_EARLY = '2026-03-03T04:29:59.999Z';
export const EARLY_ENOUGH = '2026-03-03T04:30:00.000Z';

let salts = 0;

/** A salt that no other parcel of the run has. */
export function freshSalt(): string {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, ++salts);
  return encodeBase64url(bytes);
}

/** A parcel with contents of its own. */
export const parcel = (
  kind: string,
  reference: CertificateReference,
  readers: readonly string[],
  contents: { readonly [member: string]: Json } = {},
): SimulatedParcel => ({
  box: `${kind} ${referenceText(reference)}`,
  readers,
  contents: { salt: freshSalt(), ...contents },
});

export const commitment = (one: SimulatedParcel): string => commitmentOf(parcelText(one));

export interface Issued {
  readonly reference: CertificateReference;
  readonly document: SimulatedParcel;
  readonly importing: string;
}

export interface IssueOptions {
  readonly from?: string;
  readonly to?: string;
  readonly office?: string;
  readonly number?: string;
  readonly form?: string;
  readonly issued?: string;
  readonly partialCumulation?: true;
  readonly quantities?: readonly ItemQuantity[];
}

/** What a certificate says in public, and its document. */
export function certificateArgs(options: IssueOptions = {}): {
  readonly args: Readonly<Record<string, unknown>>;
  readonly issued: Issued;
} {
  const { from = 'VN', to = 'SG', office = 'HAN', number = '1', form = 'D' } = options;
  const { issued = '2026-03-03', quantities } = options;
  const reference = { member: from, office, number };
  const sample = sampleDocument();
  const [item] = sample.items;
  if (item === undefined) throw new Error('no item');
  const items = (quantities ?? [1, 2].map((count) => ({ number: count, value: '1200', unit: 'KGM' }))).map(
    ({ number: count, value, unit }) => ({ ...item, number: count, quantity: { value, unit } }),
  );
  const flags = options.partialCumulation === undefined ? {} : { partialCumulation: true as const };
  const document: FormDDocument = { ...sample, salt: freshSalt(), form, reference, items, flags };
  return {
    args: {
      office: reference.office,
      number,
      form,
      importing: to,
      issued,
      departure: issued,
      retroactive: false,
      items: items.length,
    },
    issued: {
      reference,
      importing: to,
      document: { box: `document ${referenceText(reference)}`, readers: [from, to], contents: document },
    },
  };
}

/** What links the exporters of tests to their entries. */
export const LINK = freshSalt();

export interface DeclarationOptions {
  readonly from?: string;
  readonly to?: string;
  /** Code of the exporter's entry. */
  readonly exporter?: string;
  readonly number?: string;
  readonly date?: string;
  /** Of each item. */
  readonly hs?: readonly string[];
  readonly signatory?: string;
  readonly link?: string;
  readonly partialCumulation?: true;
}

/** The public number of a declaration that tests call so. */
export const declaredNumber = (name: string): string =>
  Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16))
    .join('')
    .toUpperCase()
    .padEnd(24, '0')
    .slice(0, 24);

/** The contents of an origin declaration, under their reference. */
export function declarationOf({
  from = 'VN',
  to = 'SG',
  exporter = '0001',
  number = 'INV-7',
  date = '2026-03-02',
  hs = ['691110'],
  signatory = `${from}:sig-1`,
  link = LINK,
  partialCumulation,
}: DeclarationOptions = {}): {
  readonly reference: CertificateReference;
  readonly document: SimulatedParcel;
} {
  const reference = declarationReference(from, declaredNumber(number));
  const sample = sampleDocument();
  const [item] = sample.items;
  if (item === undefined) throw new Error('no item');
  const document: FormDDocument = {
    ...{ ...sample, salt: freshSalt(), form: 'OD', reference },
    items: hs.map((code, index) => ({ ...item, number: index + 1, hs: code })),
    certification: { ...sample.certification, date, signatory },
    selfCertification: { exporter, link, medium: 'INVOICE', number, digest: 'd'.repeat(64) },
    flags: partialCumulation === undefined ? {} : { partialCumulation },
  };
  const readers = [...new Set([from, to])];
  return {
    reference,
    document: { box: `document ${referenceText(reference)}`, readers, contents: document },
  };
}

export async function issued(ledger: SimulatedLedger, options: IssueOptions = {}): Promise<Issued> {
  const one = certificateArgs(options);
  await ledger.act({
    by: `${one.issued.reference.member}:signatory`,
    op: 'certificate.issue/1',
    args: { certificates: [one.args] },
    parcels: [one.issued.document],
  });
  return one.issued;
}

export async function sent(ledger: SimulatedLedger, options: IssueOptions = {}): Promise<Issued> {
  const one = await issued(ledger, options);
  await ledger.act({
    by: `${one.reference.member}:system`,
    op: 'certificate.send/1',
    args: { reference: one.reference, importing: one.importing },
    parcels: [one.document],
  });
  return one;
}

export async function received(ledger: SimulatedLedger, options: IssueOptions = {}): Promise<Issued> {
  const one = await sent(ledger, options);
  await ledger.act({
    by: `${one.importing}:system`,
    op: 'certificate.receive/1',
    args: { reference: one.reference, commitment: commitment(one.document) },
  });
  return one;
}

/** A step of the two states on a certificate, with its parcel; answers the parcel. */
export async function step(
  ledger: SimulatedLedger,
  one: Issued,
  op: string,
  by: string,
  args: Readonly<Record<string, unknown>> = {},
  kind?: string,
  contents?: { readonly [member: string]: Json },
): Promise<SimulatedParcel | undefined> {
  const sentAlready = (ledger.reception(one.reference) as unknown) !== undefined;
  const readers = [one.reference.member, ...(sentAlready ? [one.importing] : [])];
  const said = kind === undefined ? undefined : parcel(kind, one.reference, readers, contents);
  await ledger.act({
    by,
    op,
    args: { reference: one.reference, ...args },
    ...(said === undefined ? {} : { parcels: [said] }),
  });
  return said;
}

/**
 * The name of what an act said.
 * @throws Error when it said nothing: a test's own premise does not hold
 */
export function nameOf(ledger: SimulatedLedger, said: SimulatedParcel | undefined): string {
  if (said === undefined) throw new Error('no parcel');
  return ledger.nameOf(said);
}

/** The name of a parcel that nobody has. */
export const UNKNOWN_PARCEL = parcelName(`${'o'.repeat(43)}.${'n'.repeat(21)}A`, 'f'.repeat(64));

/** The reader confirms a parcel that was delivered; answers its name. */
export async function confirmed(
  ledger: SimulatedLedger,
  said: SimulatedParcel | undefined,
  reader: string,
): Promise<string> {
  const name = nameOf(ledger, said);
  ledger.deliver(name, reader);
  await ledger.act({ by: `${reader}:customs`, op: 'parcel.receive/1', args: { parcel: name } });
  return name;
}

export const decideItems = (
  ledger: SimulatedLedger,
  one: Issued,
  items: readonly number[],
  given: boolean,
  presented = '2026-03-03',
): Promise<SimulatedParcel | undefined> =>
  step(
    ledger,
    one,
    'certificate.decide/1',
    `${one.importing}:customs`,
    { items },
    'decision',
    decisionOf(one.reference, items, given, presented),
  );

/** What a decision says: all of these items given, or none. */
export const decisionOf = (
  reference: CertificateReference,
  items: readonly number[],
  given: boolean,
  presentedOn = '2026-03-03',
): { readonly [member: string]: Json } => ({
  certificate: referenceText(reference),
  presentedOn,
  items: items.map((number) => ({
    number,
    ...(given
      ? { outcome: 'GIVEN' as const, grounds: [] }
      : { outcome: 'NOT_GIVEN' as const, grounds: ['CRITERION'] }),
  })),
});

/** The parcels of all decisions that stand on a certificate, as a draw brings them. */
export const decisionsOn = (ledger: SimulatedLedger, one: Issued): SimulatedParcel[] =>
  (ledger.reception(one.reference).decisions ?? []).map(({ parcel: name }) => ({
    box: `decision ${referenceText(one.reference)}`,
    readers: [one.reference.member, one.importing],
    contents: ledger.contents(name) ?? null,
  }));

/** The balance after draws, as a parcel. */
export const balanceParcel = (
  one: Issued,
  before: SimulatedParcel,
  draws: readonly Draw[],
  left: readonly ItemQuantity[],
): SimulatedParcel =>
  parcel('balance', one.reference, [one.reference.member, one.importing], {
    certificate: referenceText(one.reference),
    previous: commitment(before),
    draws: draws as unknown as Json,
    left: left as unknown as Json,
  });

/** A member's administrator consents. */
export const consents = (ledger: SimulatedLedger, member: string, to: ConsentSubject): Promise<Performance> =>
  ledger.act({ by: `${member}:administrator`, op: 'registry.consent/1', args: { to } });

/** The keeper records that a member has left, with the consent of another. */
export async function departed(
  ledger: SimulatedLedger,
  member: string,
  act: Partial<SimulatedAct> = {},
): Promise<Performance> {
  const other = member === 'VN' ? 'SG' : 'VN';
  await consents(ledger, other, { departure: member });
  const args = { member, with: other };
  return ledger.act({ by: 'ASEAN:administrator', op: 'registry.departure/1', args, ...act });
}

/** The keeper enters a form, with the consent of Singapore. */
export async function formEntered(
  ledger: SimulatedLedger,
  form: Form,
  by = 'ASEAN:administrator',
): Promise<Performance> {
  await consents(ledger, 'SG', formSubject(form));
  return ledger.act({ by, op: 'registry.form/1', args: { form, with: 'SG' } });
}

type Attempt = Promise<Performance | SimulatedParcel | Issued | undefined | string>;

/** What an act was refused with; undefined when it was done. */
async function refused(act: Attempt): Promise<OriginError | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof OriginError) return error;
    throw error;
  }
}

/** The code of the refusal, or `done`. */
export const codeOf = async (act: Attempt): Promise<string> => (await refused(act))?.code ?? 'done';

/** The code of the refusal with its boxes, or `done`. */
export async function refusalOf(act: Attempt): Promise<string> {
  const refusal = await refused(act);
  return refusal === undefined ? 'done' : [refusal.code, ...refusal.boxes].join(' ');
}

/** The record of a certificate with these members, as an act that is of no interest here would have left it. */
export function marked(ledger: SimulatedLedger, one: Issued, change: Partial<CertificateRecord>): void {
  ledger.state.set(certificateKey(one.reference), { ...ledger.certificate(one.reference), ...change });
}
