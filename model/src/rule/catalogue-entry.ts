/** How much a rule weighs. */
export type CatalogueWeight =
  /** The act is refused. */
  | 'block'
  /** It passes, and is recorded. */
  | 'warn'
  /** An officer decides, with a reason. */
  | 'may'
  /** A flag that is shown; nothing happens by itself. */
  | 'flag'
  /** What is recorded, and how it is read. */
  | 'data';

/** A rule of the trade in our own words. */
export interface CatalogueEntry {
  /** Section of the rulebook. */
  readonly section: string;
  readonly weight: CatalogueWeight;
  readonly text: string;
  /** Why no code can hold it: it binds people or paper, not the record. */
  readonly outsideCode?: string;
}

export const entry = (
  section: string,
  weight: CatalogueWeight,
  text: string,
  outsideCode?: string,
): CatalogueEntry => ({ section, weight, text, ...(outsideCode === undefined ? {} : { outsideCode }) });
