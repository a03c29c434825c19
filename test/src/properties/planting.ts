import { randomInt } from 'node:crypto';
import type { DocumentToIssue } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';

const LETTERS = 'bcdfghjklmnpqrstvwxz';
const RANDOM_LETTERS = 14;
/** Leaves that are secret whatever they say, and long enough not to occur by chance. */
const SECRET_MEMBERS = new Set(['salt', 'value']);
const SHORTEST = 9;

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');

/** Words and numbers that stand nowhere but where they were planted. */
export class Planting {
  readonly #words = new Set<string>();
  readonly #unsent = new Set<string>();
  readonly #unsalted = new Set<string>();
  readonly #names = new Set<string>();

  /** Everything planted so far. */
  get words(): readonly string[] {
    return [...this.#words];
  }

  /** What whole parcels say, without their salts. */
  get unsalted(): readonly string[] {
    return [...this.#unsalted];
  }

  /** Public names of private things: their plain digests must stand nowhere. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  /** What was in refused requests only, and so need not be anywhere. */
  get unsent(): readonly string[] {
    return [...this.#unsent];
  }

  /** A word of its own for a request that will be refused. */
  unsentWord(about: string): string {
    return this.#refused(() => this.word(about));
  }

  /** A certificate that will be refused. */
  unsentDocument(importing: string): DocumentToIssue {
    return this.#refused(() => this.document(importing));
  }

  /** A word of its own. */
  word(about: string): string {
    const word = `${about}-${randomText(LETTERS, RANDOM_LETTERS)}`;
    this.#words.add(word);
    return word;
  }

  /** A quantity of its own, of nine digits before the point. */
  number(): string {
    const number = `${randomInt(1, 10)}${randomText('0123456789', 8)}.${randomInt(1, 10)}`;
    this.#words.add(number);
    return number;
  }

  /** Takes what a request's parcels hold: planted sentences whole, salts, and quantities that were computed. */
  parcels(texts: readonly string[]): void {
    for (const text of texts) {
      const contents: unknown = JSON.parse(text);
      this.#leaves(contents, '');
      const unsalted = Object.fromEntries(
        Object.entries(contents as Record<string, unknown>).filter(([member]) => member !== 'salt'),
      );
      // Without its salt anybody who guesses it could compare: nowhere does it stand so, not even at home.
      this.#unsalted.add(JSON.stringify(unsalted));
    }
  }

  /** A public name under which something private is kept. */
  name(...names: readonly string[]): void {
    for (const name of names) this.#names.add(name);
  }

  /**
   * A certificate with a planted text in every box that takes one.
   * @param quantities of its items, as many as it shall have; otherwise some of its own
   */
  document(importing: string, sample = 'vn-sg-coffee', quantities?: readonly string[]): DocumentToIssue {
    const document = sampleDocument(sample);
    for (const quantity of quantities ?? []) this.#words.add(quantity);
    const party = <P extends object>(before: P, about: string): P => ({
      ...before,
      name: this.word(`${about} Co`),
      address: `12 ${this.word('Street')}, Đắk Lắk`,
    });
    return {
      ...document,
      exporter: party(document.exporter, 'Exporter'),
      consignee: { ...party(document.consignee, 'Consignee'), country: importing },
      transport: { ...document.transport, means: this.word('MV Planted'), route: this.word('Route') },
      items: document.items.slice(0, quantities?.length).map((item, index) => ({
        ...item,
        marks: this.word('MARKS'),
        description: `Coffee beans, not roasted, ${this.word('Brand')}`,
        maker: this.word('Maker'),
        quantity: { ...item.quantity, value: quantities?.[index] ?? this.number() },
        invoices: item.invoices.map((invoice) => ({ ...invoice, number: this.word('INV') })),
      })),
      declaration: {
        ...document.declaration,
        importing,
        place: this.word('Place'),
        signatory: this.word('Manager'),
      },
      certification: { ...document.certification, place: this.word('City') },
    };
  }

  #refused<T>(make: () => T): T {
    const before = new Set(this.#words);
    const made = make();
    for (const word of this.#words) if (!before.has(word)) this.#unsent.add(word);
    return made;
  }

  #leaves(value: unknown, member: string): void {
    if (typeof value === 'string') {
      const planted = [...this.#words].some((word) => value.includes(word));
      if (planted || (SECRET_MEMBERS.has(member) && value.length >= SHORTEST)) this.#words.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value))
        this.#leaves(each, Array.isArray(value) ? member : name);
    }
  }
}
