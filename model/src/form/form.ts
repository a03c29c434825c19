import { OriginError } from '../errors/origin-error.js';
import { formA } from './tables/form-a.js';
import { formAanz } from './tables/form-aanz.js';
import { formAhk } from './tables/form-ahk.js';
import { formAi } from './tables/form-ai.js';
import { formAj } from './tables/form-aj.js';
import { formAk } from './tables/form-ak.js';
import { formB } from './tables/form-b.js';
import { formCptpp } from './tables/form-cptpp.js';
import { formD } from './tables/form-d.js';
import { formE } from './tables/form-e.js';
import { formEur1 } from './tables/form-eur1.js';
import { formRcep } from './tables/form-rcep.js';
import { formVk } from './tables/form-vk.js';
import { originDeclaration } from './tables/origin-declaration.js';
import type { Form } from './form-definition.js';

export type { Form } from './form-definition.js';

/** The forms every network starts with; the register may change them and add others (`registry.form/1`). */
export const forms: ReadonlyMap<string, Form> = new Map(
  [
    formD,
    formE,
    formAk,
    formAj,
    formAi,
    formAanz,
    formAhk,
    formRcep,
    formA,
    formVk,
    formCptpp,
    formEur1,
    formB,
    originDeclaration,
  ].map((form) => [form.code, form]),
);

/** @throws OriginError FORM_UNKNOWN */
export function formOf(code: string, box: string): Form {
  const form = forms.get(code);
  if (form === undefined)
    throw new OriginError('FORM_UNKNOWN', { boxes: [`${box}.form`], stage: 'contract' });
  return form;
}
