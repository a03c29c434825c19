import type { Validator } from '@origin-ledger/model';

/** What an act owes to one reader, as the gateway lists it. */
export interface ParcelView {
  readonly commitment: string;
  /** What it is, and of which certificate: `decision VN.HAN.26-000123`. */
  readonly box: string;
  /** `member.office.number`. */
  readonly certificate: string;
  readonly author: string;
  readonly reader: string;
  readonly act: string;
  readonly at: string;
  /** OWED until it is in the reader's collection, RECEIVED by the reader's own act. */
  readonly state: 'OWED' | 'DELIVERED' | 'RECEIVED';
  /** From here the reader's clocks run. */
  readonly receivedAt?: string;
}

/** Which parcels a list shows. */
export interface ParcelFilter {
  /** For the own member to read (default), or owed by its own acts. */
  readonly direction?: 'author' | 'reader';
  readonly state?: ParcelView['state'];
  /** Parcels a page; the gateway has a limit of its own. */
  readonly limit?: number;
}

interface ParcelPage {
  readonly items: ParcelView[];
  readonly next?: string;
}

const TEXTS = ['commitment', 'box', 'certificate', 'author', 'reader', 'act', 'at', 'state'];

const isView = (item: unknown): boolean =>
  typeof item === 'object' &&
  item !== null &&
  TEXTS.every((name) => typeof (item as Record<string, unknown>)[name] === 'string');

/** One page of parcels. */
export const parcelPage: Validator<ParcelPage> = {
  schema: {},
  problems: () => ['items'],
  is: (value): value is ParcelPage =>
    typeof value === 'object' &&
    value !== null &&
    'items' in value &&
    Array.isArray(value.items) &&
    value.items.every(isView),
};
