import type { CertificateReference } from '@origin-ledger/model';

interface Named {
  readonly certificates?: readonly Readonly<Record<string, unknown>>[];
  readonly certificate?: Readonly<Record<string, unknown>>;
  readonly reference?: CertificateReference;
}

const KINDS: Readonly<Record<string, string>> = {
  'certificate.decide/1': 'decision',
  'certificate.reassess/1': 'decision',
  'certificate.clarify/1': 'clarification',
  'certificate.send/1': 'document',
};

/** What each parcel of an operation is called, and who reads it, as well as its generated arguments tell. */
export function parcelBoxes(
  op: string,
  args: Readonly<Record<string, unknown>>,
  member: string,
): (index: number) => { readonly box: string; readonly readers: string[] } {
  const { certificates, certificate, reference } = args as Named;
  if (op.startsWith('application.')) {
    const kind = /return|refuse/.test(op) ? 'reason' : 'application';
    return () => ({ box: `${kind} ${member}`, readers: [member] });
  }
  return (index) => {
    const issued = certificates?.[index] ?? (index === 0 ? certificate : undefined);
    if (issued !== undefined) {
      const { office, number, importing } = issued;
      return {
        box: `document ${member}.${text(office)}.${text(number)}`,
        readers: [member, text(importing)],
      };
    }
    const name =
      reference === undefined ? member : `${reference.member}.${reference.office}.${reference.number}`;
    return { box: `${KINDS[op] ?? 'reason'} ${name}`, readers: [member] };
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : 'X');
