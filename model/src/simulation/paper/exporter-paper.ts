/** What an entry listed from a day on. */
interface Listed {
  readonly from: number;
  readonly hs: readonly string[];
  readonly signatories: readonly string[];
  readonly expires: number | undefined;
}

export type Standing = 'ACTIVE' | 'SUSPENDED' | 'WITHDRAWN';

/** A certified exporter on paper: days are numbers. */
export class ExporterPaper {
  readonly authorisation: string;
  readonly granted: number;
  readonly lists: Listed[];
  readonly standings: { readonly from: number; readonly state: Standing }[];
  last: number;

  constructor(authorisation: string, granted: number, listed: Omit<Listed, 'from'>, last: number) {
    this.authorisation = authorisation;
    this.granted = granted;
    this.lists = [{ from: granted, ...listed }];
    this.standings = [{ from: granted, state: 'ACTIVE' }];
    this.last = last;
  }

  get standing(): Standing {
    return this.standings.at(-1)?.state ?? 'ACTIVE';
  }

  /** Whether the register honoured on that day what this signatory declared for these goods. */
  honours(day: number, signatory: string, goods: readonly string[]): boolean {
    const before = <T extends { readonly from: number }>(all: readonly T[]): T | undefined =>
      all.filter(({ from }) => from <= day).at(-1);
    const lists = before(this.lists);
    if (lists === undefined || before(this.standings)?.state !== 'ACTIVE') return false;
    if (lists.expires !== undefined && day > lists.expires) return false;
    return (
      (lists.signatories.length === 0 || lists.signatories.includes(signatory)) &&
      (lists.hs.length === 0 || goods.every((one) => lists.hs.some((listed) => one.startsWith(listed))))
    );
  }
}
