import { formD } from './form-d.js';
import type { Form } from '../form-definition.js';

/** The origin declaration of a certified exporter (OCP 12B): criteria, validity and FOB rule are Form D's. */
export const originDeclaration: Form = {
  ...formD,
  code: 'OD',
  title: 'ATIGA Origin Declaration',
  kind: 'declaration',
  tariffDigits: 6,
  // Further pages may carry further products (OCP 12B.7).
  itemLimit: 1000,
  unconfirmed: [],
};
