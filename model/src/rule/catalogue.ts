import type { CatalogueEntry } from './catalogue-entry.js';
import { decideCatalogue } from './catalogue-decide.js';
import { formCatalogue } from './catalogue-form.js';
import { issueCatalogue } from './catalogue-issue.js';
import { readingsCatalogue } from './catalogue-readings.js';

/** Every rule of sections 2 to 5 of the rulebook. `npm run rules` shows which function and test hold each. */
export const catalogue = {
  ...formCatalogue,
  ...issueCatalogue,
  ...decideCatalogue,
  ...readingsCatalogue,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** The name of a rule: `OCP 10.2`, an overleaf note, or a reading of ours. */
export type RuleId = keyof typeof catalogue;
