import type { DocumentToIssue } from '../requests/document-to-issue.js';

export const audience = `origin#${'0'.repeat(64)}`;

/** A Form D as an application states it. */
export const coffee: DocumentToIssue = {
  form: 'D',
  exporter: { name: 'Example Coffee JSC', address: '12 Sample Street', country: 'VN' },
  consignee: { name: 'Sample Roasters Pte Ltd', address: '1 Placeholder Road', country: 'SG' },
  transport: { means: 'MV Example V.045N', portOfDischarge: 'SGSIN' },
  items: [
    {
      number: 1,
      marks: 'EHC 1-600',
      packages: { count: 600, type: 'BG' },
      description: 'Robusta coffee beans, green',
      hs: '090111',
      originCriterion: 'WO',
      quantity: { value: '36000', unit: 'KGM' },
      invoices: [{ number: 'EHC-0417', date: '2025-11-10' }],
    },
  ],
  declaration: { production: 'VN', importing: 'SG', place: 'Hanoi', signatory: 'Export manager' },
  certification: { place: 'Hanoi' },
  flags: {},
};
