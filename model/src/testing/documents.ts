import type { CertificateReference } from '../certificate/reference.js';
import type { FormDDocument } from '../form/form-d-document.js';
import { testSalt } from './keys.js';

/** A certificate reference of tests. */
export const testReference = (overrides: Partial<CertificateReference> = {}): CertificateReference => ({
  member: 'VN',
  office: 'HAN',
  number: '26-000123',
  ...overrides,
});

/** A Form D that every rule accepts: Vietnam to Singapore, issued on the day of departure, with a fresh salt. */
export function formD(overrides: Partial<FormDDocument> = {}): FormDDocument {
  return {
    salt: testSalt(),
    form: 'D',
    reference: testReference(),
    exporter: {
      name: 'Red River Example Textiles Co., Ltd',
      address: '12 Example Street, Hanoi',
      country: 'VN',
      party: 'VN:exporter-1',
    },
    consignee: {
      name: 'Merlion Example Trading Pte Ltd',
      address: '3 Example Quay, Singapore',
      country: 'SG',
    },
    transport: { departure: '2026-03-10', means: 'EXAMPLE STAR V.012', portOfDischarge: 'SGSIN' },
    items: [
      {
        number: 1,
        marks: 'N/M',
        packages: { count: 40, type: 'CT' },
        description: 'Men’s cotton shirts, woven',
        hs: '620520',
        originCriterion: 'CC',
        quantity: { value: '1200', unit: 'C62' },
        invoices: [{ number: 'INV-0001', date: '2026-03-08' }],
      },
    ],
    declaration: {
      production: 'VN',
      importing: 'SG',
      place: 'Hanoi',
      date: '2026-03-09',
      signatory: 'Export manager',
    },
    certification: { place: 'Hanoi', date: '2026-03-10', signatory: 'VN:officer-1' },
    flags: {},
    ...overrides,
  };
}
