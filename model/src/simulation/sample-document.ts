import type { FormDDocument } from '../form/form-d-document.js';

/** A Form D from Viet Nam to Singapore in which every rule is kept: tests change one box at a time. */
export const sampleDocument = (): FormDDocument => ({
  salt: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  form: 'D',
  reference: { member: 'VN', office: 'HAN', number: '26-000123' },
  exporter: { name: 'Song Hong Ceramics', address: '1 Ly Thuong Kiet, Ha Noi', country: 'VN' },
  consignee: { name: 'Kallang Tableware', address: '5 Kallang Way, Singapore', country: 'SG' },
  transport: { departure: '2026-03-05', means: 'MV PACIFIC DAWN', portOfDischarge: 'SGSIN' },
  items: [1, 2].map((number) => ({
    number,
    marks: `N/M ${number}`,
    packages: { count: 40, type: 'CT' },
    description: 'Porcelain tableware, white',
    maker: 'Song Hong Ceramics',
    hs: '69111000',
    originCriterion: number === 1 ? 'WO' : 'CTH',
    quantity: { value: '1200', unit: 'KGM' },
    invoices: [{ number: 'SH-77', date: '2026-03-01' }],
  })),
  declaration: {
    production: 'VN',
    importing: 'SG',
    place: 'Ha Noi',
    date: '2026-03-02',
    signatory: 'Exporter signatory',
  },
  certification: { place: 'Ha Noi', date: '2026-03-03', signatory: 'VN:signatory' },
  flags: {},
});
