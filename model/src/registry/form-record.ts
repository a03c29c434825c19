import { Type, type Static } from 'typebox';
import { Form } from '../form/form-definition.js';
import { ActIdText, closed, Instant, MemberCode } from '../validation/vocabulary.js';

/** A form as the register says: data, entered by the member that keeps the register. */
export const FormRecord = Type.Object(
  { form: Form, keeper: MemberCode, lastAct: ActIdText, lastAt: Instant },
  closed,
);
export type FormRecord = Static<typeof FormRecord>;
